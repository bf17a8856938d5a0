from datetime import date

import pytest

from consultations.operations.reflecting import share_reflections
from consultations.operations.revising import issue_next_draft
from tests.browser.looking import looking
from tests.builders.desk import decide, make_point, make_round, make_synthesis, say
from tests.builders.plans import element

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HERE = "/plans/plan/consultations/1"


@pytest.fixture
def around():
    """A round with comments, decisions, points, an issued synthesis and a second draft."""
    around = make_round()
    first = say(around.consultation, around.first, "Too slow.", proposal="Draw up a plan at once;")
    say(around.consultation, around.second, "", place="missing_after", proposal="Tell the public;")
    say(around.consultation, around.second, "Which stocks?", unit="II.a-A1")
    decide(first, around.presidency, "in_part", note="Ours", reply="Thank you.")
    make_point(around.consultation, around.presidency, sources={first: (0, 3)})
    make_point(around.consultation, around.presidency, "Another.", becomes="action")
    make_synthesis(around.consultation, around.presidency)
    issue_next_draft(
        around.consultation.plan, actor=around.presidency, dated=date(2030, 5, 1), note="Again"
    )
    share_reflections(around.consultation, actor=around.presidency)
    return around


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1440, "dark")])
def test_the_presidency_reads_its_pages_without_a_fault(
    chromium, live_server, around, width, scheme
):
    comment = around.consultation.comments.first()
    section = around.consultation.draft.units.get(reference="I").uid
    printed = around.consultation.draft.units.get(reference="I").section_uids.strip("/")
    point = around.consultation.points.first()
    uid = element(around.consultation.plan, "Draw up").uid
    question = around.consultation.draft.units.get(reference="II.a-Q1").uid
    part = around.consultation.draft.units.get(reference="II.a").uid
    with looking(
        chromium, live_server.url, around.presidency, width=width, scheme=scheme
    ) as person:
        for path in (
            "/desk/",
            "/desk/?show=answers",
            "/desk/?category=state&q=slow",
            "/desk/sections/front/print/",
            f"/desk/sections/{printed}/print/",
            f"/comments/{comment.pk}/reflect/",
            "/reflections/share/",
            "/synthesis/",
            f"/synthesis/?section={section}",
            "/synthesis/issue/",
            f"/synthesis/points/create/?section={section}&comment={comment.pk}",
            f"/synthesis/points/{point.pk}/revise/",
            f"/synthesis/points/{point.pk}/strike/",
            f"/synthesis/points/create/?question={question}&section={part}",
            "/synthesis/left-out/",
            "/desk/changes/",
            f"/desk/answers/?question={question}",
            "/synthesis/1/",
            "/synthesis/1/adopt/",
            "/exports/",
        ):
            person.look(f"{HERE}{path}")
        person.look(f"/plans/plan/elements/{uid}/revise/")
        person.look("/plans/plan/drafts/2/compare/1/?show=sides")
        person.look("/plans/plan/drafts/issue/")
        person.look("/plans/plan/phrases/")
        person.look("/plans/plan/phrases/support/revise/")


@pytest.mark.parametrize("width", [360, 1440])
def test_a_delegation_reads_how_it_was_reflected_without_a_fault(
    chromium, live_server, around, width
):
    with looking(chromium, live_server.url, around.first, width=width) as person:
        person.look(f"{HERE}/delegation/reflections/")


def test_the_sentence_of_a_point_stays_in_sight_and_used_comments_can_be_hidden(
    chromium, live_server
):
    around = make_round()
    comments = [say(around.consultation, around.first, f"Wish {n}") for n in range(20)]
    make_point(around.consultation, around.presidency, sources={comments[0]: None})
    section = around.consultation.draft.units.get(reference="I").uid
    with looking(chromium, live_server.url, around.presidency) as person:
        person.look(f"{HERE}/synthesis/points/create/?section={section}")
        page = person.page
        used = page.locator(".source.is-used").first
        page.evaluate("window.scrollTo(0, document.body.scrollHeight / 2)")
        sentence = page.get_by_label("Sentence").bounding_box()

        page.get_by_label("Show only what is not yet in any point").check()

        assert 0 <= sentence["y"] <= 900
        assert used.is_hidden()
