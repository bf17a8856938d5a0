"""One opening of a form in which one types: how it is told from others, and what was said in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from django.core import signing

if TYPE_CHECKING:
    from consultations.models import Consultation
    from delegations.models import Delegation
    from lap_portal.http import PortalRequest

FIELD = "keep"
LASTS = timedelta(weeks=6)
# Fields that say which form it is, not what was said in it.
CONTROLS = frozenset({FIELD, "csrfmiddlewaretoken", "form_key", "based_on"})
_SALT = "consultations.typed"

Fields = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Opening:
    """
    One opening of one form, by one person in one capacity.

    Its token travels in the form, signed: whoever sends it back can only have had it from a page
    that this person opened. So words can be kept for their author when the session has ended, and
    nobody is shown them but the author, signed in again.
    """

    person: int
    capacity: str
    path: str
    key: str

    @property
    def token(self) -> str:
        """What the form carries."""
        return signing.dumps(astuple(self), salt=_SALT)

    @property
    def address(self) -> str:
        """Where the form sends what is typed: its path, without what opened it in a certain way."""
        return self.path.partition("?")[0]


def opening_of(token: str) -> Opening | None:
    """The opening a token stands for, or None where it is none of ours, or too old."""
    try:
        return Opening(*signing.loads(token, salt=_SALT, max_age=LASTS))
    except signing.BadSignature:
        return None


def opening_in(request: PortalRequest) -> Opening | None:
    """The opening from which a form was sent to this address, None where it carries none."""
    if request.method != "POST":
        return None
    opening = opening_of(request.POST.get(FIELD, ""))
    return opening if opening is not None and opening.address == request.path else None


def is_of(opening: Opening, request: PortalRequest) -> bool:
    """Whether the person of a request opened the form, in the capacity of now."""
    return opening.person == request.user.pk and opening.capacity == request.capacity.key


def words_in(fields: Fields) -> dict[str, list[str]]:
    """What of the fields somebody said: nothing empty, and nothing that only tells the form."""
    said = {name: [each for each in values if each] for name, values in fields.items()}
    return {name: values for name, values in said.items() if values and name not in CONTROLS}


def own_keys(
    form_key: UUID, consultation: Consultation, delegation: Delegation
) -> tuple[UUID, UUID]:
    """
    The keys under which a form's comment may be stored: the form's own, and one made of it.

    A comment begins under the second, which belongs to this delegation and consultation alone.
    So whether another delegation used a key makes no difference to anybody.
    """
    return form_key, uuid5(form_key, f"{consultation.pk} {delegation.pk}")
