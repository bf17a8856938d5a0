import pytest

from consultations.operations.assigning import give_comments
from consultations.operations.bundling import make_bundle
from consultations.operations.desk_notes import strike_desk_note, write_desk_note
from consultations.operations.theming import make_theme, put_on, retire_theme
from consultations.operations.translating import translate_comment
from tests.browser.looking import looking
from tests.builders.desk import make_round, say

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HERE = "/plans/plan/consultations/1"
LONG = "States should destroy their stocks within a year and report on what remains of them."


@pytest.fixture
def around():
    """A round with everything that staff keep beside comments."""
    around = make_round()
    talk, plan = around.consultation, around.consultation.plan
    first = say(talk, around.first, LONG, proposal="Draw up a plan of destruction at once;")
    alike = [
        say(talk, around.second, text, proposal="Draw up a plan of destruction at once;")
        for text in (LONG, LONG.replace("a year", "two years"))
    ]
    bundled = [say(talk, each, "Less is more.") for each in (around.first, around.second)]
    theme = make_theme(plan, actor=around.presidency, name="Deadlines")
    make_theme(plan, actor=around.presidency, name="Reporting")
    retire_theme(make_theme(plan, actor=around.isu, name="Old"), actor=around.isu)
    put_on(theme, [first, *alike], actor=around.presidency)
    give_comments({first: None}, actor=around.isu, person=around.isu.person)
    write_desk_note(first, actor=around.isu, text="Ask what a year begins with.")
    strike_desk_note(
        write_desk_note(first, actor=around.isu, text="Ask the capital."), actor=around.presidency
    )
    translate_comment(first, actor=around.isu, language="ar", text="ينبغي تدمير المخزونات.")
    make_bundle(talk, bundled, actor=around.presidency, name="Brevity")
    return around


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1440, "dark")])
def test_staff_sort_comments_without_a_fault(chromium, live_server, around, width, scheme):
    comment = around.consultation.comments.get(assignment__isnull=False)
    note = comment.desk_notes.filter(struck_at=None).get()
    theme, bundle = comment.themed.get().theme, around.consultation.bundles.get()
    with looking(
        chromium, live_server.url, around.presidency, width=width, scheme=scheme
    ) as person:
        for path in (
            "/desk/",
            f"/comments/{comment.pk}/reflect/",
            f"/comments/{comment.pk}/marks/",
            f"/comments/{comment.pk}/note/",
            f"/comments/{comment.pk}/notes/{note.pk}/strike/",
            f"/comments/{comment.pk}/translate/ar/",
            "/desk/themes/",
            f"/desk/themes/{theme.pk}/rename/",
            "/desk/sort/",
            "/desk/alike/",
            "/desk/alike/?what=proposals",
            "/desk/bundles/",
            f"/desk/bundles/{bundle.pk}/rename/",
        ):
            person.look(f"{HERE}{path}")
        person.look(f"{HERE}/desk/alike/")
        person.page.get_by_role("button", name="Put into a bundle").first.click()
        person.check("a bundle without a name")
