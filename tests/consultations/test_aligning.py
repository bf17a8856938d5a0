"""Aligning with what another delegation said, being listed, looking again, taking it back."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consultations.models import Association
from consultations.operations.aligning import (
    LINE_LIMIT,
    align,
    align_again,
    end_association,
    say_own_line,
)
from consultations.operations.commenting import mark_ready
from consultations.operations.correcting import replace_comment, withdraw
from consultations.operations.dispatching import Particulars
from consultations.operations.sharing import choose_readers
from consultations.operations.submitting import submit
from consultations.queries.aligning import alignments_in, changed_page
from delegations.operations import merge_delegations
from lap_portal import clock
from lap_portal.errors import RuleViolation
from tests.builders.people import make_delegation, make_isu, make_member, make_presidency, sign_in
from tests.builders.talk import conclude, make_comment, make_consultation

pytestmark = pytest.mark.django_db


def speak(consultation, actor, *texts, readers="participants", group="", aligned=()):
    for text in texts or ("This needs a date.",):
        mark_ready(make_comment(consultation, actor, text=text), actor=actor)
    said = Particulars(readers=readers, on_behalf_of=group, aligned=tuple(aligned))
    return submit(consultation, actor=actor, received_at=clock.now(), particulars=said)


def supersede(comment, actor, text="Within two years.", readers="participants"):
    words = {"reason_for_change": "Better", "form_key": uuid4(), "text": text}
    new = mark_ready(replace_comment(comment, actor=actor, **words), actor=actor)
    said = Particulars(readers=readers)
    submit(comment.consultation, actor=actor, received_at=clock.now(), particulars=said)
    new.refresh_from_db()
    return new


def shared():
    return make_consultation(readers="participants")


def url(name, consultation, *more):
    return reverse(
        f"consultations:{name}", args=[consultation.plan.slug, consultation.number, *more]
    )


def shown_in(page):
    return re.search(r'name="shown"\s+value="([^"]*)"', page)[1]


def test_what_was_replaced_since_the_page_was_shown_is_shown_before_one_aligns_again(client):
    consultation, speaker, own = shared(), make_member(), make_member()
    comment = speak(consultation, speaker).comments.get()
    association = align(comment.submission, actor=own, comment=comment)
    second = supersede(comment, speaker, text="Second wording")
    address = url("association_review", consultation, association.key)
    page = sign_in(client, own).get(address).content.decode()
    third = supersede(second, speaker, text="Third wording")
    typed = {"line": "And soon.", "shown": shown_in(page)}

    refused = client.post(address, typed)

    again = refused.content.decode()
    assert (refused.status_code, shown_in(again)) == (409, str(third.form_key))
    assert "Third wording" in again
    assert "And soon." in again
    assert Association.objects.standing().get() == association


def test_one_aligns_with_a_whole_submission_as_its_page_showed_it(client):
    consultation, speaker, own = shared(), make_member(), make_member()
    said = speak(consultation, speaker, "One.", "Two.")
    address = url("submission_align", consultation, said.form_key)
    page = sign_in(client, own).get(address).content.decode()
    withdraw(said.comments.first(), actor=speaker, reason="Said elsewhere")

    refused = client.post(address, {"line": "And soon.", "shown": shown_in(page)})
    nobody = not Association.objects.exists()
    done = client.post(address, {"shown": shown_in(refused.content.decode())})

    assert (refused.status_code, nobody, done.status_code) == (409, True, 302)
    assert "Look again at what stands now" in refused.content.decode()


def test_nobody_aligns_with_a_submission_of_which_nothing_stands():
    consultation, speaker, own = shared(), make_member(), make_member()
    said = speak(consultation, speaker)
    withdraw(said.comments.get(), actor=speaker, reason="Said elsewhere")

    with pytest.raises(RuleViolation, match="Nothing of this submission stands"):
        align(said, actor=own)


def test_a_delegation_aligns_itself_with_a_comment_and_with_a_whole_submission():
    consultation, speaker, own = shared(), make_member(), make_member()
    said = speak(consultation, speaker)

    one = align(said, actor=own, comment=said.comments.get(), line="  With one addition. ")
    whole = align(said, actor=own)

    assert (one.origin, one.line, one.delegation) == ("own", "With one addition.", own.delegation)
    assert whole.comment is None
    assert one.history.get().history_user == own.person


def test_only_those_who_submit_align_and_only_with_what_they_read():
    consultation, speaker, own = shared(), make_member(), make_member()
    open_to_all, kept = (
        speak(consultation, speaker),
        speak(consultation, speaker, readers="offices"),
    )
    colleague = make_member(own.delegation, "member")

    for wrong in (colleague, make_isu(), make_presidency()):
        with pytest.raises(PermissionDenied):
            align(open_to_all, actor=wrong)
    with pytest.raises(RuleViolation, match="no longer stands"):
        align(kept, actor=own)
    with pytest.raises(RuleViolation, match="no longer stands"):
        align(open_to_all, actor=own, comment=kept.comments.get())
    with pytest.raises(RuleViolation, match="said this itself"):
        align(open_to_all, actor=speaker)
    assert not Association.objects.exists()


def test_nobody_aligns_twice_or_with_what_is_gone_or_after_the_synthesis():
    consultation, speaker, own = shared(), make_member(), make_member()
    said = speak(consultation, speaker, "One.", "Two.")
    one, two = said.comments.order_by("number")
    align(said, actor=own, comment=one)
    withdraw(two, actor=speaker, reason="Said elsewhere")

    with pytest.raises(RuleViolation, match="aligned with it already"):
        align(said, actor=own, comment=one)
    with pytest.raises(RuleViolation, match="no longer stands"):
        align(said, actor=own, comment=two)
    conclude(consultation)
    with pytest.raises(PermissionDenied, match="synthesis"):
        align(said, actor=own)


def test_a_line_is_bounded():
    consultation, own = shared(), make_member()
    said = speak(consultation, make_member())

    with pytest.raises(RuleViolation, match="at most 1,000"):
        align(said, actor=own, line="x" * (LINE_LIMIT + 1))


def test_taken_back_it_stays_on_the_record_and_one_may_align_again():
    consultation, own = shared(), make_member()
    said = speak(consultation, make_member())
    association = align(said, actor=own)

    ended = end_association(association, actor=own)
    again = align(said, actor=own)

    assert ended.history.first().history_change_reason == "Taken back"
    assert set(Association.objects.all()) == {ended, again}
    with pytest.raises(PermissionDenied, match="ended already"):
        end_association(ended, actor=own)


def test_nobody_else_disposes_of_an_alignment():
    consultation, speaker, own = shared(), make_member(), make_member()
    association = align(speak(consultation, speaker), actor=own)

    for wrong in (speaker, make_member(), make_member(own.delegation, "member"), make_isu()):
        with pytest.raises(PermissionDenied):
            end_association(association, actor=wrong)
        with pytest.raises(PermissionDenied):
            say_own_line(association, actor=wrong, line="Mine")


def test_what_replaces_a_comment_is_nothing_with_which_anybody_is_aligned(client):
    consultation, speaker, own = shared(), make_member(), make_member()
    comment = speak(consultation, speaker).comments.get()
    association = align(comment.submission, actor=own, comment=comment, line="And soon.")
    before = alignments_in(consultation, own)[0].is_changed
    new = supersede(comment, speaker)
    sign_in(client, own)

    home = client.get(reverse("consultations:home")).content.decode()
    page = client.get(url("association_review", consultation, association.key)).content.decode()
    sent = {"line": "And sooner.", "shown": shown_in(page)}
    client.post(url("association_review", consultation, association.key), sent)

    assert not before
    assert "look at the new wording" in home
    assert "This needs a date." in page
    assert "Within two years." in page
    standing = Association.objects.standing().get()
    assert (standing.comment, standing.line) == (new, "And sooner.")
    assert not alignments_in(consultation, own)[0].is_changed


def test_a_replacement_still_in_preparation_changes_nothing_for_those_aligned():
    consultation, speaker, own = shared(), make_member(), make_member()
    comment = speak(consultation, speaker).comments.get()
    align(comment.submission, actor=own, comment=comment)
    align(comment.submission, actor=own)

    replace_comment(
        comment, actor=speaker, form_key=uuid4(), reason_for_change="Better", text="Hidden words"
    )

    assert [each.is_changed for each in alignments_in(consultation, own)] == [False, False]


def test_a_new_wording_that_one_may_not_read_is_not_shown(client):
    consultation, speaker, own = shared(), make_member(), make_member()
    comment = speak(consultation, speaker).comments.get()
    association = align(comment.submission, actor=own, comment=comment)
    supersede(comment, speaker, text="Hidden words", readers="offices")
    address = url("association_review", consultation, association.key)
    sign_in(client, own)

    page = client.get(address).content.decode()
    answer = client.post(address, {"line": ""})

    assert "Hidden words" not in page
    assert "nothing that your delegation may read" in page
    assert answer.status_code == 200
    assert Association.objects.standing().get() == association


def test_after_replacing_twice_the_wording_that_stands_is_shown_and_no_other():
    consultation, speaker, own = shared(), make_member(), make_member()
    comment = speak(consultation, speaker).comments.get()
    association = align(comment.submission, actor=own, comment=comment)
    second = supersede(comment, speaker, text="Second")
    third = supersede(second, speaker, text="Third")
    words = {"reason_for_change": "Better", "form_key": uuid4(), "text": "Fourth"}
    replace_comment(third, actor=speaker, **words)

    page = changed_page(association, own)

    assert (page.old.comment, page.new.comment) == (comment, third)


def test_the_words_of_a_comment_that_was_withdrawn_are_not_shown_again(client):
    consultation, speaker, own = shared(), make_member(), make_member()
    submission = speak(consultation, speaker)
    comment = submission.comments.get()
    association = align(submission, actor=own, comment=comment)
    withdraw(comment, actor=speaker, reason="Said elsewhere")

    page = sign_in(client, own).get(url("association_review", consultation, association.key))

    assert "It no longer stands" in page.content.decode()
    assert comment.text not in page.content.decode()


def test_nor_those_of_one_whose_replacement_was_withdrawn(client):
    consultation, speaker, own = shared(), make_member(), make_member()
    submission = speak(consultation, speaker)
    comment = submission.comments.get()
    association = align(submission, actor=own, comment=comment)
    withdraw(supersede(comment, speaker, text="Second"), actor=speaker, reason="Said elsewhere")

    page = sign_in(client, own).get(url("association_review", consultation, association.key))

    assert "It no longer stands" in page.content.decode()
    assert comment.text not in page.content.decode()


def test_the_order_of_alignments_tells_nothing_of_when_a_listing_was_made():
    consultation, own = shared(), make_member()
    last, first = make_member(make_delegation("Zeta")), make_member(make_delegation("Alpha"))
    for speaker in (last, first):
        speak(consultation, speaker, group="A group", aligned=[own.delegation])

    assert [each.speaker for each in alignments_in(consultation, own)] == ["Alpha", "Zeta"]


def test_those_aligned_with_a_whole_submission_are_asked_again_too():
    consultation, speaker, own = shared(), make_member(), make_member()
    said = speak(consultation, speaker, "One.", "Two.")
    association = align(said, actor=own)
    withdraw(said.comments.first(), actor=speaker, reason="Said elsewhere")

    changed = alignments_in(consultation, own)[0].is_changed
    align_again(association, actor=own)

    assert changed
    assert not alignments_in(consultation, own)[0].is_changed


def test_a_listed_state_learns_the_fact_but_not_the_words(client):
    consultation, speaker, own = shared(), make_member(), make_member()
    secret = "Words for the offices"
    speak(
        consultation,
        speaker,
        secret,
        readers="offices",
        group="The small group",
        aligned=[own.delegation],
    )
    sign_in(client, own)

    home = client.get(reverse("consultations:home")).content.decode()
    workspace = client.get(url("workspace", consultation)).content.decode()

    fact = f"{speaker.delegation.name} lists you among the States on whose behalf it speaks"
    assert fact in home
    assert fact in workspace
    assert "The small group" in workspace
    assert secret not in workspace
    assert "contributions/?delegation" not in workspace


def test_others_are_told_no_day_of_a_submission_for_its_absence_would_tell_of_lateness(client):
    consultation, speaker, own = shared(), make_member(), make_member()
    group = {"group": "A group", "aligned": [own.delegation]}
    on_time = speak(consultation, speaker, **group)
    speak(consultation, speaker, readers="offices", **group)
    with clock.at(consultation.closes_at + timedelta(hours=1)):
        late = speak(consultation, speaker, **group)
        sign_in(client, own)
        workspace = client.get(url("workspace", consultation)).content.decode()
        pages = [
            client.get(url("submission_align", consultation, said.form_key)).content.decode()
            for said in (on_time, late)
        ]

    def days(page, said):
        local = said.received_at.astimezone(consultation.zone)
        main = page.split("<main", 1)[1].split("</main>")[0]
        assert f"{local:%H:%M} " not in main
        return main.count(f"{local.day} {local:%B %Y}")

    listings = workspace[workspace.index('id="aligned"') :]
    listings = "<main" + listings[: listings.index("</section>")]
    assert [days(page, said) for page, said in zip(pages, (on_time, late), strict=True)] == [0, 0]
    assert listings.count("lists you") == 3
    assert [days(listings, said) for said in (on_time, late)] == [0, 0]


def test_what_was_narrowed_to_the_offices_can_no_longer_be_read_and_no_more_is_told(client):
    consultation, speaker, own = shared(), make_member(), make_member()
    said = speak(consultation, speaker)
    comment = said.comments.get()
    align(said, actor=own, comment=comment)
    choose_readers(said, actor=speaker, readers="offices")
    withdraw(comment, actor=speaker, reason="Said elsewhere")
    sign_in(client, own)

    home = client.get(reverse("consultations:home")).content.decode()
    workspace = client.get(url("workspace", consultation)).content.decode()

    assert speaker.delegation.name not in home
    assert "can no longer read what it was aligned with" in workspace
    assert "was replaced or withdrawn" not in workspace
    assert "I-A1" not in workspace[workspace.index('id="aligned"') :]


def test_a_listed_state_corrects_its_listing_even_after_the_synthesis():
    consultation, speaker, own = shared(), make_member(), make_member()
    said = speak(consultation, speaker, group="The small group", aligned=[own.delegation])
    conclude(consultation)

    ended = end_association(said.associations.get(), actor=own, reason="We were not asked")

    assert ended.history.first().history_change_reason == "We were not asked"
    assert not alignments_in(consultation, own)


def test_a_listed_state_adds_a_line_in_its_national_capacity(client):
    consultation, speaker, own = shared(), make_member(), make_member()
    said = speak(consultation, speaker, group="The small group", aligned=[own.delegation])
    listing = said.associations.get()
    sign_in(client, own)

    client.post(url("association_line", consultation, listing.key), {"line": "Nationally, sooner."})
    sign_in(client, make_member())
    read = client.get(url("contributions", consultation)).content.decode()

    assert "Nationally, sooner." in read
    listing.refresh_from_db()
    assert listing.history.first().history_user == own.person


def test_others_learn_of_a_listing_but_not_of_who_aligned_itself(client):
    consultation, speaker, own = shared(), make_member(), make_member()
    listed = make_delegation("Listed State")
    said = speak(consultation, speaker, group="The small group", aligned=[listed])
    align(said, actor=own, line="Aligned in silence")

    def seen(reader, name):
        return sign_in(client, reader).get(url(name, consultation)).content.decode()

    third = seen(make_member(), "contributions")
    assert "Listed State" in third
    assert "Aligned in silence" not in third
    assert "Aligned in silence" in seen(speaker, "contributions")
    assert "Aligned in silence" in seen(make_presidency(), "desk")
    assert "Aligned in silence" in seen(make_isu(), "desk")


def test_the_speaker_reads_on_its_receipt_who_is_aligned_with_it(client):
    consultation, speaker, own = shared(), make_member(), make_member()
    said = speak(consultation, speaker)
    align(said, actor=own, comment=said.comments.get(), line="And soon.")
    gone = align(said, actor=make_member(make_delegation("Gone State")))
    end_association(gone, actor=make_member(gone.delegation, "deputy"))

    page = sign_in(client, speaker).get(url("submission_read", consultation, said.number))

    assert f"{own.delegation.name}, with comment 1" in page.content.decode()
    assert "And soon." in page.content.decode()
    assert "Gone State" not in page.content.decode()


def test_the_entry_that_survives_a_merger_disposes_of_what_the_other_was_aligned_with():
    isu, consultation = make_isu(), shared()
    own, gone = make_member(), make_member()
    association = align(speak(consultation, make_member()), actor=gone)
    merge_delegations(gone.delegation, into=own.delegation, actor=isu, reason="One State")

    listed = alignments_in(consultation, own)
    end_association(Association.objects.get(), actor=own)

    assert [each.association for each in listed] == [association]
    assert not Association.objects.standing().exists()


def test_the_desk_costs_the_same_however_many_are_aligned(client, django_assert_num_queries):
    consultation, speaker = shared(), make_member()
    comment = speak(consultation, speaker).comments.get()
    address = url("desk", consultation)
    sign_in(client, make_presidency()).get(address)
    with CaptureQueriesContext(connection) as alone:
        client.get(address)
    for _number in range(3):
        align(comment.submission, actor=make_member(), comment=comment)

    with django_assert_num_queries(len(alone)):
        client.get(address)
