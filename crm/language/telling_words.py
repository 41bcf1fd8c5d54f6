"""The words in which the audit is told: a table each, and nothing that decides.

A sentence names the facts it needs in braces: a field of the change, `who`, `subject`
(the record's name) and `of_subject`. A field that was changed also gives its value
before (`_before`), both with an arrow (`_change`) and, for days, “from 3 to 10 March
2027” (`_span`). Of several sentences the first is told for which every fact is there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.domain.activities import ActivityKind
from crm.domain.bookings import BookingStatus
from crm.domain.errors import words
from crm.domain.magazine import DocumentKind, IssueStatus, MaterialStatus
from crm.domain.mailboxes import MailboxKind
from crm.domain.opportunities import LostReason, Stage
from crm.domain.preflight import Check
from crm.domain.rate_cards import Cumulation, RateCardStatus
from crm.domain.reaching import PhoneUse
from crm.domain.roles import RoleCode
from crm.language import (
    telling_bookings,
    telling_issues,
    telling_materials,
    telling_people,
    telling_profiles,
    telling_space,
    words_of,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from enum import StrEnum

ADDED = words("{who} added the {kind} {subject}.")
CHANGED = words("{who} changed the {kind} {subject}: {changes}.")
"""What is said of a kind of record that has no sentence of its own."""

SENTENCES: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("log", "activity"): (
        words("{who} logged an activity with {company}: {kind_of}."),
        words("{who} logged an activity with {company}."),
    ),
    ("plan", "follow_up"): (
        words("{who} planned a follow-up with {subject} for {due_on}."),
    ),
    ("finish", "follow_up"): (words("{who} finished the follow-up with {subject}."),),
    ("change", "follow_up"): (
        words("{who} changed the follow-up with {subject}: {changes}."),
    ),
    ("put_off", "follow_up"): (
        words("{who} put off the follow-up with {subject} {due_on_span}: {note}."),
        words("{who} put off the follow-up with {subject} {due_on_span}."),
    ),
    ("undo", "activity"): (
        words("{who} took back the activity logged with {company}."),
        words("{who} took back an activity."),
    ),
    ("undo", "follow_up"): (words("{who} took back the follow-up with {subject}."),),
    ("reopen", "follow_up"): (words("{who} reopened the follow-up with {subject}."),),
    ("withdraw", "opportunity"): (
        words("{who} took back the opportunity “{subject}”."),
    ),
    ("withdraw_opposition", "contact"): (
        words("{who} took back what {subject} was noted to oppose."),
    ),
    ("add", "company"): (words("{who} added the company {subject}."),),
    ("tag", "company"): (words("{who} tagged {subject} “{tag}”."),),
    ("untag", "company"): (words("{who} took the tag “{tag}” off {subject}."),),
    ("save", "saved_view"): (words("{who} saved the view “{name}”."),),
    ("remove", "saved_view"): (words("{who} removed the view “{subject}”."),),
    ("bring_back", "saved_view"): (words("{who} brought the view “{subject}” back."),),
    ("start", "call_run"): (words("{who} began to call “{name}” through: {many}."),),
    ("skip", "call_run"): (words("{who} skipped {company} in “{subject}”."),),
    ("take_up", "call_run"): (
        words("{who} took up again whom “{subject}” had skipped: {many}."),
    ),
    ("put_off", "call_run"): (
        words("{who} put {company} off to {due_on} in “{subject}”: {note}."),
    ),
    ("finish", "call_run"): (words("{who} ended the calls of “{subject}”."),),
    ("remove", "custom_field"): (words("{who} removed the field “{name}”."),),
    ("fill", "company"): (
        words("{who} filled in “{custom_field}” {of_subject}: {value_change}."),
    ),
    ("add", "custom_field"): (words("{who} added the field “{subject}”."),),
    ("add", "contact"): (
        words("{who} added the contact {subject}, {company}."),
        words("{who} added the contact {subject}."),
    ),
    ("inform", "contact"): (
        words("{who} noted that {subject} was told of the record kept."),
    ),
    ("oppose", "contact"): (
        words("{who} noted what {subject} opposes: {opposed_to}."),
    ),
    ("add", "mandate"): (
        words("{who} recorded the mandate {subject}: {agency} for {advertiser}."),
        words("{who} recorded the mandate {subject} for {advertiser}."),
    ),
    ("move", "contact"): (
        words("{who} moved {subject} from {company_before} to {company}."),
    ),
    ("part", "company"): (words("{contact} left {subject} for {to_company}."),),
    ("flag_unpaid", "company"): (
        words("{who} noted that an invoice {of_subject} is unpaid: {note}."),
    ),
    ("clear_unpaid", "company"): (
        words("{who} noted that nothing {of_subject} is unpaid any more: {note}."),
    ),
    ("open", "opportunity"): (
        words("{who} opened the opportunity “{subject}”, {company}, {amount_cents}."),
        words("{who} opened the opportunity “{subject}”."),
    ),
    ("move", "opportunity"): (
        words("{who} moved the opportunity “{subject}”: {stage_change} ({note})."),
        words("{who} moved the opportunity “{subject}”: {stage_change}."),
    ),
    ("win", "opportunity"): (
        words("{who} won the opportunity “{subject}”: {booking}."),
        words("{who} won the opportunity “{subject}”."),
    ),
    ("lose", "opportunity"): (
        words("{who} lost the opportunity “{subject}”: {lost_reason} ({note})."),
        words("{who} lost the opportunity “{subject}”: {lost_reason}."),
        words("{who} lost the opportunity “{subject}”: {note}."),
    ),
    ("open_again", "opportunity"): (
        words("{who} opened the opportunity “{subject}” again: {stage_change}."),
    ),
    **telling_materials.SENTENCES,
    ("issue", "document"): (
        words("{who} issued the document {reference}: {kind_of}, edition {edition}."),
    ),
    ("add", "issue"): (words("{who} planned {subject}, published on {published_on}."),),
    ("place", "line"): (words("{who} put the ad {of_subject} on page {folio}."),),
    ("replace", "line"): (
        words("{who} moved the ad {of_subject}: page {folio_change}."),
    ),
    ("take_off", "line"): (words("{who} took the ad {of_subject} off page {folio}."),),
    ("count_pages", "issue"): (
        words("{who} set the pages {of_subject}: {pages_change}."),
    ),
    ("describe", "issue"): (words("{who} described page {folio} {of_subject}."),),
    ("copy_plan", "issue"): (
        words("{who} took the flatplan of issue {source} over into {subject}."),
    ),
    ("write", "rate_card"): (words("{who} drafted the rate card “{subject}”."),),
    ("copy", "rate_card"): (
        words("{who} carried “{source}” over into “{subject}”, prices {rate}."),
    ),
    ("publish", "rate_card"): (words("{who} published the rate card “{subject}”."),),
    ("change", "rate_card"): (
        words("{who} changed the prices {of_subject}: {changes}."),
    ),
    ("change", "publisher"): (words("{who} changed the publisher’s data: {changes}."),),
    ("add", "publisher"): (words("{who} added the publisher {subject}."),),
    ("add", "terms_of_sale"): (words("{who} added the terms of sale {subject}."),),
    ("add", "title"): (words("{who} added the title {subject}."),),
    ("add", "support"): (words("{who} added the support “{subject}”."),),
    ("add", "format"): (words("{who} added the format “{subject}”."),),
    ("add", "position"): (words("{who} added the position “{subject}”."),),
    ("add", "audience_claim"): (words("{who} added the audience figure “{subject}”."),),
    ("add", "editorial_column"): (words("{who} added the column “{subject}”."),),
    ("add", "event"): (words("{who} added the event {subject}."),),
    ("add", "sector"): (words("{who} added the sector “{subject}”."),),
    ("set", "target"): (
        words("{who} set the target, {month}: {cents_change}."),
        words("{who} set a target: {cents_change}."),
    ),
    ("remove", "target"): (
        words("{who} took away the target, {month}: {cents_change}."),
        words("{who} took away a target: {cents_change}."),
    ),
    ("start", "desk"): (words("{who} opened the desk for {title}."),),
    ("load", "desk"): (words("{who} loaded the demonstration."),),
    **telling_bookings.SENTENCES,
    **telling_issues.SENTENCES,
    **telling_people.SENTENCES,
    **telling_profiles.SENTENCES,
    **telling_space.SENTENCES,
}
"""What is said of each action on each kind of record."""

MOVED: Mapping[tuple[str, str], tuple[str, str]] = {
    ("issue", "closes_on"): (
        words("{who} moved the closing date {of_subject} {span}."),
        words("{who} brought the closing date {of_subject} forward {span}."),
    ),
    ("issue", "materials_due_on"): (
        words("{who} moved the day materials are due for {subject} {span}."),
        words("{who} brought forward the day materials are due for {subject} {span}."),
    ),
    ("issue", "published_on"): (
        words("{who} moved the publication {of_subject} {span}."),
        words("{who} brought the publication {of_subject} forward {span}."),
    ),
}
"""What is said where one day was changed alone: to a later one, to an earlier one."""

ACTIONS: Mapping[str, str] = {
    "add": words_of("audit", "addition"),
    "change": words_of("audit", "change"),
    "clear_unpaid": words_of("audit", "unpaid no more"),
    "copy": words_of("audit", "copy"),
    "copy_plan": words_of("audit", "flatplan taken over"),
    "count_pages": words_of("audit", "number of pages"),
    "describe": words_of("audit", "page described"),
    "fill": words_of("audit", "field filled in"),
    "flag_unpaid": words_of("audit", "unpaid"),
    "finish": words_of("audit", "follow-up finished"),
    "inform": words_of("audit", "contact informed"),
    "issue": words_of("audit", "document issued"),
    "load": words_of("audit", "demonstration loaded"),
    "log": words_of("audit", "activity logged"),
    "lose": words_of("audit", "opportunity lost"),
    "move": words_of("audit", "opportunity moved"),
    "open": words_of("audit", "opportunity opened"),
    "open_again": words_of("audit", "opportunity opened again"),
    "oppose": words_of("audit", "objection"),
    "part": words_of("audit", "departure"),
    "place": words_of("audit", "ad placed"),
    "plan": words_of("audit", "follow-up planned"),
    "publish": words_of("audit", "publication"),
    "put_off": words_of("audit", "follow-up put off"),
    "set": words_of("audit", "target"),
    "start": words_of("audit", "desk opened"),
    "tag": words_of("audit", "tag"),
    "reopen": words_of("audit", "follow-up reopened"),
    "replace": words_of("audit", "ad moved"),
    "take_off": words_of("audit", "ad taken off"),
    "undo": words_of("audit", "log taken back"),
    "withdraw": words_of("audit", "opportunity taken back"),
    "withdraw_opposition": words_of("audit", "objection taken back"),
    "win": words_of("audit", "opportunity won"),
    "write": words_of("audit", "draft"),
    "bring_back": words_of("audit", "brought back"),
    "save": words_of("audit", "view saved"),
    "skip": words_of("audit", "skipped"),
    "take_up": words_of("audit", "taken up again"),
    "untag": words_of("audit", "tag taken off"),
    **telling_bookings.ACTIONS,
    **telling_issues.ACTIONS,
    **telling_materials.ACTIONS,
    **telling_people.ACTIONS,
    **telling_profiles.ACTIONS,
    **telling_space.ACTIONS,
}
"""What an action is called, in a list to choose from."""

KINDS: Mapping[str, str] = {
    "activity": words_of("audit", "activity"),
    "audience_claim": words_of("audit", "audience figure"),
    "booking": words_of("audit", "booking"),
    "call_run": words_of("audit", "calls"),
    "company": words_of("audit", "company"),
    "contact": words_of("audit", "contact"),
    "custom_field": words_of("audit", "field"),
    "desk": words_of("audit", "desk"),
    "document": words_of("audit", "document"),
    "editorial_column": words_of("audit", "column"),
    "event": words_of("audit", "event"),
    "follow_up": words_of("audit", "follow-up"),
    "format": words_of("audit", "format"),
    "insertion_report": words_of("audit", "insertion report"),
    "issue": words_of("audit", "issue"),
    "line": words_of("audit", "line"),
    "mandate": words_of("audit", "mandate"),
    "opportunity": words_of("audit", "opportunity"),
    "position": words_of("audit", "position"),
    "publisher": words_of("audit", "publisher"),
    "rate_card": words_of("audit", "rate card"),
    "role": words_of("audit", "role"),
    "saved_view": words_of("audit", "view"),
    "sector": words_of("audit", "sector"),
    "support": words_of("audit", "support"),
    "target": words_of("audit", "target"),
    "team": words_of("audit", "team"),
    "terms_of_sale": words_of("audit", "terms of sale"),
    "title": words_of("audit", "title"),
    "user": words_of("audit", "person"),
    **telling_profiles.KINDS,
}
"""What a kind of record is called."""

FIELDS: Mapping[str, str] = {
    "amount_cents": words("Amount"),
    "campaign": words("Campaign"),
    "capital": words("Capital"),
    "chorus_service_code": words("Chorus service"),
    "appeared_from": words("Appeared from"),
    "appeared_until": words("Appeared until"),
    "circulation": words("Circulation"),
    "clicks": words("Clicks"),
    "closes_on": words("Closing"),
    "contact_id": words("Contact"),
    "country": words("Country"),
    "discount_limit": words("Discount limit"),
    "due_on": words("Due"),
    "due_time": words("At what time"),
    "email": words("E-mail"),
    "emails": words("E-mails"),
    "file": words("File"),
    "ended_on": words("Left on"),
    "engagement_number": words("Engagement number"),
    "expected_close": words("Expected close"),
    "first_name": words("First name"),
    "impressions": words("Impressions"),
    "issue_id": words("Issue"),
    "has_left": words("Has left the company"),
    "informed_on": words("Informed on"),
    "is_public_body": words("Public body"),
    "job": words("Job"),
    "language": words("Language"),
    "last_name": words("Last name"),
    "legal_form": words("Legal form"),
    "materials_due_on": words("Materials due"),
    "name": words("Name"),
    "name_en": words("Name in English"),
    "name_fr": words("Name in French"),
    "note": words("Note"),
    "notice_en": words("Notice in English"),
    "notice_fr": words("Notice in French"),
    "opposed_on": words("Opposed on"),
    "opposed_to": words("Opposed to"),
    "opportunity_id": words("Opportunity"),
    "owner_id": words("Followed by"),
    "page_number": words("Page"),
    "pages": words("Pages"),
    "payer_id": words("Payer"),
    "phone": words("Telephone"),
    "phones": words("Telephones"),
    "postcode": words("Postcode"),
    "probability": words("Its own probability"),
    "published_on": words("Publication"),
    "purchase_order": words("Purchase order"),
    "reach": words("Sees"),
    "reason": words("What for"),
    "reference": words("Reference"),
    "register": words("Register"),
    "revoked_on": words("Ended on"),
    "role": words("Role"),
    "role_id": words("Role"),
    "roles": words("Roles"),
    "salutation": words("Courtesy"),
    "sector_id": words("Sector"),
    "service_code": words("Service code"),
    "siren": words("SIREN"),
    "siret": words("SIRET"),
    "source": words("Where this comes from"),
    "status": words("Status"),
    "street": words("Street"),
    "team_id": words("Team"),
    "theme_en": words("Theme in English"),
    "theme_fr": words("Theme in French"),
    "dossiers_fr": words("Dossiers in French"),
    "dossiers_en": words("Dossiers in English"),
    "title_id": words("Title"),
    "town": words("Town"),
    "trade_name": words("Trade name"),
    "valid_from": words("From"),
    "valid_until": words("Until"),
    "vat_number": words("VAT number"),
    "website": words("Web site"),
}
"""What a field is called on the screens."""

ENUMS: Mapping[tuple[str, str], type[StrEnum]] = {
    ("activity", "kind"): ActivityKind,
    ("booking", "status"): BookingStatus,
    ("document", "kind"): DocumentKind,
    ("issue", "status"): IssueStatus,
    ("line", "check"): Check,
    ("line", "material_status"): MaterialStatus,
    ("opportunity", "lost_reason"): LostReason,
    ("opportunity", "stage"): Stage,
    ("rate_card", "cumulation"): Cumulation,
    ("rate_card", "status"): RateCardStatus,
    ("user", "role"): RoleCode,
}
"""Fields whose value is a member of one of the desk's lists."""

