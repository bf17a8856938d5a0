"""The code of an invitation: made once, in its letter only, and known again by its digest."""

from __future__ import annotations

import secrets

from django.utils.crypto import constant_time_compare, salted_hmac

# Neither 0 and O nor 1, I and L: the code is read from paper and over the telephone.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH = 10


def new_code() -> str:
    """A code that nobody guesses, in two halves."""
    marks = [secrets.choice(ALPHABET) for _place in range(CODE_LENGTH)]
    return "".join(marks[:5]) + "-" + "".join(marks[5:])


def digest_of(token: str, code: str) -> str:
    """The keyed digest of a code as typed, whatever its case, blanks and hyphens."""
    typed = "".join(mark for mark in code.upper() if mark.isalnum())
    return salted_hmac("delegations.invitation", f"{token}:{typed}", algorithm="sha256").hexdigest()


def is_code(code: str, *, token: str, digest: str) -> bool:
    """Whether a typed code is the one that a digest was made of."""
    return constant_time_compare(digest_of(token, code), digest)
