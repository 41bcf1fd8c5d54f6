"""What is refused about an issue's flatplan: always with the reason."""

from __future__ import annotations

from crm.domain.errors import DeskError, words


class PageCountError(DeskError):
    """A number of pages that cannot be bound."""

    sentence = words(
        "A magazine is bound in sheets of four pages: {pages} is no multiple of 4, "
        "{lower} and {upper} are."
    )


class NoPageError(DeskError):
    """A page that the issue does not have."""

    sentence = words("There is no page {folio}: {issue} has {pages} pages.")


class FrontPageError(DeskError):
    """An ad is put on the front cover."""

    sentence = words("Page 1 is the front cover: it carries no advertising.")


class EditorialPageError(DeskError):
    """An ad is put on a page that is kept for the editorial staff."""

    sentence = words("Page {folio} is kept for the editorial staff.")


class PromisedPageError(DeskError):
    """An ad is put on a page that is sold as a position of its own."""

    sentence = words(
        "Page {folio} is sold as “{position}”: only an ad booked there stands on it."
    )


class OwnPageError(DeskError):
    """An ad that is booked at a position is put elsewhere, or taken off."""

    sentence = words(
        "This ad is booked as “{position}”: it stands on page {folio} by itself."
    )


class NoSpreadError(DeskError):
    """A double page is put where no two pages face each other."""

    sentence = words(
        "{format} needs two pages that face each other: page {folio} has none facing "
        "it inside the magazine."
    )


class TooLargeError(DeskError):
    """An ad is larger than the page."""

    sentence = words("{format} ({size}) is larger than the page ({page}).")


class PageFullError(DeskError):
    """An ad does not fit beside what stands on the page."""

    sentence = words("{format} does not fit on page {folio} beside {holders}.")


class NotOnPlanError(DeskError):
    """A line that holds no printed space in the issue is placed, or taken off."""

    sentence = words("This line holds no printed space in {issue} any more.")


class PrintedError(DeskError):
    """The flatplan of an issue that is not planned any more is changed."""

    sentence = words("{issue} is not planned any more: its flatplan stays as it is.")


class NothingToCopyError(DeskError):
    """No issue before this one has a flatplan."""

    sentence = words("No issue before {issue} has a flatplan to copy.")


class PlanBegunError(DeskError):
    """A flatplan that is begun would be lost to a copy."""

    sentence = words(
        "The flatplan of {issue} is begun: a copy would undo what is described."
    )


class PositionPagedError(DeskError):
    """A position is given a second page."""

    sentence = words("“{position}” has its page already: page {folio}.")
