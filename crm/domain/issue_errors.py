"""What is refused about issues: their pattern, their dates, their publication."""

from __future__ import annotations

from crm.domain.errors import DeskError, MoveError, words


class IssueMoveError(MoveError):
    """An issue cannot go from where it stands to where it was asked to go."""

    sentence = words("{issue} is {current}: it cannot become {wanted} any more.")


class EarlyIssueError(DeskError):
    """An issue is published before its day, and nobody said that this is meant."""

    sentence = words(
        "{issue} is published on {day}. If it is out already, say so: its publication "
        "date becomes today’s."
    )


class NotLaterError(DeskError):
    """An issue is postponed to a day that is not later."""

    sentence = words(
        "{issue} is published on {day}: postponing it takes a later day. Bring a date "
        "forward by changing the issue."
    )


class AlreadyClosedError(DeskError):
    """An issue is closed that has closed before."""

    sentence = words("{issue} closed on {day} already.")


class PostponeInsteadError(DeskError):
    """The publication of an issue with confirmed lines is moved as a plain change."""

    sentence = words(
        "Advertisers have confirmed in {issue} (lines: {number}). Postpone it instead: "
        "each is then asked to agree."
    )


class PublishedIssueError(DeskError):
    """A line is booked into an issue that is out."""

    sentence = words(
        "{issue} is published: nothing more can be booked into it. Choose another "
        "issue."
    )


class AnsweredError(DeskError):
    """An advertiser’s answer is recorded a second time."""

    sentence = words("This was answered on {day}. Nothing was changed.")


class ReportedError(DeskError):
    """A publication is undone after its insertion reports have gone out."""

    sentence = words(
        "{issue} was reported to its advertisers: its publication stands. Make a "
        "make-good for what did not run."
    )


class CancelledIssueError(DeskError):
    """A line is booked into an issue that was cancelled."""

    sentence = words("{issue} was cancelled. Choose another issue.")


class NoMonthError(DeskError):
    """A year of issues is planned without any month."""

    sentence = words("Choose at least one month in which an issue is published.")


class ManyIssuesError(DeskError):
    """More issues are planned at once than a year holds."""

    sentence = words("{number} issues are too many for one year: {most} at most.")


class NoDayError(DeskError):
    """A planned issue has no date."""

    sentence = words("{issue} needs its three dates: closing, materials, publication.")


class TwiceError(DeskError):
    """Two issues are planned under one number."""

    sentence = words("Two issues are numbered {code}. Give each a number of its own.")


class MonthTakenError(DeskError):
    """An issue is planned in a month that has one."""

    sentence = words(
        "{issue} is already published in {month}. Take {code} out, or give it another "
        "month."
    )
