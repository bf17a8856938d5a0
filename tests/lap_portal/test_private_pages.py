"""What one person was shown is kept for nobody else."""

import pytest
from django.urls import reverse

from tests.builders.people import make_isu, make_member, sign_in
from tests.builders.plans import make_draft

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/", "/plans/plan/", "/capacity/", "/no-such-page/"])
@pytest.mark.parametrize("make", [make_isu, make_member])
def test_no_answer_to_a_person_who_is_signed_in_is_kept_or_reused(client, make, address):
    make_draft(circulation="public")
    sign_in(client, make())

    kept = client.get(address)["Cache-Control"]

    assert {"private", "no-cache"} <= set(kept.split(", "))


def test_a_file_for_a_person_who_is_signed_in_is_not_kept_either(client):
    make_draft()
    sign_in(client, make_member())

    answer = client.get(reverse("sections:draft_file", args=["plan", 1, "txt"]))

    assert answer.status_code == 200
    assert "private" in answer["Cache-Control"]


@pytest.mark.parametrize("address", ["/", "/plans/plan/"])
def test_pages_for_everybody_say_nothing_of_the_kind(client, address):
    make_draft(circulation="public")

    answer = client.get(address)

    assert answer.status_code == 200
    assert "private" not in answer.get("Cache-Control", "")


def test_signing_out_empties_what_the_browser_kept(client):
    sign_in(client, make_member())

    answer = client.post(reverse("account_logout"))

    assert answer["Clear-Site-Data"] == '"cache"'
    assert "Clear-Site-Data" not in client.get("/")
