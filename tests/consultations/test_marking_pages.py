import re

import pytest
from django.urls import reverse

from consultations.models import Assignment, Bundle, Theme
from consultations.operations.assigning import give_comments
from consultations.operations.bundling import make_bundle
from consultations.operations.desk_notes import write_desk_note
from consultations.operations.theming import make_theme, put_on, rename_theme, retire_theme
from consultations.operations.translating import translate_comment
from tests.builders.desk import decide, make_round, say
from tests.builders.people import make_member, sign_in
from tests.builders.talk import make_comment

pytestmark = pytest.mark.django_db

LONG = "States should destroy their stocks within a year and report on what remains of them"


@pytest.fixture
def around():
    return make_round(open=True)


@pytest.fixture
def comment(around):
    return say(around.consultation, around.first, "Il faut une date.", language="fr")


@pytest.fixture
def theme(around):
    return make_theme(around.consultation.plan, actor=around.presidency, name="Deadlines")


def address(around, name, *more):
    consultation = around.consultation
    return reverse(
        f"consultations:{name}", args=[consultation.plan.slug, consultation.number, *more]
    )


def keep_everything(around, comment, theme):
    put_on(theme, [comment], actor=around.presidency)
    give_comments({comment: None}, actor=around.isu, person=around.isu.person)
    write_desk_note(comment, actor=around.isu, text="Ask the capital.")
    translate_comment(comment, actor=around.isu, language="ar", text="يلزم موعد.")


def test_what_is_kept_shows_beside_the_comment_on_every_page_of_it(client, around, comment, theme):
    keep_everything(around, comment, theme)
    client = sign_in(client, around.presidency)

    for page in (
        client.get(address(around, "comment_marks", comment.pk)),
        client.get(address(around, "comment_reflect", comment.pk)),
        client.get(address(around, "desk")),
    ):
        html = page.content.decode()
        assert "Deadlines" in html
        assert around.isu.person.name in html
        assert re.search(r'<div lang="ar"\s+dir="rtl">', html)
        assert "يلزم موعد." in html
        assert "Il faut une date." in html
        assert "Unofficial working translation" in html


def test_beside_a_decision_the_marks_are_folded_until_there_is_something_to_read(
    client, around, comment
):
    client = sign_in(client, around.presidency)
    page = address(around, "comment_reflect", comment.pk)
    folded = re.compile(r'<details class="marks"\s+id="marks"\s*>')
    assert folded.search(client.get(page).content.decode())

    write_desk_note(comment, actor=around.isu, text="Ask the capital.")

    html = client.get(page).content.decode()
    assert not folded.search(html)
    assert "Ask the capital." in html


def test_acts_on_the_page_of_a_decision_lead_back_there_as_it_was(client, around, comment, theme):
    client = sign_in(client, around.presidency)
    way = "?from=reflect&outcome=undecided"
    back = f"{address(around, 'comment_reflect', comment.pk)}?outcome=undecided#marks"

    answers = [
        client.post(address(around, "comment_theme", comment.pk) + way, {"theme": theme.pk}),
        client.post(
            address(around, "comment_give", comment.pk) + way, {"person": around.isu.person.pk}
        ),
        client.post(address(around, "desk_note_write", comment.pk) + way, {"text": "Ours."}),
        client.post(
            address(around, "translation_write", comment.pk, "en") + way, {"text": "A date."}
        ),
    ]

    assert [answer.url for answer in answers] == [back] * 4
    assert comment.themed.get().theme == theme
    assert comment.assignment.person == around.isu.person
    assert comment.desk_notes.get().text == "Ours."
    assert comment.translations.get().text == "A date."


def test_the_isu_keeps_marks_on_a_page_of_its_own_and_takes_them_off(
    client, around, comment, theme
):
    keep_everything(around, comment, theme)
    client = sign_in(client, around.isu)
    page = address(around, "comment_marks", comment.pk)

    client.post(
        address(around, "comment_theme", comment.pk), {"theme": theme.pk, "act": "take_off"}
    )
    client.post(
        address(around, "comment_give", comment.pk),
        {"act": "take_back", "shown": around.isu.person.pk},
    )
    note = comment.desk_notes.get()
    response = client.post(address(around, "desk_note_strike", comment.pk, note.pk))

    assert response.url == f"{page}#marks"
    assert not comment.themed.exists()
    assert not Assignment.objects.exists()
    assert "struck out by" in client.get(page).content.decode()


def test_a_note_that_says_nothing_comes_back_with_the_reason(client, around, comment):
    page = address(around, "desk_note_write", comment.pk)

    response = sign_in(client, around.isu).post(page, {"text": " "})

    assert response.status_code == 200
    assert "Write the note." in response.content.decode()


