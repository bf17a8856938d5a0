"""Who will read a contribution, in words, by name of office."""

from __future__ import annotations

from django.utils.translation import gettext as _

from consultations.models import Consultation
from consultations.models.contributions import Readers, narrowest


def readers_words(consultation: Consultation, choice: str = Readers.OFFICES) -> str:
    """
    Say who reads what a delegation submits with a choice, given the consultation's rule today.

    Of the two the narrower holds. The words come without a full stop.
    """
    return {
        Readers.OFFICES: _("Read by the Presidency and the Implementation Support Unit only"),
        Readers.AFTER_CLOSING: _(
            "Read by the Presidency and the Implementation Support Unit; and by all who take part, "
            "once the consultation has closed for all of them"
        ),
        Readers.PARTICIPANTS: _(
            "Read by the Presidency, the Implementation Support Unit and all who take part, as "
            "soon as it is submitted"
        ),
        Readers.PUBLIC: _(
            "Read by the Presidency, the Implementation Support Unit and all who take part, as "
            "soon as it is submitted; and by everybody, once the consultation has closed for all "
            "who take part"
        ),
    }[narrowest(consultation.readers, choice)]


def rule_words(readers: str) -> str:
    """Say in a sentence what a consultation's rule on who reads contributions means."""
    return {
        Readers.OFFICES: _(
            "Contributions are read by the Presidency and the Implementation Support Unit only."
        ),
        Readers.AFTER_CLOSING: _(
            "Contributions are read by the Presidency and the Implementation Support Unit; where a "
            "delegation lets them, all who take part read its own once the consultation has closed "
            "for all of them."
        ),
        Readers.PARTICIPANTS: _(
            "Contributions are read by the Presidency and the Implementation Support Unit; where a "
            "delegation lets them, all who take part read its own as soon as they are submitted."
        ),
        Readers.PUBLIC: _(
            "Contributions are read by the Presidency and the Implementation Support Unit; where a "
            "delegation lets them, all who take part read its own as soon as they are submitted, "
            "and everybody once the consultation has closed for all who take part."
        ),
    }[Readers(readers)]


def rule_choices() -> list[tuple[str, str]]:
    """The rules a consultation may have, each explained in a sentence."""
    return [(code, f"{label}. {rule_words(code)}") for code, label in Readers.choices]
