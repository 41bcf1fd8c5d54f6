"""The word for each member of the desk's enums, in the glossary's terms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.domain.activities import ActivityKind, Direction, Outcome
from crm.domain.bookings import BookingStatus, LineStatus
from crm.domain.companies import (
    CompanyRole,
    CompanyStatus,
    ContactRole,
    MandateState,
)
from crm.domain.errors import words
from crm.domain.magazine import (
    DocumentKind,
    IssueStatus,
    MaterialStatus,
    SupportKind,
)
from crm.domain.mailboxes import MailboxKind
from crm.domain.opportunities import Horizon, LostReason, Stage, Stall
from crm.domain.preflight import Check, Weight
from crm.domain.prices import StepKind, Sum
from crm.domain.rate_cards import Cumulation, RateCardStatus, RateUnit, TierKind
from crm.domain.reaching import PhoneUse, split_kind
from crm.domain.roles import Door, RoleCode
from crm.domain.space import SpaceState
from crm.domain.vat import VatCategory, VatPlace
from crm.domain.vcards import CardKind
from crm.language import _, words_of

if TYPE_CHECKING:
    from enum import StrEnum

_WORDS: tuple[tuple[StrEnum, str], ...] = (
    (LineStatus.QUOTED, words("quoted")),
    (LineStatus.OPTIONED, words("optioned")),
    (LineStatus.CONFIRMED, words("confirmed")),
    (LineStatus.RAN, words("ran")),
    (LineStatus.EXPIRED, words("expired")),
    (LineStatus.CANCELLED, words("cancelled")),
    (BookingStatus.QUOTED, words("quoted")),
    (BookingStatus.OPTIONED, words("optioned")),
    (BookingStatus.CONFIRMED, words("confirmed")),
    (BookingStatus.RAN, words("ran")),
    (BookingStatus.EXPIRED, words("expired")),
    (BookingStatus.CANCELLED, words("cancelled")),
    (BookingStatus.CLOSED, words_of("booking", "closed")),
    (ActivityKind.CALL, words("call")),
    (ActivityKind.MEETING, words("meeting")),
    (ActivityKind.EMAIL, words("e-mail")),
    (ActivityKind.VISIT, words("visit")),
    (ActivityKind.NOTE, words("note")),
    (Direction.OUTBOUND, words("outbound")),
    (Direction.INBOUND, words("inbound")),
    (Outcome.REACHED, words("reached")),
    (Outcome.LEFT_MESSAGE, words("left a message")),
    (Outcome.NO_ANSWER, words("no answer")),
    (Outcome.WRONG_NUMBER, words("wrong number")),
    (CompanyRole.ADVERTISER, words("advertiser")),
    (CompanyRole.AGENCY, words("agency")),
    (CompanyRole.PAYER, words("payer")),
    (CompanyStatus.PROSPECT, words("prospect")),
    (CompanyStatus.NEW, words("new")),
    (CompanyStatus.RENEWED, words("renewed")),
    (CompanyStatus.ACTIVE, words("active")),
    (CompanyStatus.EXPIRING, words("expiring")),
    (CompanyStatus.LAPSED, words("lapsed")),
    (MandateState.VALID, words("valid")),
    (MandateState.TO_COME, words_of("mandate", "to come")),
    (MandateState.EXPIRED, words_of("mandate", "expired")),
    (MandateState.ENDED, words_of("mandate", "ended")),
    (MailboxKind.DIRECT, words_of("mailbox", "work")),
    (MailboxKind.TEAM, words_of("mailbox", "general")),
    (MailboxKind.PRIVATE, words_of("mailbox", "personal")),
    (PhoneUse.WORK, words_of("number", "work")),
    (PhoneUse.MOBILE, words_of("number", "mobile")),
    (PhoneUse.SWITCHBOARD, words_of("number", "switchboard")),
    (PhoneUse.HOME, words_of("number", "home")),
    (CardKind.WORK, words_of("card", "work")),
    (CardKind.HOME, words_of("card", "home")),
    (CardKind.MOBILE, words_of("card", "mobile")),
    (CardKind.MAIN, words_of("card", "switchboard")),
    (CardKind.GENERAL, words_of("card", "general")),
    (CardKind.FAX, words_of("card", "fax")),
    (CardKind.OTHER, words_of("card", "other")),
    (ContactRole.COMMERCIAL, words("commercial")),
    (ContactRole.ARTWORK, words("artwork")),
    (ContactRole.ACCOUNTS, words("accounts")),
    (ContactRole.SIGNATORY, words("signatory")),
    (SupportKind.PRINT, words("print")),
    (SupportKind.NEWSLETTER, words("newsletter")),
    (SupportKind.WEB, words("website")),
    (SupportKind.EVENT, words("event")),
    (SupportKind.BRANDED_CONTENT, words("branded content")),
    (IssueStatus.PLANNED, words("planned")),
    (IssueStatus.PUBLISHED, words_of("issue", "published")),
    (IssueStatus.CANCELLED, words("cancelled")),
    (MaterialStatus.AWAITED, words("awaited")),
    (MaterialStatus.RECEIVED, words("received")),
    (MaterialStatus.CHECKED, words("checked")),
    (MaterialStatus.PROOF_SENT, words("proof sent")),
    (MaterialStatus.APPROVED, words("approved")),
    (DocumentKind.MEDIA_KIT, words("media kit")),
    (DocumentKind.QUOTE, words("quote")),
    (DocumentKind.BOOKING_SUMMARY, words("insertion order")),
    (DocumentKind.AMENDMENT, words("amendment")),
    (DocumentKind.INSERTION_REPORT, words("insertion report")),
    (DocumentKind.PROPOSAL, words("proposal")),
    (DocumentKind.STATEMENT, words("statement")),
    (DocumentKind.REVENUE_REPORT, words("revenue report")),
    (DocumentKind.MANDATE, words("mandate")),
    (DocumentKind.MATERIAL, words("materials")),
    (DocumentKind.TEAR_SHEET, words("tear sheet")),
    (Check.PAGES, words_of("preflight", "number of pages")),
    (Check.SIZE, words_of("preflight", "size")),
    (Check.TURNED, words_of("preflight", "direction")),
    (Check.TRIM_BOX, words_of("preflight", "trim")),
    (Check.BLEED, words_of("preflight", "bleed")),
    (Check.RESOLUTION, words_of("preflight", "resolution")),
    (Check.FONTS, words_of("preflight", "fonts")),
    (Check.COLOURS, words_of("preflight", "colours")),
    (Check.FLAT, words_of("preflight", "kind of file")),
    (Check.PIXELS, words_of("preflight", "pixels")),
    (Check.KILOBYTES, words_of("preflight", "weight")),
    (Check.LENGTH, words_of("preflight", "animation")),
    (Check.LABEL, words_of("preflight", "label of the law")),
    (Check.BY_EYE, words_of("preflight", "reading")),
    (Weight.BLOCKING, words_of("preflight", "blocking")),
    (Weight.WARNING, words_of("preflight", "warning")),
    (Weight.GOOD, words_of("preflight", "good")),
    (Stage.IDENTIFIED, words("identified")),
    (Stage.QUALIFIED, words("qualified")),
    (Stage.PROPOSED, words("proposed")),
    (Stage.NEGOTIATED, words("negotiated")),
    (Stage.WON, words("won")),
    (Stage.LOST, words("lost")),
    (LostReason.BUDGET, words("budget frozen or refused")),
    (LostReason.TIMING, words("wrong timing")),
    (LostReason.COMPETITOR, words("another title chosen")),
    (LostReason.PRICE, words("price found too high")),
    (LostReason.SILENCE, words("no answer")),
    (LostReason.SPACE_GONE, words("position already sold")),
    (LostReason.OTHER, words("another reason")),
    (Stall.LATE, words("past its date")),
    (Stall.CLOSING, words("issue closing")),
    (Stall.IDLE, words("no next step")),
    (Horizon.EVER, words("Any date")),
    (Horizon.PAST, words("Past its date")),
    (Horizon.MONTH, words("This month")),
    (Horizon.QUARTER, words("This quarter")),
    (Horizon.NEXT_QUARTER, words("Next quarter")),
    (Horizon.YEAR, words("This year")),
    (StepKind.CARD, words("Card rate")),
    (StepKind.PREMIUM, words("Premium")),
    (StepKind.VOLUME, words("Volume discount")),
    (StepKind.FREQUENCY, words("Frequency discount")),
    (StepKind.COMBINATION, words("Combination discount")),
    (StepKind.EXCEPTIONAL, words("Exceptional discount")),
    (StepKind.MAKE_GOOD, words("Make-good")),
    (StepKind.PROFESSIONAL, words("Professional discount")),
    (StepKind.FEE, words("Technical fees")),
    (Sum.GROSS, words("Gross")),
    (Sum.NET, words("Net")),
    (Sum.NET_NET, words("Net net (the space)")),
    (Sum.TOTAL, words("Total excl. VAT")),
    (RateUnit.INSERTION, words("an insertion")),
    (RateUnit.SEND, words("a send")),
    (RateUnit.THOUSAND, words("a thousand")),
    (RateUnit.MONTH, words("a month")),
    (RateUnit.PACKAGE, words("a package")),
    (TierKind.FREQUENCY, words("Frequency")),
    (TierKind.VOLUME, words("Volume")),
    (TierKind.COMBINATION, words("Combination")),
    (Cumulation.BETTER, words("the better of volume and frequency")),
    (Cumulation.BOTH, words("volume and frequency together")),
    (Cumulation.ONE, words("the best discount alone")),
    (VatPlace.FRANCE, words("France and Monaco")),
    (VatPlace.OVERSEAS_REDUCED, words("Guadeloupe, Martinique, Réunion")),
    (
        VatPlace.OVERSEAS_EXEMPT,
        words("Guyane, Mayotte, Saint-Martin, Saint-Barthélemy"),
    ),
    (VatPlace.EU_BUSINESS, words("Business in the European Union")),
    (VatPlace.OUTSIDE_EU, words("Outside the European Union")),
    (VatCategory.STANDARD, words("standard rate")),
    (VatCategory.REDUCED, words("reduced rate")),
    (RateCardStatus.DRAFT, words("draft")),
    (RateCardStatus.PUBLISHED, words("published")),
    (RoleCode.REP, words("sales rep")),
    (RoleCode.MANAGER, words("sales manager")),
    (RoleCode.ADMINISTRATOR, words("administrator")),
    (RoleCode.READER, words("read-only")),
    (Door.SCREEN, words("screen")),
    (Door.COMMAND, words("command")),
    (Door.LOADER, words("loader")),
    (Door.LINK, words("link")),
    (Door.CLOCK, words("clock")),
    (SpaceState.FREE, words("free")),
    (SpaceState.OPTIONED, words("optioned")),
    (SpaceState.SOLD, words("sold")),
    (SpaceState.CLOSED, words("closed")),
)
# Members of two enums may share a value, so the kind is part of the key.
WORDS = {(type(member), member.value): text for member, text in _WORDS}


def word(member: StrEnum) -> str:
    """Return the word for a member, in the current language."""
    return _(WORDS.get((type(member), member.value), member.value))


def reached(text: str, kinds: type[StrEnum]) -> str:
    """Write a number or an address for people, with what was said to be beside it."""
    bare, kind = split_kind(text, kinds)
    return f"{bare} ({word(kind)})" if kind else bare
