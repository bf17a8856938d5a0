"""What is forgotten here of a person who is erased: words being typed, addresses in reminders."""

from __future__ import annotations

from django.db.models import Q

from consultations.models import Reminder, Typed
from delegations.models import User
from delegations.operations.people import FORGETTING


def forget(person: User, addresses: set[str]) -> None:
    """Delete what the person was typing; take the addresses out of the log of reminders."""
    Typed.objects.filter(person=person).delete()
    named = Q(pk__in=[])
    for address in addresses:
        named |= Q(addresses__contains=address)
    for reminder in Reminder.objects.filter(named):
        kept = [line for line in reminder.addresses.splitlines() if line not in addresses]
        reminder.addresses = "\n".join(kept)
        reminder.save(update_fields=["addresses"])


FORGETTING.append(forget)