def test_of_two_translators_the_slower_sees_the_other_and_keeps_the_own_words(
    client, around, comment
):
    client = sign_in(client, around.presidency)
    page = address(around, "translation_write", comment.pk, "en")
    assert client.get(page).status_code == 200
    translate_comment(comment, actor=around.isu, language="en", text="A date is needed.")

    response = client.post(page, {"text": "One needs a date.", "based_on": ""})

    html = response.content.decode()
    assert response.status_code == 409
    assert "A date is needed." in html
    assert "One needs a date." in html
    current = comment.translations.get()
    assert (
        client.post(page, {"text": "One needs a date.", "based_on": current.pk}).status_code == 302
    )


def test_of_two_who_give_a_comment_the_slower_reads_to_whom_it_went(client, around, comment):
    give_comments({comment: None}, actor=around.isu, person=around.isu.person)

    response = sign_in(client, around.presidency).post(
        address(around, "comment_give", comment.pk),
        {"shown": "", "person": around.presidency.person.pk},
    )

    assert response.status_code == 409
    assert f"to {around.isu.person.name} meanwhile" in response.content.decode()


@pytest.mark.parametrize(
    ("name", "sent", "status"),
    [
        ("comment_theme", {}, 409),
        ("comment_theme", {"theme": "x"}, 409),
        ("comment_theme", {"theme": "999999"}, 404),
        ("comment_give", {"person": "9" * 30}, 409),
        ("comment_give", {"person": "999999"}, 409),
    ],
)
def test_nonsense_sent_about_a_comment_is_answered_with_a_sentence(
    client, around, comment, name, sent, status
):
    response = sign_in(client, around.isu).post(address(around, name, comment.pk), sent)

    assert response.status_code == status


def test_a_translation_into_its_own_or_an_unknown_language_has_no_page(client, around, comment):
    client = sign_in(client, around.isu)

    for language in ("fr", "xx"):
        assert (
            client.get(address(around, "translation_write", comment.pk, language)).status_code
            == 404
        )


def test_what_has_not_left_a_delegation_has_no_page_of_marks(client, around):
    inside = make_comment(around.consultation, around.first)

    response = sign_in(client, around.isu).get(address(around, "comment_marks", inside.pk))

    assert response.status_code == 404


# Themes


def test_themes_are_made_counted_renamed_retired_and_used_again(client, around, comment, theme):
    put_on(theme, [comment], actor=around.isu)
    client = sign_in(client, around.presidency)
    page = address(around, "themes")
    client.post(page, {"name": "Victims"})
    client.post(
        address(around, "theme_rename", theme.pk), {"name": "Dates", "based_on": theme.name}
    )

    response = client.get(page)

    assert [(t.name, t.standing) for t in response.context["page"].in_use] == [
        ("Dates", 1),
        ("Victims", 0),
    ]
    assert f"?theme={theme.pk}" in response.content.decode()
    client.post(address(around, "theme_retire", theme.pk))
    assert [t.name for t in client.get(page).context["page"].retired] == ["Dates"]
    client.post(address(around, "theme_retire", theme.pk), {"act": "resume"})
    assert not client.get(page).context["page"].retired


def test_a_theme_made_twice_or_renamed_by_two_comes_back_with_the_reason(client, around, theme):
    client = sign_in(client, around.presidency)

    twice = client.post(address(around, "themes"), {"name": "deadlines"})
    rename_theme(theme, actor=around.isu, name="Dates", based_on="Deadlines")
    late = client.post(
        address(around, "theme_rename", theme.pk), {"name": "Time", "based_on": "Deadlines"}
    )

    assert "of this name already" in twice.content.decode()
    assert late.status_code == 409
    assert 'name="based_on" value="Dates"' in late.content.decode()
    assert Theme.objects.get().name == "Dates"


# Several at once


def test_several_comments_are_given_and_themed_from_one_list(client, around, comment, theme):
    other = say(around.consultation, around.second, unit="II.a-A1")
    client = sign_in(client, around.presidency)
    page = address(around, "comments_sort")
    both = [f"{comment.pk}-0", f"{other.pk}-0"]

    client.post(page, {"act": "give", "person": around.isu.person.pk, "shown": both})
    client.post(page, {"act": "put_on", "theme": theme.pk, "shown": both})

    assert Assignment.objects.count() == theme.themed.count() == 2
    given = [f"{comment.pk}-{around.isu.person.pk}"]
    client.post(page, {"act": "take_back", "shown": given})
    client.post(page, {"act": "take_off", "theme": theme.pk, "shown": given})
    assert Assignment.objects.get().comment == theme.themed.get().comment == other


