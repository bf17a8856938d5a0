"""The vocabulary of a plan: read, changed with a reason, kept apart from the defaults."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from consultations.models import Phrase
from consultations.operations.phrasing import add_phrase, revise_phrase
from consultations.phrases import VOCABULARY
from consultations.queries.phrasing import phrases_of
from lap_portal.errors import RuleViolation, StaleRevision
from tests.builders.people import make_isu, make_member, make_presidency, sign_in
from tests.builders.plans import make_plan

pytestmark = pytest.mark.django_db

OWN = {
    "words": "it was welcomed",
    "order": 25,
    "counts": "support",
    "least": 2,
    "most": 5,
    "least_groups": 1,
    "is_of_states_parties": False,
    "opposition": "any",
    "groups": "once",
    "is_for_staff": False,
}


@pytest.fixture
def scene():
    presidency = make_presidency()
    return make_plan(presidency), presidency


def rule_of(plan, reader, code="support"):
    return next(rule for rule in phrases_of(plan, reader) if rule.code == code)


def revise(plan, actor, code="support", *, seen=None, reason="Too low", **rule):
    seen = rule_of(plan, actor, code).stamp if seen is None else seen
    return revise_phrase(plan, code, actor=actor, reason=reason, seen=seen, rule=rule)


def url(name, plan, *more):
    return reverse(f"consultations:{name}", args=[plan.slug, *more])


def test_a_plan_begins_with_the_default_vocabulary(scene):
    plan, presidency = scene

    assert phrases_of(plan, presidency) == VOCABULARY
    assert phrases_of(plan, make_isu()) == VOCABULARY
    assert phrases_of(plan, make_member()) == ()


def test_a_changed_rule_goes_before_the_default_in_its_plan_alone(scene):
    plan, presidency = scene
    other = make_plan(presidency, slug="other")

    revise(plan, presidency, least=5)

    assert rule_of(plan, presidency).least == 5
    assert rule_of(plan, presidency).words == "there is support for"
    assert phrases_of(other, presidency) == VOCABULARY
    trail = Phrase.history.get()
    assert (trail.history_user, trail.history_change_reason) == (presidency.person, "Too low")


def test_a_phrase_of_its_own_takes_its_place_and_one_is_retired(scene):
    plan, presidency = scene

    add_phrase(plan, actor=presidency, reason="We say so", rule=OWN)
    revise(plan, presidency, is_retired=True)

    found = phrases_of(plan, presidency)
    assert [rule.words for rule in found[1:3]] == ["there is support for", "it was welcomed"]
    assert found[1].is_retired


def test_a_rule_changed_meanwhile_is_not_overwritten(scene):
    plan, presidency = scene
    seen = rule_of(plan, presidency).stamp
    revise(plan, presidency, least=4)

    with pytest.raises(StaleRevision):
        revise(plan, presidency, seen=seen, least=9)

    assert rule_of(plan, presidency).least == 4


@pytest.mark.parametrize(
    ("rule", "refusal"),
    [
        ({"least": 3}, RuleViolation),
        ({"words": "…"}, RuleViolation),
        ({"words": "It was SUGGESTED"}, RuleViolation),
        ({"words": "two\nlines"}, RuleViolation),
        ({"least": 5, "most": 4}, ValidationError),
        ({"counts": "noise"}, ValidationError),
    ],
)
def test_what_is_no_rule_is_refused(scene, rule, refusal):
    plan, presidency = scene

    with pytest.raises(refusal):
        revise(plan, presidency, **rule)

    assert not Phrase.objects.exists()


def test_a_change_has_a_reason_and_a_phrase_that_exists(scene):
    plan, presidency = scene

    with pytest.raises(RuleViolation, match="reason"):
        revise(plan, presidency, reason=" ", least=9)
    with pytest.raises(RuleViolation, match="not in the vocabulary"):
        revise(plan, presidency, "unheard-of", seen="", least=9)


@pytest.mark.parametrize("make", [make_isu, make_member])
def test_only_the_presidency_changes_the_vocabulary(scene, make):
    plan, presidency = scene
    actor = make()

    with pytest.raises(PermissionDenied):
        add_phrase(plan, actor=actor, reason="Mine", rule=OWN)
    with pytest.raises(PermissionDenied):
        revise(plan, actor, seen=rule_of(plan, presidency).stamp, least=1)


def test_the_page_shows_each_rule_in_words_and_what_was_changed(
    client, scene, django_assert_max_num_queries
):
    plan, presidency = scene
    revise(plan, presidency, least=5, reason="As agreed in the Committee")
    revise(plan, presidency, "noted", is_retired=True)

    client = sign_in(client, presidency)

    with django_assert_max_num_queries(8):
        html = client.get(url("phrase_list", plan)).content.decode()

    assert "From 3 regional groups or more" in html
    assert "5 or more" in html
    assert "As agreed in the Committee" in html
    assert "No longer used" in html
    assert "Add a phrase" not in sign_in(client, make_isu()).get(url("phrase_list", plan)).text


def test_a_rule_is_changed_on_its_page_and_a_stale_one_shows_both(client, scene):
    plan, presidency = scene
    client = sign_in(client, presidency)
    page = url("phrase_revise", plan, "support")
    typed = client.get(page).context["form"].initial | {"least": 6, "most": "", "reason": "Higher"}
    revise(plan, presidency, least=4)

    stale = client.post(page, typed)

    assert stale.status_code == 409
    assert stale.context["meanwhile"].rule.least == 4
    assert stale.context["form"]["least"].value() == "6"
    again = typed | {"seen": stale.context["form"]["seen"].value()}
    assert client.post(page, again).status_code == 302
    assert rule_of(plan, presidency).least == 6


def test_a_phrase_is_added_on_its_page(client, scene):
    plan, presidency = scene
    client = sign_in(client, presidency)

    refused = client.post(url("phrase_create", plan), OWN | {"least": -1, "reason": "So"})
    added = client.post(url("phrase_create", plan), OWN | {"reason": "So"})

    assert refused.status_code == 200
    assert added.status_code == 302
    assert Phrase.objects.get().words == "it was welcomed"
    assert client.get(url("phrase_revise", plan, "unheard-of")).status_code == 404
