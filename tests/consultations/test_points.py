"""A point against its record: the phrase proposed, and what staff are warned of."""

from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from consultations.models import Point, PointAnswer
from consultations.operations.aligning import end_association
from consultations.operations.commenting import mark_ready
from consultations.operations.correcting import replace_comment, withdraw
from consultations.operations.dispatching import Particulars
from consultations.operations.phrasing import revise_phrase
from consultations.operations.submitting import submit
from consultations.operations.synthesizing import revise_point, write_point
from consultations.phrases import VOCABULARY
from consultations.queries.cautions import weigh_points
from consultations.queries.naming import find_names, is_verbatim, names_of
from consultations.queries.points import points_with_sources
from delegations.operations import merge_delegations
from lap_portal import clock
from lap_portal.errors import RuleViolation
from tests.builders.desk import make_round, make_synthesis, say
from tests.builders.people import capacity, make_delegation, make_member, sign_in
from tests.builders.plans import unit
from tests.builders.talk import make_answer, make_comment

pytestmark = pytest.mark.django_db

SIX = "one two three four five six"
NAMES = names_of(
    ["Côte d’Ivoire", "Chad", "Guinea", "Guinea-Bissau", "European Union", ""],
    groups=["A group of friends", "African States"],
    persons=["Ada Nwosu", "Bo"],
)


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("It was suggested to add a date.", []),
        ("CHAD suggested a date.", ["Chad"]),
        ("As Cote d'Ivoire's delegation said.", ["Côte d’Ivoire"]),
        ("Guinea-Bissau and Guinea agree.", ["Guinea-Bissau", "Guinea"]),
        ("The Guineans agree.", []),
        ("The group of friends would welcome it.", []),
        (
            "A Group of Friends would welcome it; so would African states.",
            ["A group of friends", "African States"],
        ),
        ("ada nwosu said so.", ["Ada Nwosu"]),
        ("Ms. Nwosu said so.", ["Ada Nwosu"]),
        ("They want a nwosu.", []),
    ],
)
def test_names_of_delegations_groups_and_persons_are_found_as_whole_words(sentence, found):
    assert find_names(sentence, NAMES) == found


@pytest.mark.parametrize(
    ("sentence", "said", "known", "expected"),
    [
        ("one two three four five six", "Zero one, two three: four five six.", "", True),
        ("one two three four five", "one two three four five", "", False),
        (SIX, SIX, SIX, False),
        ("销毁储存的集束弹药", "应当销毁储存的集束弹药。", "", True),
        ("销毁储存的弹", "应当销毁储存的集束弹药。", "", False),
    ],
)
def test_a_few_words_in_common_are_no_quotation(sentence, said, known, expected):
    assert is_verbatim(sentence, [said], known=[known]) is expected


@pytest.fixture
def around():
    return make_round()


def weighed(around, point=None):
    points = list(points_with_sources(around.consultation, around.presidency))
    found = weigh_points(points, around.consultation, around.presidency)
    return next(each for each in found if point is None or each.point == point)


def cautions(around):
    return " ".join(weighed(around).cautions)


def speakers(around, number, **fields):
    groups = ["African States", "Asia-Pacific States", "Eastern European States"]
    return [
        make_member(
            make_delegation(actor=around.isu, **{"regional_group": groups[n % 3], **fields}),
            actor=around.isu,
        )
        for n in range(number)
    ]


def supported(around, number, **fields):
    """A comment in support by each of so many delegations."""
    return [
        say(around.consultation, each, f"Yes {n}", position="support")
        for n, each in enumerate(speakers(around, number, **fields))
    ]


def point_on(around, comments, text="There is support for a date.", **fields):
    return write_point(
        around.consultation,
        actor=around.presidency,
        section=unit(around.consultation.draft, "I"),
        text=text,
        sources=dict.fromkeys(comments),
        **fields,
    )


def test_a_phrase_that_the_record_bears_out_warns_of_nothing(around):
    point_on(around, supported(around, 3), phrase="support")

    found = weighed(around)

    assert found.cautions == ()
    assert found.phrase == "there is support for"
    assert "3 delegations (State 3)" in found.behind


def test_a_phrase_that_says_more_than_the_record_is_told_of_in_a_sentence(around):
    point_on(around, supported(around, 2), phrase="support")

    assert cautions(around) == (
        "“there is support for” says more than the record: it asks for 3 States Parties, "
        "and counts 2."
    )