def test_the_list_is_narrowed_by_section_delegation_person_and_theme(
    client, around, comment, theme
):
    other = say(around.consultation, around.second, unit="II.a-A1")
    put_on(theme, [other], actor=around.isu)
    give_comments({comment: None}, actor=around.isu, person=around.isu.person)
    client = sign_in(client, around.isu)
    section = around.consultation.draft.units.get(reference="II.a-A1").section_uids.split("/")[0]

    def listed(**chosen):
        rows = client.get(address(around, "comments_sort"), chosen).context["page"].rows
        return [row.comment for row in rows]

    assert listed() == [comment, other]
    assert listed(section=section) == listed(theme=theme.pk) == listed(person="none") == [other]
    assert listed(person=around.isu.person.pk) == listed(theme="none") == [comment]
    assert listed(delegation=around.first.delegation.pk) == [comment]
    assert listed(section="front") == []
    assert listed(theme="'", person="x", delegation="9" * 40) == [comment, other]


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"act": "give"}, "Choose a person."),
        ({"act": "put_on"}, "Choose a theme."),
        ({"act": "sing"}, "not one of the available choices"),
        ({"act": "take_back", "shown": ["x-y"]}, "Choose from the comments shown."),
        ({"act": "take_back", "shown": []}, "Choose at least one comment."),
        ({"act": "take_back", "shown": ["999999-0"]}, "Choose at least one comment."),
    ],
)
def test_what_cannot_be_done_with_several_comes_back_ticked(
    client, around, comment, sent, sentence
):
    sent = {"shown": [f"{comment.pk}-0"], **sent}

    response = sign_in(client, around.isu).post(address(around, "comments_sort"), sent)

    assert sentence in response.content.decode()
    assert not Assignment.objects.exists()


def test_where_one_of_several_was_given_meanwhile_the_list_comes_back(client, around, comment):
    other = say(around.consultation, around.second)
    give_comments({other: None}, actor=around.isu, person=around.isu.person)

    response = sign_in(client, around.presidency).post(
        address(around, "comments_sort"),
        {
            "act": "give",
            "person": around.presidency.person.pk,
            "shown": [f"{comment.pk}-0", f"{other.pk}-0"],
        },
    )

    html = response.content.decode()
    assert response.status_code == 409
    assert "1 of these comments was given or taken back" in html
    assert f'value="{other.pk}-{around.isu.person.pk}"' in html
    assert len(re.findall(r"\schecked>", html)) == 2


# Likeness and bundles


THREE = (LONG, LONG, LONG.replace("a year", "two years"))


def alike(around, texts=THREE, **words):
    actors = (around.first, around.second, make_member(actor=around.isu))
    return [
        say(around.consultation, actor, text, **words)
        for actor, text in zip(actors, texts, strict=True)
    ]


def test_what_is_alike_is_shown_with_its_likeness_and_how_it_differs(client, around, comment):
    alike(around)

    page = sign_in(client, around.isu).get(address(around, "comments_alike")).context["page"]

    (group,) = page.groups
    assert [each.percent for each in group.members] == [100, 100, 68]
    assert (group.count, group.delegations) == (3, 3)
    changed = [span.text for span in group.others[1].words if span.change == "added"]
    assert " ".join(changed).split() == ["two", "years"]


def test_of_very_many_alike_some_are_shown_those_in_no_bundle_first(client, around, monkeypatch):
    monkeypatch.setattr("consultations.queries.likeness.MEMBERS", 3)
    said = alike(around) + [say(around.consultation, around.first, LONG) for _n in range(3)]
    make_bundle(around.consultation, said[:2], actor=around.isu, name="A year")

    page = sign_in(client, around.isu).get(address(around, "comments_alike")).context["page"]

    (group,) = page.groups
    assert (group.count, group.delegations, group.is_cut) == (6, 3, True)
    assert [each.bundle for each in group.others] == [None, None]


def test_proposals_are_compared_by_what_they_change(client, around):
    words = around.consultation.draft.units.get(reference="I-A1").revision.text
    texts = [words.replace("within a year", w) for w in ("at once", "at once", "in ten years")]
    for actor, proposal in zip((around.first, around.second, around.second), texts, strict=True):
        say(around.consultation, actor, "", proposal=proposal)

    page = sign_in(client, around.isu).get(address(around, "comments_alike"), {"what": "proposals"})

    (group,) = page.context["page"].groups
    assert group.count == 2
    assert [span.text for span in group.redline if span.change == "added"] == ["at once"]


def test_short_comments_and_those_withdrawn_are_alike_to_nothing(client, around):
    alike(around, ("We support this.",) * 3)

    page = sign_in(client, around.isu).get(address(around, "comments_alike")).context["page"]

    assert page.groups == ()


