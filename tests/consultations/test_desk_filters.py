from uuid import uuid4

import pytest
from django.urls import reverse

from consultations.models import Assignment, Reading, Theme, Themed, WorkingTranslation
from consultations.operations.revising import revise_prompted
from sections.operations import delete_element
from tests.builders.desk import decide, make_round, say
from tests.builders.people import make_delegation, make_member, sign_in
from tests.builders.plans import element
from tests.builders.registering import register

pytestmark = pytest.mark.django_db


def address(around, name="desk", *more):
    place = [around.consultation.plan.slug, around.consultation.number]
    return reverse(f"consultations:{name}", args=[*place, *more])


def desk(client, around, **query):
    return client.get(address(around), query).context["desk"]


def shown(page):
    return [entry.comment.text for group in page.groups for entry in group.entries]


def counts(page, name):
    facet = next(facet for facet in page.facets if facet.name == name)
    return {option.value: option.count for option in facet.options}


@pytest.fixture
def around():
    return make_round()


@pytest.fixture
def staff(client, around):
    return sign_in(client, around.presidency)


def test_each_filter_narrows_the_desk_and_counts_what_it_would_leave(around, staff):
    here, person = around.consultation, around.presidency.person
    african = make_member(make_delegation(regional_group="African States"))
    one = say(here, around.first, "One", position="concern", type="drafting", language="fr")
    two = say(here, african, "Two", unit="II.a-A1", position="support")
    theme = Theme.objects.create(plan=here.plan, name="Money")
    Themed.objects.create(theme=theme, comment=one)
    Assignment.objects.create(comment=two, person=person)
    Reading.objects.create(comment=one, person=person)
    decide(one, around.presidency, "in_part")
    first, second = str(around.first.delegation.pk), str(african.delegation.pk)
    part = here.draft.units.get(reference="II.a-A1").section_uids.split("/")[0]

    for name, value, left, counted in (
        ("section", part, ["Two"], {part: 1}),
        ("delegation", first, ["One"], {first: 1, second: 1}),
        ("group", "African States", ["Two"], {"African States": 1, "none": 1}),
        ("type", "drafting", ["One"], {"drafting": 1, "none": 1}),
        ("position", "concern", ["One"], {"concern": 1, "support": 1}),
        ("theme", str(theme.pk), ["One"], {str(theme.pk): 1, "none": 1}),
        ("theme", "none", ["Two"], {}),
        ("outcome", "in_part", ["One"], {"in_part": 1, "undecided": 1, "decided": 1}),
        ("outcome", "undecided", ["Two"], {}),
        ("language", "fr", ["One"], {"fr": 1, "en": 1}),
        ("assigned", "me", ["Two"], {"me": 1, "nobody": 1, str(person.pk): 1}),
        ("assigned", "nobody", ["One"], {}),
        ("reading", "unread", ["Two"], {"unread": 1, "read": 1}),
    ):
        page = desk(staff, around, **{name: value})

        assert shown(page) == left, (name, value)
        assert counted.items() <= counts(page, name).items(), name


def test_what_came_by_another_channel_is_found_by_it(around, staff):
    register(around.consultation, around.first.delegation, actor=around.isu)
    say(around.consultation, around.second)

    page = desk(staff, around, channel="email")

    assert counts(page, "channel") == {"email": page.total - 1, "portal": 1}
    assert page.page.paginator.count == page.total - 1


def test_a_filter_narrows_the_counts_of_the_others_and_not_its_own(around, staff):
    say(around.consultation, around.first, "One", position="concern")
    say(around.consultation, around.second, "Two", position="support", language="fr")
    say(around.consultation, around.second, "Three", position="support")

    page = desk(staff, around, position="support")

    assert counts(page, "position") == {"concern": 1, "support": 2}
    assert counts(page, "language") == {"fr": 1, "en": 1}
    assert (page.total, page.page.paginator.count) == (3, 2)


def test_filters_that_are_set_are_named_and_taken_off_one_by_one(around, staff):
    say(around.consultation, around.first, "One", position="concern")

    html = staff.get(address(around), {"position": "concern", "language": "en"}).content.decode()

    assert "<details open>" in html
    assert 'href="?language=en"' in html
    assert 'href="?position=concern"' in html
    assert "Position: <bdi>Concern</bdi>" in html


