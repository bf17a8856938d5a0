"""Two people at the same moment, on a real database."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from delegations.models import Membership
from delegations.operations import accept_invitation, invite_to_delegation
from tests.builders.people import make_delegation, make_isu

pytestmark = pytest.mark.django_db(transaction=True)


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
