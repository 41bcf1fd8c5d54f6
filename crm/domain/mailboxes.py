"""What an e-mail address is: somebody's at work, a whole team's, or private."""

from __future__ import annotations

from enum import StrEnum

from crm.domain.names import email_domain, fold

_SHARED = frozenset(
    """
    accueil achats adv admin administration agence bonjour com commercial communication
    compta comptabilite contact contacts direction facturation facture factures hello
    info infos invoice invoices mail mairie marketing media medias office presse press
    pub publicite rh sales secretariat service standard team
    """.split()  # noqa: SIM905 - a long list of words reads best as words
)


class MailboxKind(StrEnum):
    """Who reads what is sent there."""

    DIRECT = "direct"
    TEAM = "team"
    PRIVATE = "private"


def mailbox_kind(address: str) -> MailboxKind:
    """Tell a mailbox's kind: contact@ is a team's, a free mail domain's is private."""
    if email_domain(address) is None:
        return MailboxKind.PRIVATE
    name = fold(address.partition("@")[0]).partition(" ")[0]
    return MailboxKind.TEAM if name in _SHARED else MailboxKind.DIRECT
