"""What the desk may refuse about advertisers' files and insertion reports."""

from __future__ import annotations

from crm.domain.errors import DeskError, words


class EmptyFileError(DeskError):
    """A file holds nothing."""

    sentence = words("“{name}” is empty: ask for the file again.")


class HeavyFileError(DeskError):
    """A file is heavier than the desk keeps."""

    sentence = words(
        "“{name}” is too heavy: {most} MB at most. Ask for a lighter file, or note "
        "that it came another way."
    )


class WrongFileError(DeskError):
    """A file is of no kind that this place takes."""

    sentence = words("“{name}” cannot be used here: this takes {kinds}.")


class LockedFileError(DeskError):
    """A file opens to a password alone."""

    sentence = words(
        "“{name}” is protected by a password: ask for it without protection."
    )


class BrokenFileError(DeskError):
    """A file cannot be read to its end."""

    sentence = words(
        "“{name}” is damaged and cannot be read to its end: ask for it again."
    )


class ToComeError(DeskError):
    """A day of what happened already lies ahead."""

    sentence = words("{day} has not come yet: choose today or a day before.")


class UnsettledError(DeskError):
    """A file has faults that nobody accepted."""

    sentence = words(
        "This file has faults that stop it ({faults}). Ask for another, or accept each "
        "with a reason."
    )


class NoFindingError(DeskError):
    """A fault that is being accepted is none of the file's any more."""

    sentence = words("This fault is settled already: look at the file again.")


class NobodyToRemindError(DeskError):
    """Nothing is awaited for the lines somebody is being reminded of."""

    sentence = words("Nothing is awaited for these lines any more: look again.")


class ReusedError(DeskError):
    """A file that is to be used again is not one of the advertiser's."""

    sentence = words("This file is not one of this advertiser’s: choose another.")


class ClicksError(DeskError):
    """An ad is said to have been clicked more often than it was shown."""

    sentence = words(
        "{clicks} clicks cannot come from {impressions} impressions: correct one."
    )


class SentReportError(DeskError):
    """A report that went to its advertiser is being changed."""

    sentence = words("This report was sent on {day}: what it says stands.")
