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
    deactivate_person,
    dismiss_staff,
    erase_person,
    invite_to_delegation,
    merge_delegations,
    send_invitations,
)
from delegations.operations.joining import WRONG_CODES_AT_MOST
from lap_portal.errors import RuleViolation, StaleRevision
from tests.builders.people import make_delegation, make_isu, make_member

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