CODES: Mapping[tuple[str, str], str] = {
    ("opposed_to", "mailing"): words("mailings"),
    ("opposed_to", "all"): words("any use"),
    ("roles", "advertiser"): words("advertiser"),
    ("roles", "agency"): words("agency"),
    ("roles", "payer"): words("payer"),
    ("roles", "commercial"): words("commercial"),
    ("roles", "artwork"): words("artwork"),
    ("roles", "accounts"): words("accounts"),
    ("roles", "signatory"): words("signatory"),
    ("method", "password"): words("with a password"),
    ("method", "provider"): words("with the identity provider"),
    ("method", "link"): words("with a link"),
    ("method", "demonstration"): words("in the demonstration"),
    ("reach", "own"): words("their own records"),
    ("reach", "team"): words("their team’s records"),
    ("reach", "all"): words("every record"),
}
"""Values that have words of their own in the audit."""

REACHES: Mapping[str, type[StrEnum]] = {"phones": PhoneUse, "emails": MailboxKind}
"""Fields of numbers and addresses, each with what it was said to be beside it."""

AMOUNTS = frozenset({"amount_cents", "cents", "difference", "net_net", "penalty"})
"""Fields in cents; the price of a format is another."""

SHARES = frozenset(
    {"discount_limit", "probability", "professional_discount", "rate", "share"}
)
"""Fields in basis points."""
