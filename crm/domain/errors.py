"""What the desk may refuse, in sentences that say what to do.

A refusal is a class with a sentence in it. The sentence is English here and in the
catalogue; `crm.language.tell` says it in the reader's language, with dates and
amounts as that language writes them. It is shown as it stands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from crm.domain.editing import Clash


def words(text: str) -> str:
    """Mark a sentence for the catalogue; return it as it is."""
    return text


class DeskError(Exception):
    """Base of every refusal.

    `field` names the input it is about, where there is one; `facts` fill the
    sentence's braces (text, numbers, dates, Money, members of the desk's enums).
    """

    sentence: ClassVar[str] = words("The desk cannot do that.")

    def __init__(self, *, field: str | None = None, **facts: Any) -> None:  # noqa: ANN401  facts are of any kind that can be told
        self.field = field
        self.facts = facts
        super().__init__(self.sentence.format(**facts))


class MissingError(DeskError):
    """A field that must be filled is empty."""

    sentence = words("Please fill in “{label}”.")


class TooLongError(DeskError):
    """A text is longer than its field."""

    sentence = words("“{label}” is too long: {longest} characters at most.")


class NotUnderstoodError(DeskError):
    """A typed value cannot be read."""

    sentence = words("“{typed}” is not understood as {label}. Write it as {example}.")


class UnknownError(DeskError):
    """The record asked for does not exist, or is not for this person."""

    sentence = words("This record is not there any more, or it is not yours to see.")


class NotYoursError(DeskError):
    """The person's role does not allow the action."""

    sentence = words("Your role does not allow this. Ask a manager.")


class SignedOutError(DeskError):
    """The session has ended: signed out, expired, or ended by somebody."""

    sentence = words("You are not signed in any more. Sign in to go on.")


class MoveError(DeskError):
    """A line cannot go from where it stands to where it was asked to go."""

    sentence = words("A line that is {current} cannot become {wanted}.")


class SoldOutError(DeskError):
    """A pool has not the units that were asked for."""

    sentence = words(
        "{pool} in {issue} is taken: {left} left, {wanted} asked for. "
        "Choose another issue or position."
    )


class ClosedError(DeskError):
    """The issue's closing date has passed."""

    sentence = words(
        "{issue} closed on {closed_on}. A manager can book into it with a reason."
    )


class NoRateError(DeskError):
    """No published rate card prices this."""

    sentence = words(
        "No published rate card has a price for {format} in {issue}. "
        "Publish a rate card that covers {day}, or choose another format."
    )


class DoesNotFitError(DeskError):
    """A format cannot stand at a position."""

    sentence = words("{format} does not fit {position}. Choose another position.")


class DateOrderError(DeskError):
    """Two dates stand in the wrong order."""

    sentence = words("{first} ({first_day}) must not be after {second} ({second_day}).")


class PastError(DeskError):
    """A date that must lie ahead lies behind."""

    sentence = words("{label} ({day}) is in the past. Choose today or later.")


class RangeError(DeskError):
    """A number is outside what is possible."""

    sentence = words("{label} must be between {lowest} and {highest}.")


class ReasonError(DeskError):
    """An exceptional step has no reason."""

    sentence = words("Say why: this needs a reason, which is kept with it.")


class SharesError(DeskError):
    """Shared credit does not add up."""

    sentence = words("The shares of the reps must add up to 100%; they make {total}.")


class TiersError(DeskError):
    """A tier table has holes or overlaps."""

    sentence = words(
        "The tiers must follow each other without a hole or an overlap: "
        "look at the one that starts at {lower}."
    )


class FrozenError(DeskError):
    """A published rate card is being changed."""

    sentence = words(
        "A published rate card never changes. Make a new version and publish that."
    )


class OverlapError(DeskError):
    """Two published rate cards would price the same days."""

    sentence = words(
        "“{card}” is already published for {first_day} to {last_day}. Two cards may "
        "not cover the same days: choose other dates, or publish a newer edition of "
        "“{card}”."
    )


class StaleClaimError(DeskError):
    """An audience figure has no source or is older than its expiry."""

    sentence = words(
        "“{claim}” cannot be printed: its source is missing or it expired on "
        "{expired_on}. Renew the figure first."
    )


class ChangedError(DeskError):
    """Somebody else saved the record first."""

    sentence = words(
        "Somebody changed this record while you were writing. "
        "Look at what changed, then save again."
    )


class AlreadySetUpError(DeskError):
    """The desk has been set up before."""

    sentence = words("This desk is already set up. Open it instead.")


class StoreMissingError(DeskError):
    """The database cannot be reached."""

    sentence = words(
        "The database {where} cannot be opened. Check REGIE_DATABASE_URL and that "
        "the server or the folder is there."
    )


class StoreLockedError(DeskError):
    """Another program holds the database."""

    sentence = words(
        "The database {where} is busy with another program. Close that program, "
        "then try again."
    )


class StoreReadOnlyError(DeskError):
    """The database cannot be written."""

    sentence = words(
        "The database {where} cannot be written to. Give the desk the right to "
        "write in that folder, or free some space."
    )


class StoreTooNewError(DeskError):
    """A newer version of the desk has written the database."""

    sentence = words(
        "The database {where} was written by a newer version of Régie "
        "({revision}). Start that version, or restore a backup."
    )


class MandateError(DeskError):
    """The professional discount and the agency's mandate do not agree."""

    sentence = words(
        "{agency} has no mandate from {advertiser} that is valid on {day}. Record the "
        "mandate, or price the booking again without the professional discount."
    )


class DiscountLimitError(DeskError):
    """An exceptional discount is over the person's limit."""

    sentence = words(
        "You may grant {limit} at most. Ask a manager to enter this discount."
    )


class NothingToDoError(DeskError):
    """No line of the booking can make the move."""

    sentence = words("No line of this booking can become {wanted}.")


class AlreadyThereError(DeskError):
    """A value that must be unique exists."""

    sentence = words("“{value}” exists already. Choose another.")


class LabelError(DeskError):
    """An advertorial was not looked at for the word the law asks for."""

    sentence = words(
        "An advertorial carries the word “Publicité” or “Communiqué”: look for it, "
        "then approve."
    )


class UndoTooLateError(DeskError):
    """What was logged stands: the time to take it back has passed."""

    sentence = words(
        "This can be undone for ten minutes, by whoever logged it. Correct the "
        "company’s record instead."
    )


class UndoBuiltOnError(DeskError):
    """Somebody has gone on from what was logged."""

    sentence = words(
        "Nothing was undone: somebody has worked on it since. Correct the company’s "
        "record instead."
    )


class ConflictError(ChangedError):
    """Somebody else saved fields of the record first; `clash` says which."""

    sentence = words(
        "{who} saved this record while you were writing. Nothing is overwritten: "
        "choose field by field."
    )

    def __init__(self, clash: Clash, *, who: str) -> None:
        self.clash = clash
        super().__init__(who=who)


class UnchangedError(DeskError):
    """A form was saved as it was opened."""

    sentence = words("Nothing was changed: there is nothing to save.")


class RanError(DeskError):
    """The code or a date of an issue that was published is being changed."""

    sentence = words(
        "{issue} is not planned any more: its code and its dates stay as they are."
    )


class FieldInUseError(DeskError):
    """A field, or a choice of it, is being taken away from companies that have it."""

    sentence = words("“{label}” stands with {many} companies: empty it there first.")
