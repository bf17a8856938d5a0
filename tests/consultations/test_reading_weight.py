import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

import consultations
from documents.reading import read_paper
from tests.builders.people import make_member, make_presidency, sign_in
from tests.builders.plans import make_draft, make_plan
from tests.builders.talk import make_consultation

pytestmark = pytest.mark.django_db

PAPER = Path(consultations.__file__).parent / "demonstration" / "paper.txt"
FIRST_VISIT, AGAIN = 150_000, 30_000


@pytest.fixture
def long_page(client):
    """The whole of a long plan as a delegation sees it while it may comment."""
    actor = make_presidency()
    plan = make_plan(actor, outline=read_paper(PAPER.read_bytes(), file_name="paper.txt"))
    make_consultation(make_draft(plan, actor=actor))
    sign_in(client, make_member())
    return client.get("/plans/plan/", headers={"Accept-Encoding": "gzip"})


def test_the_page_of_a_long_plan_is_light(long_page):
    page = gzip.decompress(long_page.content).decode()
    names = re.findall(r'/static/([^"]+\.(?:css|js|svg))"', page)
    assets = sum(len(gzip.compress(Path(finders.find(name)).read_bytes())) for name in names)

    assert page.count("data-comment") == 203
    assert len(long_page.content) < AGAIN
    assert len(long_page.content) + assets < FIRST_VISIT
