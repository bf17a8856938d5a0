"""Two people at the same moment, on a real database."""

import time
from threading import Barrier, Thread

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django_tasks_db.models import DBTaskResult

from delegations.capacities import members
from delegations.models import Invitation, Letter, Membership, Notice, User
from delegations.notices import News, send_notices, tell
from delegations.offices import Office
from delegations.operations import (
    Wanted,
    accept_invitation,
    change_role,
    deactivate_person,
    dismiss_staff,
    end_membership,
    erase_person,
    invite_to_delegation,
    merge_delegations,
    replace_focal_point,
    revoke_invitation,
    send_invitation,
    send_invitations,
)
from delegations.operations.joining import WRONG_CODES_AT_MOST
from delegations.outbox import ATTEMPTS_AT_MOST
from lap_portal.errors import RuleViolation, StaleRevision
from tests.builders.mail import deliver
from tests.builders.people import make_delegation, make_isu, make_member, make_person

pytestmark = pytest.mark.django_db(transaction=True)

REASON = "The test needs it."


class Meanwhile(Thread):
    """Does something beside the test, and keeps what came of it."""

    def __init__(self, act):
        super().__init__()
        self.act, self.outcome, self.refusal = act, None, None
        self.start()
        time.sleep(0.3)  # long enough to come to the row that is locked

    def run(self):
        try:
            self.outcome = self.act()
        except Exception as refusal:  # noqa: BLE001 - whatever it is, the test shows it
            self.refusal = refusal
        finally:
            connection.close()


def as_joining_begins():
    """Lock what joining, and merging, lock before anything else."""
    return list(Invitation.objects.select_for_update().order_by("pk"))


