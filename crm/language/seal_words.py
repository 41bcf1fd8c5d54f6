"""The words in which a file that is verified is told what it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.domain.clock import paris_day
from crm.domain.sealing import Later, Verdict
from crm.language import _
from crm.language.formats import clock_time, date_long, number
from crm.language.vocabulary import word

if TYPE_CHECKING:
    from datetime import datetime

    from crm.domain.sealing import KeptDocument, TracedSeal, Verified


def verdict_words(found: Verified) -> str:
    """Say in one sentence what a file is."""
    if found.verdict is Verdict.KEPT:
        return _("This is the document as it was issued, byte for byte.")
    if found.verdict is Verdict.FILLED:
        return _(
            "This is the document as it was issued; its fields were filled in or "
            "signed since, and nothing else."
        )
    if found.verdict is Verdict.CHANGED:
        return _("This is not the document as it was issued: it was changed.")
    if found.verdict is Verdict.SEALED:
        return _(
            "This was sealed with the publisher’s certificate and is whole, but the "
            "desk does not keep it: it was issued by another desk, or lost."
        )
    return _("Nothing in this file comes from this desk.")


def about_words(found: Verified) -> list[str]:
    """Say which document a file is, to whom, when and by whom it was issued."""
    document = found.document
    if found.hidden:
        return [
            _("It is one of the desk’s documents; its details are not yours to see.")
        ]
    if document is None:
        return []
    edition = _("edition {number}").format(number=number(document.edition))
    kind = word(document.kind)
    named = (kind[:1].upper() + kind[1:], document.reference, edition)
    told = [", ".join((*named, document.language.upper()))]
    if found.verdict is Verdict.CHANGED:
        told.insert(0, _("It says that it is, or was made from:"))
    told.append(_issued(document))
    if document.newest > document.edition:
        newer = _("A newer edition was issued since: {number}.")
        told.append(newer.format(number=number(document.newest)))
    return told


def _issued(document: KeptDocument) -> str:
    whom = document.company or _("the market")
    when = _moment(document.issued_at)
    if document.issued_by:
        said = _("Issued on {moment} by {name}, for {company}.")
        return said.format(moment=when, name=document.issued_by, company=whom)
    return _("Issued on {moment}, for {company}.").format(moment=when, company=whom)


def seal_words(seal: TracedSeal, now: datetime) -> list[str]:
    """Say who sealed or signed a file, whether it holds, and with which certificate."""
    read = seal.read
    if seal.ours:
        whose = _("Sealed by {publisher}").format(publisher=seal.ours.publisher)
    else:
        whose = _("Signed by {name}, whom the desk does not know").format(
            name=read.signer
        )
    when = _moment(read.sealed_at) if read.sealed_at else _("no date")
    told = [f"{whose} ({when})"]
    if not read.whole:
        told.append(_("What it covers was changed: the seal is broken."))
    elif read.later is Later.MORE:
        told.append(
            _("It is whole, but more was added after it than fields filled in.")
        )
    elif read.later is Later.FORM:
        told.append(_("It is whole; fields were filled in or signed after it."))
    else:
        told.append(_("It is whole, and nothing was added after it."))
    if read.issuer == read.signer:
        issuer = _("Certificate: {subject}, which vouches for itself")
    else:
        issuer = _("Certificate: {subject}, from {issuer}")
    told.append(issuer.format(subject=read.signer, issuer=read.issuer))
    told.append(_validity(seal, now))
    if seal.ours and seal.ours.ended_at:
        gone = _("The desk has not sealed with it since {day}.")
        told.append(gone.format(day=date_long(seal.ours.ended_at.date())))
    return told


def _validity(seal: TracedSeal, now: datetime) -> str:
    read = seal.read
    if not read.was_valid:
        return _("It was not valid then: valid from {since} to {until}.").format(
            since=date_long(read.valid_from.date()),
            until=date_long(read.valid_until.date()),
        )
    if read.expired(now):
        return _("It was valid then, and has expired since, on {day}.").format(
            day=date_long(read.valid_until.date())
        )
    return _("Valid until {day}.").format(day=date_long(read.valid_until.date()))


def _moment(at: datetime) -> str:
    """Write a day with its year, and its hour: a proof is read years later."""
    return f"{date_long(paris_day(at))}, {clock_time(at)}"