def test_a_folded_filter_stays_folded_while_none_is_set(around, staff):
    say(around.consultation, around.first, "One", position="concern")

    assert "<details open>" not in staff.get(address(around)).content.decode()


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("cote d'ivoire", "Comme la Côte d'Ivoire"),
        ("DELAI", "Le délai est trop court."),
        ("الاسلحه", "يجب تدمير الأسلحة"),
        ("销毁", "应当销毁所有库存"),
        ("ecuador 2", "The speaker again"),
        ("delai  court", "Le délai est trop court."),
        ("ecuador 1", "The speaker"),
        ("earlier deadline", "Untranslated"),
    ],
)
def test_words_are_found_with_accents_in_arabic_and_chinese_by_name_and_number(
    around, staff, words, found
):
    here = around.consultation
    say(here, around.first, "Comme la Côte d'Ivoire", language="fr")
    say(here, around.first, "Le délai est trop court.", language="fr")
    say(here, around.second, "يجب تدمير الأسلحة", language="ar")
    say(here, make_member(), "应当销毁所有库存", language="zh-hans")
    speaker = make_member(make_delegation("Écuador"))
    say(here, speaker, "The speaker")
    say(here, speaker, "The speaker again")
    spoken = say(here, make_member(), "Untranslated", language="ru")
    WorkingTranslation.objects.create(
        comment=spoken,
        language="en",
        text="An earlier déadline",
        made_by=around.presidency.person,
    )

    page = desk(staff, around, q=words)

    assert shown(page) == [found]
    assert page.query == words


def test_a_superseded_translation_finds_nothing_and_every_word_must_occur(around, staff):
    comment = say(around.consultation, around.first, "Untranslated")
    made = WorkingTranslation.objects.create(
        comment=comment, language="fr", text="Ancien", made_by=around.presidency.person
    )
    made.superseded_at = made.made_at
    made.save(update_fields=["superseded_at"])

    assert shown(desk(staff, around, q="ancien")) == []
    assert shown(desk(staff, around, q="untranslated elsewhere")) == []
    assert shown(desk(staff, around, q="TRANSLATED")) == ["Untranslated"]


def test_a_search_among_the_answers_finds_no_comment(around, staff):
    say(around.consultation, around.first, "Here")

    page = staff.get(address(around), {"show": "answers", "q": "here"}).context["desk"]

    assert page.page.paginator.count == 0
    assert page.total == 1


@pytest.mark.parametrize("name", ["q", "section", "theme", "assigned", "delegation", "reading"])
@pytest.mark.parametrize("value", ["'", "x" * 5_000, "²", "٣", "%", "_", "9" * 40])
def test_nonsense_in_a_filter_is_no_error(around, staff, name, value):
    say(around.consultation, around.first)

    for show in ("", "answers"):
        assert staff.get(address(around), {name: value, "show": show}).status_code == 200


def test_the_neighbours_of_a_comment_are_those_of_the_filters(around, staff):
    here = around.consultation
    first = say(here, around.first, "Court", unit="I-A1", position="concern")
    say(here, around.first, "Long", unit="I-A2", position="concern")
    say(here, around.first, "Court", unit="I-A3", position="support")
    last = say(here, around.second, "Court", unit="II.a-A1", position="concern")
    query = "?position=concern&q=court"

    page = staff.get(address(around, "comment_reflect", first.pk) + query).context["page"]

    assert (page.before, page.after) == (None, last.pk)


def test_words_that_have_changed_since_are_compared_with_those_of_now(around, staff):
    comment = say(around.consultation, around.first, unit="I-A1")
    say(around.consultation, around.first, unit="I-A2")
    plan = around.consultation.plan
    revise_prompted(
        element(plan, "Draw up"),
        actor=around.presidency,
        text="Draw up a plan of destruction within two years;",
        reason="Asked for",
        based_on=1,
        prompted_by=[comment],
    )
    delete_element(
        element(plan, "Report on"), actor=around.presidency, reason="Said in another place"
    )

    groups = desk(staff, around).groups

    assert "".join(s.text for s in groups[0].since.spans if s.change == "added") == "two years"
    assert groups[1].since.is_deleted


@pytest.mark.parametrize("query", [{}, {"q": "no. 1"}, {"position": "concern", "theme": "none"}])
def test_filters_cost_the_same_with_three_comments_and_with_sixty(
    around, staff, django_assert_max_num_queries, query
):
    costs = []
    for wanted in (3, 60):
        for number in range(around.consultation.comments.count(), wanted):
            actor = (around.first, around.second)[number % 2]
            unit = ("I-A1", "I-A2", "II.a-A1")[number % 3]
            comment = say(
                around.consultation, actor, f"No. {number}", unit=unit, position="concern"
            )
            Theme.objects.create(plan=around.consultation.plan, name=f"Theme {uuid4()}")
            Reading.objects.create(comment=comment, person=around.presidency.person)
        with django_assert_max_num_queries(21) as captured:
            assert staff.get(address(around), query).status_code == 200
        costs.append(len(captured))

    assert costs[0] == costs[1]