def test_of_two_who_join_at_once_one_is_the_focal_point():
    invitation, code = invite_to_delegation(
        make_delegation(), actor=make_isu(), address="m@free.example", role="focal_point"
    )
    start, refusals = Barrier(2), []

    def join(name):
        start.wait()
        try:
            email = f"{name}@free.example"
            accept_invitation(invitation.token, code=code, email=email, name=name)
        except Exception as refusal:  # noqa: BLE001 - whatever it is, the test shows it
            refusals.append(refusal)
        finally:
            connection.close()

    threads = [Thread(target=join, args=[name]) for name in ("ada", "bea")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert refusals == []
    assert sorted(Membership.objects.values_list("role", flat=True)) == ["focal_point", "member"]


def test_wrong_codes_typed_at_once_are_all_counted():
    invitation, _code = invite_to_delegation(
        make_delegation(), actor=make_isu(), address="m@free.example", role="member"
    )
    start, refusals = Barrier(2 * WRONG_CODES_AT_MOST), []

    def guess():
        start.wait()
        try:
            accept_invitation(invitation.token, code="WRONG", email="a@b.example", name="Ada")
        except Exception as refusal:  # noqa: BLE001 - whatever it is, the test shows it
            refusals.append(str(refusal).split()[0])
        finally:
            connection.close()

    threads = [Thread(target=guess) for _guess in range(2 * WRONG_CODES_AT_MOST)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(refusals) == ["This"] * WRONG_CODES_AT_MOST + ["Too"] * WRONG_CODES_AT_MOST


def test_who_joins_during_a_merge_joins_the_delegation_that_stays():
    isu = make_isu()
    duplicate, kept = make_delegation(actor=isu), make_delegation(actor=isu)
    invitation, code = invite_to_delegation(
        duplicate, actor=isu, address="m@free.example", role="member"
    )

    with transaction.atomic():
        merge_delegations(duplicate, into=kept, actor=isu, reason=REASON)
        joining = Meanwhile(
            lambda: accept_invitation(
                invitation.token, code=code, email="ada@free.example", name="Ada"
            )
        )
    joining.join()

    assert joining.refusal is None
    assert Membership.objects.get().delegation == kept


def test_who_joins_while_the_focal_point_is_replaced_does_not_wait_for_one_who_waits():
    isu, focal = make_isu(), make_member()
    successor = make_member(focal.delegation, role="member")
    chosen = successor.person.memberships.get()
    sent, code = invite_to_delegation(
        focal.delegation, actor=focal, address="m@free.example", role="member"
    )

    with transaction.atomic():
        as_joining_begins()
        replacing = Meanwhile(
            lambda: replace_focal_point(
                focal.delegation, actor=isu, successor=chosen, reason=REASON
            )
        )
        accept_invitation(sent.token, code=code, email="ada@free.example", name="Ada")
    replacing.join()

    sent.refresh_from_db()
    assert replacing.refusal is None
    assert sent.memberships.count() == 1
    assert sent.revoked_at is not None


def test_a_focal_point_replaced_a_moment_ago_no_longer_names_the_next():
    isu, focal = make_isu(), make_member()
    named, other = (
        make_member(focal.delegation, role="member").person.memberships.get() for _each in range(2)
    )

    with transaction.atomic():
        replace_focal_point(focal.delegation, actor=isu, successor=named, reason=REASON)
        naming = Meanwhile(
            lambda: replace_focal_point(
                focal.delegation, actor=focal, successor=other, reason=REASON
            )
        )
    naming.join()

    assert isinstance(naming.refusal, PermissionDenied)
    named.refresh_from_db()
    assert named.role == "focal_point"


def test_who_joins_by_an_invitation_to_the_address_of_one_just_being_erased_is_erased():
    isu, focal, person = make_isu(), make_member(), make_person("Ada", email="ada@free.example")
    sent, code = invite_to_delegation(
        focal.delegation, actor=focal, address=person.email, role="member"
    )

    with transaction.atomic():
        as_joining_begins()
        erasing = Meanwhile(lambda: erase_person(person, actor=isu, reason=REASON))
        accept_invitation(sent.token, code=code, email=person.email, name="Ada")
    erasing.join()

    assert erasing.refusal is None
    assert person.memberships.get().ended_at is not None


@pytest.mark.parametrize("lose", [deactivate_person, erase_person])
def test_whoever_takes_an_invitation_back_while_the_own_account_is_closed_does_both(lose):
    isu, focal = make_isu(), make_member()
    sent, _code = invite_to_delegation(
        focal.delegation, actor=focal, address="m@free.example", role="member"
    )

    with transaction.atomic():
        as_joining_begins()
        closing = Meanwhile(lambda: lose(focal.person, actor=isu, reason=REASON))
        revoke_invitation(sent, actor=focal, reason="A wrong address")
    closing.join()

    assert closing.refusal is None
    assert not User.objects.get(pk=focal.person.pk).is_active
    assert sent.history.first().history_change_reason == "A wrong address"


@pytest.mark.parametrize(
    "change",
    [
        lambda deputy, isu: end_membership(deputy, actor=isu, reason=REASON),
        lambda deputy, isu: change_role(deputy, actor=isu, role="member", reason=REASON),
    ],
)
def test_a_member_changed_during_a_merge_is_changed_where_the_merge_leads(change):
    isu = make_isu()
    kept, deputy = make_delegation(actor=isu), make_member(role="deputy", actor=isu)
    sent, _code = invite_to_delegation(
        deputy.delegation, actor=deputy, address="m@free.example", role="member"
    )
    found = deputy.person.memberships.get()

    with transaction.atomic():
        as_joining_begins()
        changing = Meanwhile(lambda: change(found, isu))
        merge_delegations(deputy.delegation, into=kept, actor=isu, reason=REASON)
    changing.join()

    sent.refresh_from_db()
    assert changing.refusal is None
    assert changing.outcome.delegation == sent.delegation == kept
    assert sent.revoked_at is not None


def test_an_invitation_taken_back_while_its_letter_is_given_up_stays_taken_back(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # where nobody listens
    isu, delegation = make_isu(), make_delegation()
    sent = send_invitation(delegation, actor=isu, address="m@free.example", role="member")
    Letter.objects.update(attempts=ATTEMPTS_AT_MOST - 1)

    with transaction.atomic():
        as_joining_begins()
        giving_up = Meanwhile(deliver)
        revoke_invitation(sent, actor=isu, reason=REASON)
    giving_up.join()

    sent.refresh_from_db()
    assert giving_up.refusal is None
    assert sent.revoked_at is not None


def test_nobody_is_invited_to_a_delegation_that_is_just_being_merged():
    isu = make_isu()
    duplicate, kept = make_delegation(actor=isu), make_delegation(actor=isu)

    with transaction.atomic():
        merge_delegations(duplicate, into=kept, actor=isu, reason=REASON)
        inviting = Meanwhile(
            lambda: invite_to_delegation(
                duplicate, actor=isu, address="m@free.example", role="member"
            )
        )
    inviting.join()

    assert isinstance(inviting.refusal, PermissionDenied)
    assert not Invitation.objects.exists()


def test_a_list_sent_twice_at_one_moment_is_sent_once():
    isu = make_isu()
    listed = [
        Wanted(make_delegation(actor=isu), f"m{n}@free.example", "focal_point") for n in range(3)
    ]

    with transaction.atomic():
        send_invitations(listed, actor=isu)
        again = Meanwhile(lambda: send_invitations(listed, actor=isu))
    again.join()

    assert isinstance(again.refusal, StaleRevision)
    assert Invitation.objects.count() == Letter.objects.count() == 3


@pytest.mark.parametrize(
    "close",
    [
        lambda one: deactivate_person(one.person, actor=one, reason=REASON),
        lambda one: erase_person(one.person, actor=one, reason=REASON),
        lambda one: dismiss_staff(one.person, actor=one, office=Office.ISU, reason=REASON),
    ],
)
def test_of_the_last_two_of_the_isu_only_one_leaves(close):
    first, second = make_isu(), make_isu()

    with transaction.atomic():
        close(first)
        leaving = Meanwhile(lambda: close(second))
    leaving.join()

    assert isinstance(leaving.refusal, RuleViolation)
    isu = User.objects.filter(groups__name=Office.ISU.value, is_active=True)
    assert list(isu) == [second.person]


def test_of_two_who_close_each_others_account_one_stays():
    first, second = make_isu(), make_isu()

    with transaction.atomic():
        deactivate_person(second.person, actor=first, reason=REASON)
        closing = Meanwhile(lambda: deactivate_person(first.person, actor=second, reason=REASON))
    closing.join()

    assert isinstance(closing.refusal, PermissionDenied)
    assert User.objects.get(pk=first.person.pk).is_active


def test_news_told_while_a_letter_is_being_written_are_planned_for_the_next():
    member = make_member()

    def tell_that(words):
        with transaction.atomic():
            tell(members(), lambda reader: News("event", "Event", words, "/plans/"))

    tell_that("Before.")
    DBTaskResult.objects.all().delete()

    with transaction.atomic():
        send_notices.call(member.person.pk)
        meanwhile = Meanwhile(lambda: tell_that("Meanwhile."))
    meanwhile.join()

    assert meanwhile.refusal is None
    assert Notice.objects.get().words == "Meanwhile."
    assert DBTaskResult.objects.filter(task_path=send_notices.module_path).count() == 1
