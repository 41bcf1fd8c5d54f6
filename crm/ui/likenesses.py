"""The words for what two companies share."""

from __future__ import annotations

from crm.language import _
from crm.store.queries.duplicates import Likeness


def likeness_word(why: Likeness) -> str:
    """Say what two companies share."""
    return {
        Likeness.SIREN: _("same SIREN"),
        Likeness.NAME: _("same name"),
        Likeness.DOMAIN: _("same web or mail domain"),
        Likeness.PHONE: _("same telephone"),
    }[why]
