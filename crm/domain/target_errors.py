"""What is refused about targets, their grid and the files they come in."""

from __future__ import annotations

from crm.domain.errors import DeskError, words


class TargetCellError(DeskError):
    """A cell of the grid cannot be read: whose month it is, and why."""

    sentence = words("{rep}, {month}: {why}")


class LeftError(DeskError):
    """A month is to bring something after its rep has left."""

    sentence = words("{name} left on {day}: later months have no target of theirs.")


class OtherCurrencyError(DeskError):
    """A target is written in another currency than the desk counts in."""

    sentence = words("“{typed}” is not in euros. Targets are counted in euros.")


class MonthTwiceError(DeskError):
    """A file gives one rep two targets for one month."""

    sentence = words(
        "{rep} has two targets for {month} in this file. Keep one of the two cells."
    )


class OtherYearError(DeskError):
    """A column of a file is a month of another year than the chosen one."""

    sentence = words(
        "“{column}” is a month of {found}, and the targets shown are those of {year}."
    )


class NoTargetsError(DeskError):
    """No table of a file has the columns of targets."""

    sentence = words(
        "No table of this file has the columns of targets: a column “Rep”, then the "
        "months. Start from the file that is exported here."
    )


class NothingToCopyError(DeskError):
    """The year before has no targets to copy."""

    sentence = words("There are no targets in {year} to copy.")


class YearError(DeskError):
    """A year is none that the desk plans."""

    sentence = words("{year} cannot be planned: choose a year from {lowest} on.")