def test_a_phrase_in_the_sentence_is_weighed_even_where_none_was_chosen(around):
    point_on(around, supported(around, 2), "Strong support was expressed for a date.")

    assert "asks for 8 States Parties, and counts 2" in cautions(around)
    assert "asks for regional groups, at least 3" in cautions(around)


def test_a_sentence_without_its_phrase_is_told_of(around):
    point_on(around, supported(around, 3), "A date was welcomed.", phrase="support")

    assert "does not say its phrase, “there is support for”" in cautions(around)


def test_a_rule_changed_or_retired_since_shows_beside_the_point(around):
    point_on(around, supported(around, 3), phrase="support")
    rule = next(rule for rule in VOCABULARY if rule.code == "support")
    revise_phrase(
        around.consultation.plan,
        "support",
        actor=around.presidency,
        reason="Stricter",
        seen=rule.stamp,
        rule={"least": 4, "is_retired": True},
    )

    assert "“there is support for” is no longer used." in cautions(around)
    assert "asks for 4 States Parties, and counts 3" in cautions(around)


def test_what_was_withdrawn_or_replaced_is_named_and_no_longer_counts(around):
    said = supported(around, 4)
    point_on(around, said, phrase="support")
    members = [owner_of(each) for each in said]
    withdraw(said[0], actor=members[0], reason="Capital says no")
    new = replace_comment(
        said[1], actor=members[1], form_key=uuid4(), reason_for_change="Better", text="Maybe"
    )
    mark_ready(new, actor=members[1])
    submit(around.consultation, actor=members[1], received_at=clock.now())

    found = cautions(around)

    assert f"{said[0].delegation.name}, comment 1, was withdrawn and no longer counts." in found
    assert f"{said[1].delegation.name}, comment 1, was replaced and no longer counts." in found
    assert "asks for 3 States Parties, and counts 2" in found
    assert f"came after it was written: {said[1].delegation.name}, comment 2." in found


def owner_of(comment):
    return capacity(comment.author, f"delegation:{comment.delegation_id}")


def test_a_comment_on_the_same_words_since_is_told_of_until_the_point_is_reworded(around):
    said = supported(around, 3)
    point = point_on(around, said, phrase="support")
    mark_ready(make_comment(around.consultation, around.first, "I-A1"), actor=around.first)
    mark_ready(make_comment(around.consultation, around.first, "I-A2"), actor=around.first)
    submit(around.consultation, actor=around.first, received_at=clock.now())

    before = cautions(around)
    revise_point(
        point,
        actor=around.presidency,
        text=point.text,
        becomes="narrative",
        phrase="support",
        sources=dict.fromkeys(said),
        based_on=1,
    )

    assert before == (
        "1 contribution on the same words came after it was written: "
        f"{around.first.delegation.name}, comment 1."
    )
    assert cautions(around) == ""


def test_strong_support_is_told_of_objections_that_it_does_not_rest_on(around):
    against = say(around.consultation, around.first, "No", position="cannot_support")
    elsewhere = say(around.consultation, around.second, "No", unit="I-A2", position="concern")
    point_on(around, supported(around, 8), "Strong support was expressed for a date.")

    assert "that it does not rest on is against" in cautions(around)
    assert against.delegation.name in cautions(around)
    assert elsewhere.delegation.name not in cautions(around)


def test_support_that_could_be_called_strong_says_less_than_the_record(around):
    point_on(around, supported(around, 8), phrase="support")

    assert "bears out “strong support was expressed for”" in cautions(around)


def test_a_name_in_the_sentence_is_told_of(around):
    name = around.first.delegation.name
    point_on(around, supported(around, 3), f"There is support for what {name} says.")

    assert cautions(around) == f"The sentence could tell who spoke: it says “{name}”."


def test_the_very_words_of_the_only_delegation_behind_a_point_are_told_of(around):
    words = "we insist on clearance before the rains of each year"
    alone = say(around.consultation, around.first, words)
    point = point_on(around, [alone], f"It was noted that {words}.")
    assert "rests on one delegation alone" in cautions(around)

    revise_point(
        point,
        actor=around.presidency,
        text=point.text,
        becomes="narrative",
        sources=dict.fromkeys([alone, say(around.consultation, around.second, "So do we.")]),
        based_on=1,
    )

    assert "rests on one delegation" not in cautions(around)


def test_the_words_of_the_draft_are_nobodys(around):
    words = unit(around.consultation.draft, "I-A1").revision.text
    alone = say(around.consultation, around.first, proposal=f"{words} At once.")
    point_on(around, [alone], f"It was suggested to keep: {words}")

    assert cautions(around) == ""


