"""How the portal answers "may this person do this?": yes, or no with the reason."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied


@dataclass(frozen=True, slots=True)
class Decision:
    """An answer that is true when allowed; when not, `reason` is a sentence for the person."""

    is_allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.is_allowed


ALLOWED = Decision(is_allowed=True)


def denied(reason: str) -> Decision:
    """Return a refusal with the sentence that explains it."""
    return Decision(is_allowed=False, reason=reason)


def require(decision: Decision) -> None:
    """Raise PermissionDenied, which becomes a 403 page with the reason, unless allowed."""
    if not decision:
        raise PermissionDenied(decision.reason)