def test_a_group_goes_into_a_bundle_and_leaves_the_list_until_something_comes_to_it(client, around):
    said = alike(around)
    client = sign_in(client, around.presidency)
    create, page = address(around, "bundle_create"), address(around, "comments_alike")
    sent = {"comments": [each.pk for each in said]}

    nameless = client.post(create, sent)
    client.post(create, {**sent, "name": "A year"})

    assert "Say in a few words what these comments say." in nameless.content.decode()
    bundle = Bundle.objects.get()
    assert client.get(page).context["page"].groups == ()
    assert "A year" in client.get(address(around, "bundles")).content.decode()
    late = say(around.consultation, make_member(actor=around.isu), LONG)
    (group,) = client.get(page).context["page"].groups
    assert group.bundles == (bundle,)
    client.post(create, {"comments": [late.pk], "bundle": bundle.pk})
    assert bundle.bundled.count() == 4


def test_of_two_who_bundle_the_slower_is_told_which_lies_where(client, around):
    said = alike(around)
    make_bundle(around.consultation, said[:2], actor=around.isu, name="Theirs")

    response = sign_in(client, around.presidency).post(
        address(around, "bundle_create"),
        {"comments": [each.pk for each in said], "name": "Ours"},
    )

    assert response.status_code == 409
    assert "lies in the bundle “Theirs” already" in response.content.decode()
    assert Bundle.objects.count() == 1


def test_a_bundle_is_renamed_and_emptied(client, around):
    said = alike(around)
    bundle = make_bundle(around.consultation, said, actor=around.isu, name="A year")
    client = sign_in(client, around.presidency)
    client.post(
        address(around, "bundle_rename", bundle.pk), {"name": "Dates", "based_on": "A year"}
    )
    late = client.post(
        address(around, "bundle_rename", bundle.pk), {"name": "Time", "based_on": "A year"}
    )

    for each in said:
        client.post(address(around, "bundle_take_out", bundle.pk), {"comment": each.pk})

    bundle.refresh_from_db()
    assert (bundle.name, late.status_code) == ("Dates", 409)
    assert "Dates" not in client.get(address(around, "bundles")).content.decode()


@pytest.mark.parametrize("sent", [{}, {"comments": "x"}, {"comments": "9" * 30, "name": "A"}])
def test_nonsense_sent_to_be_bundled_comes_back(client, around, sent):
    response = sign_in(client, around.isu).post(address(around, "bundle_create"), sent)

    assert response.status_code == 200
    assert not Bundle.objects.exists()


# Home


def test_what_was_given_to_one_is_a_line_on_the_home_page_until_it_is_handled(
    client, around, comment
):
    other = say(around.consultation, around.second)
    give_comments({comment: None, other: None}, actor=around.isu, person=around.presidency.person)
    client = sign_in(client, around.presidency)

    before = client.get("/").content.decode()
    decide(comment, around.presidency)
    decide(other, around.presidency)

    assert "2 comments given to you, not yet handled" in before
    assert "given to you" not in client.get("/").content.decode()
    assert "given to you" not in sign_in(client, around.isu).get("/").content.decode()


# Costs


@pytest.mark.parametrize(
    ("name", "most"),
    [("themes", 8), ("comments_sort", 18), ("comments_alike", 11), ("bundles", 9)],
)
def test_a_page_costs_the_same_with_three_comments_and_with_thirty(
    client, around, theme, name, most, django_assert_max_num_queries
):
    client = sign_in(client, around.presidency)
    counts = []
    for wanted in (3, 30):
        said = [
            say(around.consultation, around.first, f"{LONG} {wanted} {n // 3}")
            for n in range(wanted)
        ]
        put_on(theme, said, actor=around.isu)
        give_comments(dict.fromkeys(said), actor=around.isu, person=around.isu.person)
        for each in said:
            write_desk_note(each, actor=around.isu, text="Ours.")
        half = said[: wanted // 2 + 1]
        make_bundle(around.consultation, half, actor=around.isu, name=f"Of {wanted}")
        with django_assert_max_num_queries(most) as captured:
            assert client.get(address(around, name)).status_code == 200
        counts.append(len(captured))

    assert counts[0] == counts[1]


def test_a_retired_theme_is_offered_no_more_but_stays_on_what_has_it(
    client, around, comment, theme
):
    put_on(theme, [comment], actor=around.isu)
    retire_theme(theme, actor=around.isu)
    other = say(around.consultation, around.second)
    client = sign_in(client, around.isu)

    kept = client.get(address(around, "comment_marks", comment.pk)).content.decode()
    offered = client.get(address(around, "comment_marks", other.pk)).content.decode()

    assert "Deadlines" in kept
    assert "Deadlines" not in offered
