"""The words for what two companies share."""

from __future__ import annotations

from crm.domain.likeness import Likeness
from crm.language import _


def likeness_word(why: Likeness) -> str:
    """Say what two companies share."""
    return {
        Likeness.SIREN: _("same SIREN"),
        Likeness.VAT: _("same VAT number"),
        Likeness.NAME: _("same name"),
        Likeness.DOMAIN: _("same web or mail domain"),
        Likeness.PHONE: _("same telephone"),
        Likeness.POSTCODE: _("same postcode"),
    }[why]
