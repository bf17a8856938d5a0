"""Lists of whom to invite: delegation, address and role, line by line with what is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from delegations.imports.tables import Row, table_of_text, text_of_table
from delegations.models import Delegation, Invitation, Membership, Role
from delegations.operations import Wanted
from delegations.operations.invitations import conflicting
from lap_portal import clock
from lap_portal.errors import RuleViolation
from lap_portal.text import search_key

# What people write over a column, as `search_key` leaves it.
HEADINGS = {
    "delegation": "delegation state country name pays etat nom pais estado nombre delegacion iso "
    "iso2 iso3",
    "address": "address e-mail email mail adresse courriel direccion correo",
    "role": "role rol funcion fonction",
}
HEADING_AMONG_FIRST = 5
ROLES = {
    Role.FOCAL_POINT: "focal_point|focal point|point focal|point de contact|punto focal",
    Role.DEPUTY: "deputy|suppleant|adjoint|suplente|adjunto",
    Role.MEMBER: "member|membre|miembro",
}


@dataclass(slots=True)
class ListedInvitation:
    """One line of a list: as written, as understood, and what is wrong with it."""

    line: int
    name: str
    address: str
    role: str
    delegation: Delegation | None = None
    is_open: bool = False
    faults: list[str] = field(default_factory=list)

    @property
    def role_label(self) -> str:
        """The role in words."""
        return str(Role(self.role).label)


@dataclass(frozen=True, slots=True)
class InvitationList:
    """A list as it was understood."""

    rows: list[ListedInvitation]
    columns_not_read: list[str]

    @property
    def wanted(self) -> list[Wanted]:
        """The right lines."""
        return [
            Wanted(row.delegation, row.address, row.role)
            for row in self.rows
            if row.delegation is not None and not row.faults
        ]

    @property
    def wrong(self) -> int:
        """How many lines are not right."""
        return len(self.rows) - len(self.wanted)

    @property
    def digest(self) -> str:
        """What the button confirms: exactly the right lines that were on the screen."""
        return _digest(row for row in self.rows if not row.faults)

    @property
    def digest_when_sent(self) -> str:
        """What a button confirmed that has sent these lines: they have an open invitation now."""
        return _digest(r for r in self.rows if not r.faults or (r.is_open and len(r.faults) == 1))


def read_invitations(text: str, *, role: str) -> InvitationList:
    """
    Read a list; nothing is stored. A line without a role has the one given (three queries).

    Raises RuleViolation when the list as a whole cannot be read.
    """
    table = table_of_text(text)
    places, heading = _heading(table)
    lines = [row for row in table if heading is None or row[0] > heading[0]]
    if not lines:
        raise RuleViolation(_("There is no line with a delegation and an address in this list."))
    rows = [_by_heading(line, places) if places else _by_look(line) for line in lines]
    for row in rows:
        _check_words(row, role=role)
    _find_delegations(rows)
    _check_twice(rows)
    _check_free(rows)
    named = heading[1] if heading else []
    return InvitationList(
        rows=rows,
        columns_not_read=[
            words for n, words in enumerate(named) if words and n not in places.values()
        ],
    )


def missions_without_member() -> tuple[str, int]:
    """
    A list to begin with: the official addresses of the delegations without anybody.

    Those whose invitation waits are left out; the number says how many have no address (one
    query).
    """
    waiting = Invitation.objects.waiting_at(clock.now())
    alone = Delegation.objects.active().exclude(
        Q(pk__in=Membership.objects.live().values("delegation"))
        | Q(pk__in=waiting.values("delegation"))
    )
    rows = list(alone.order_by("sort_name", "pk"))
    known = [[row.name, row.mission_email] for row in rows if row.mission_email]
    return text_of_table(known), len(rows) - len(known)


def _heading(table: Sequence[Row]) -> tuple[dict[str, int], Row | None]:
    """Where each column stands, and the line that says so; titles may stand above it."""
    for line in table[:HEADING_AMONG_FIRST]:
        places: dict[str, int] = {}
        for place, cell in enumerate(line[1]):
            for column, words in HEADINGS.items():
                if set(_key(cell).split()) & set(words.split()) and "@" not in cell:
                    places.setdefault(column, place)
        if {"delegation", "address"} <= set(places):
            return places, line
    return {}, None


def _by_heading(line: Row, places: dict[str, int]) -> ListedInvitation:
    number, cells = line
    given = {column: cells[place] if place < len(cells) else "" for column, place in places.items()}
    return ListedInvitation(
        line=number,
        name=given["delegation"],
        address=_bare(given["address"]),
        role=given.get("role", ""),
    )


def _by_look(line: Row) -> ListedInvitation:
    """A line of a list without headings: what has an @ is the address, the rest is the name."""
    number, cells = line
    words = [cell for cell in cells if cell]
    role = next((cell for cell in words[1:] if "@" not in cell and _role(cell)), "")
    said = [cell for cell in words if cell is not role]
    rest = ", ".join(said)
    if address := next((word for word in rest.split() if "@" in word), ""):
        name = rest.replace(address, " ", 1)
    else:
        name, *others = said
        address = ", ".join(others)
    return ListedInvitation(
        line=number,
        name=" ".join(name.split()).strip(" ,:<>"),
        address=_bare(address),
        role=role,
    )


def _bare(address: str) -> str:
    return address.strip(" <>,;()").removeprefix("mailto:").lower()


def _role(words: str) -> str:
    key = _key(words)
    return next((role.value for role, names in ROLES.items() if key in names.split("|")), "")


def _key(words: str) -> str:
    """Names alike whatever their case, accents, blanks and apostrophes."""
    straight = words.replace("’", "'").replace("‘", "'")  # noqa: RUF001 - as people type them
    return " ".join(search_key(straight).split())


def _check_words(row: ListedInvitation, *, role: str) -> None:
    found = _role(row.role) if row.role else role
    if not found:
        row.faults.append(_("“%s” is no role; write focal point, deputy or member.") % row.role)
    row.role = found or role
    if not row.address:
        row.faults.append(_("There is no e-mail address."))
        return
    try:
        validate_email(row.address)
    except ValidationError:
        row.faults.append(_("“%s” is not an e-mail address.") % row.address)
    if len(row.address) > 254:  # noqa: PLR2004 - the longest an address may be
        row.faults.append(_("This address is too long."))


def _find_delegations(rows: Iterable[ListedInvitation]) -> None:
    """Find each by its name in English, French or Spanish, its formal name or its ISO code."""
    named: dict[str, set[Delegation]] = {}
    for delegation in Delegation.objects.select_related("merged_into"):
        for name in _names(delegation):
            named.setdefault(name, set()).add(delegation)
    for row in rows:
        found = named.get(_key(row.name), set()) if row.name else set()
        live = [each for each in found if each.merged_into is None]
        if len(live) == 1:
            row.delegation = live[0]
        else:
            row.faults.append(_not_found(row.name, live, found))


def _names(delegation: Delegation) -> set[str]:
    names = (
        delegation.name,
        delegation.formal_name,
        delegation.name_fr,
        delegation.name_es,
        delegation.iso2,
        delegation.iso3,
    )
    return {_key(name) for name in names if name}


def _not_found(name: str, live: Sequence[Delegation], found: Iterable[Delegation]) -> str:
    if not name:
        return _("There is no delegation.")
    if live:
        return _("More than one delegation is called “%s”.") % name
    merged = next(iter(found), None)
    if merged is not None and merged.merged_into is not None:
        return _("“%(name)s” was merged into %(kept)s; write that name.") % {
            "name": name,
            "kept": merged.merged_into.name,
        }
    return _("No delegation is called “%s”.") % name


def _check_twice(rows: Iterable[ListedInvitation]) -> None:
    delegations: dict[int, int] = {}
    addresses: dict[str, int] = {}
    for row in rows:
        if row.delegation is not None:
            first = delegations.setdefault(row.delegation.pk, row.line)
            if first != row.line:
                row.faults.append(_("This delegation stands on line %d already.") % first)
        if row.address:
            first = addresses.setdefault(row.address, row.line)
            if first != row.line:
                row.faults.append(_("This address stands on line %d already.") % first)


def _check_free(rows: Iterable[ListedInvitation]) -> None:
    listed = [(row, row.delegation) for row in rows if row.delegation is not None]
    with_focal_point, invited, addresses = conflicting(each for _row, each in listed)
    for row, delegation in listed:
        leads = row.role == Role.FOCAL_POINT
        if leads and delegation.pk in with_focal_point:
            row.faults.append(_("This delegation has a focal point already."))
        if (leads and delegation.pk in invited) or f"{delegation.pk} {row.address}" in addresses:
            row.is_open = True
            row.faults.append(_("An invitation is open already."))


def _digest(rows: Iterable[ListedInvitation]) -> str:
    said = "\n".join(
        f"{row.delegation.pk} {row.address} {row.role}" for row in rows if row.delegation
    )
    return salted_hmac("delegations.invitation_list", said, algorithm="sha256").hexdigest()