def group_statement(around, speaker, aligned):
    mark_ready(
        make_comment(around.consultation, speaker, text="We agree", position="support"),
        actor=speaker,
    )
    said = Particulars(on_behalf_of="Friends of the text", aligned=tuple(aligned))
    submission = submit(
        around.consultation, actor=speaker, received_at=clock.now(), particulars=said
    )
    return submission.comments.get()


def test_the_states_aligned_with_a_group_count_until_a_listing_is_corrected(around):
    listed = speakers(around, 3)
    speaker = make_member(
        make_delegation(category="organization", actor=around.isu), actor=around.isu
    )
    comment = group_statement(around, speaker, [each.delegation for each in listed])
    point_on(around, [comment], phrase="support")
    before = weighed(around)

    end_association(comment.submission.associations.first(), actor=listed[0])

    assert before.cautions == ()
    assert "Friends of the text, 3 aligned" in before.behind
    assert "asks for 3 States Parties, and counts 2" in cautions(around)


def test_an_entry_merged_into_another_counts_as_the_one_it_is_now(around):
    said = supported(around, 3)
    point_on(around, said, phrase="support")
    merge_delegations(
        said[0].delegation, into=said[1].delegation, actor=around.isu, reason="One State"
    )

    assert "counts 2" in cautions(around)


def test_a_point_for_staff_is_in_no_paper(around, client):
    point_on(around, [], "No comments were received on this part.", phrase="no-comments")
    point_on(around, supported(around, 3), phrase="support")
    client = sign_in(client, around.presidency)
    here = [around.consultation.plan.slug, around.consultation.number]

    issue = client.get(reverse("consultations:synthesis_issue", args=here)).content.decode()
    bench = client.get(reverse("consultations:synthesis", args=here)).content.decode()

    assert "There is support" in issue
    assert "No comments were received" not in issue
    assert "for staff only, in no paper" in bench


def test_that_no_comments_were_received_is_held_against_the_section(around):
    point_on(around, [], "No comments were received.", phrase="no-comments")
    assert cautions(around) == ""

    say(around.consultation, around.first, unit="I-A3")

    assert "is not so: comments stand on this section" in cautions(around)


def test_a_phrase_for_staff_written_by_hand_is_told_of(around):
    point_on(around, [], "No comments were received on this part.")

    assert "for staff only, and would stand in the paper" in cautions(around)


def answered(around, *choices):
    said = []
    for member, choice in zip(speakers(around, len(choices)), choices, strict=True):
        answer = mark_ready(
            make_answer(around.consultation, member, choice=choice, text="Because."), actor=member
        )
        submit(around.consultation, actor=member, received_at=clock.now())
        said.append(answer)
        answer.refresh_from_db()
    return said


def test_a_point_rests_on_answers_as_on_comments(around):
    answers = answered(around, "yes", "yes", "yes", "no", "unsure")
    point_on(around, [], answers=answers[:3], phrase="support")
    assert weighed(around).cautions == ()

    other = point_on(
        around, [], "Different views were expressed regarding whether so.", answers=answers
    )

    assert weighed(around, other).cautions == ()
    assert "for: 3, against: 1, no position: 1" in weighed(around, other).behind
    assert PointAnswer.history.filter(point=other).count() == 5


def test_an_answer_withdrawn_no_longer_counts_and_one_that_came_since_is_told_of(around):
    answers = answered(around, "yes", "yes", "yes")
    point_on(around, [], answers=answers, phrase="support")
    withdraw(answers[0], actor=owner_of(answers[0]), reason="No")
    answered(around, "no")

    found = cautions(around)

    assert f"{answers[0].delegation.name}, answer, was withdrawn and no longer counts." in found
    assert "1 contribution on the same words came after it was written" in found


def test_answers_of_another_consultation_or_not_submitted_carry_no_point(around):
    inside = make_answer(around.consultation, around.first)

    with pytest.raises(RuleViolation, match="answers submitted"):
        point_on(around, [], answers=[inside])
    with pytest.raises(RuleViolation, match="not in the vocabulary"):
        point_on(around, [], phrase="unheard-of")
    with pytest.raises(PermissionDenied):
        write_point(around.consultation, actor=around.isu, section=None, text="No.", sources={})

    assert not Point.objects.exists()


