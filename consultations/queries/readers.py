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
            "once the consultation has closed for all"
        ),
        Readers.PARTICIPANTS: _(
            "Read by the Presidency, the Implementation Support Unit and all who take part, as "
            "soon as it is submitted"
        ),
        Readers.PUBLIC: _(
            "Read by the Presidency, the Implementation Support Unit and all who take part, as "
            "soon as it is submitted; and by everybody, once the consultation has closed for all"
        ),
    }[narrowest(consultation.readers, choice)]