def page_of(around, name="point_create", *more, section="I", **query):
    here = [around.consultation.plan.slug, around.consultation.number, *more]
    heading = unit(around.consultation.draft, section).uid
    words = "&".join(f"{key}={value}" for key, value in query.items())
    return f"{reverse(f'consultations:{name}', args=here)}?section={heading}&{words}"


def test_the_form_proposes_what_the_ticked_comments_bear_out_strongest_first(client, around):
    said = supported(around, 8)
    ticked = "&".join(f"comment={each.pk}" for each in said)
    client = sign_in(client, around.presidency)

    form = client.get(f"{page_of(around)}{ticked}").context["form"]

    assert [rule.code for rule in form.proposal.allowed][:2] == ["strong-support", "support"]
    assert form.fields["phrase"].choices[1][0] == "Borne out by what is ticked"
    assert sum(box.value() for _comment, box, _excerpt in form.rows()) == 8


def test_weighing_saves_nothing_keeps_what_was_typed_and_begins_the_sentence(client, around):
    said = supported(around, 3)
    client = sign_in(client, around.presidency)
    typed = {f"rests_on_{each.pk}": "on" for each in said}
    typed |= {"phrase": "support", "text": "a date.", "becomes": "action", "weigh": "yes"}

    form = client.post(page_of(around), typed).context["form"]

    assert not Point.objects.exists()
    assert form["text"].value() == "There is support for a date."
    assert (form["becomes"].value(), form["phrase"].value()) == ("action", "support")
    assert form.proposal.allowed[0].code == "support"
    assert all(box.value() for _comment, box, _excerpt in form.rows())
    assert not form.errors


def test_a_phrase_chosen_begins_the_sentence_and_may_be_taken_out_again(client, around):
    said = supported(around, 1)
    client = sign_in(client, around.presidency)
    typed = {f"rests_on_{said[0].pk}": "on", "becomes": "narrative", "phrase": "support"}

    client.post(page_of(around), typed | {"text": "a date."})

    point = Point.objects.get()
    assert (point.text, point.phrase) == ("There is support for a date.", "support")
    again = typed | {"text": "A date.", "based_on": 1}
    client.post(page_of(around, "point_revise", point.pk), again)
    point.refresh_from_db()
    assert point.text == "A date."


def test_weighing_while_revising_changes_nothing(client, around):
    point = point_on(around, supported(around, 3), phrase="support")
    client = sign_in(client, around.presidency)

    page = client.post(
        page_of(around, "point_revise", point.pk),
        {"text": "Other.", "becomes": "narrative", "phrase": "", "based_on": 1, "weigh": "yes"},
    )

    point.refresh_from_db()
    assert point.version == 1
    assert page.context["form"]["text"].value() == "Other."
    assert page.context["form"].proposal.behind == ()


def test_a_point_from_a_tally_begins_with_the_answers_of_one_choice(client, around):
    answers = answered(around, "yes", "yes", "yes", "no")
    question = answers[0].unit.uid
    client = sign_in(client, around.presidency)
    page = page_of(around, section="II.a", question=question, choice="yes")

    form = client.get(page).context["form"]
    assert [box.value() for _answer, box in form.answer_rows()].count(True) == 3
    assert form.proposal.allowed[0].code == "support"

    typed = {f"rests_on_answer_{each.pk}": "on" for each in answers[:3]}
    client.post(page, typed | {"text": "it.", "becomes": "narrative", "phrase": "support"})

    point = Point.objects.get()
    assert set(point.answers.values_list("answer", flat=True)) == {a.pk for a in answers[:3]}
    revise = client.get(page_of(around, "point_revise", point.pk)).context["form"]
    assert [box.value() for _answer, box in revise.answer_rows()].count(True) == 3


def test_weighing_many_points_costs_as_much_as_few(around, django_assert_num_queries):
    said = supported(around, 4)
    answers = answered(around, "yes", "no")
    for number in (1, 12):
        while Point.objects.count() < number:
            point_on(around, said, answers=answers, phrase="support")
        points = list(points_with_sources(around.consultation, around.presidency))
        with django_assert_num_queries(10):
            weigh_points(points, around.consultation, around.presidency)


def test_no_word_of_the_weighing_reaches_whoever_reads_the_synthesis(client, around):
    point_on(around, supported(around, 2), phrase="support")
    issued = make_synthesis(around.consultation, around.presidency)

    html = sign_in(client, around.first).get(issued.get_absolute_url()).content.decode()

    assert "There is support for a date." in html
    assert "record" not in html
