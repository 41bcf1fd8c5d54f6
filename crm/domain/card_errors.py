"""What is refused about rate cards, their tables and the files they come in."""

from __future__ import annotations

from crm.domain.errors import DeskError, words


class QuantitiesError(DeskError):
    """A format has two prices from one quantity on."""

    sentence = words(
        "A format has one price from a quantity on: {quantity} stands twice."
    )


class UnitsError(DeskError):
    """A format is priced by two units of sale."""

    sentence = words(
        "{format} is sold by one unit: its lines say “{unit}” and “{other}”."
    )


class TooFewError(DeskError):
    """Fewer are asked for than the card sells."""

    sentence = words("{format} is sold from {lowest} on; {wanted} is not enough.")


class LargerThanPageError(DeskError):
    """A format is larger than the page it stands on."""

    sentence = words(
        "{format} ({size}) is larger than the page of {support} ({page}). Make the "
        "format smaller, or correct the page."
    )


class CellError(DeskError):
    """A cell of a table cannot be read: where it stands, and why."""

    sentence = words("{table}, row {row}, “{column}”: {why}")


class TwiceError(DeskError):
    """A line of a table repeats another."""

    sentence = words("“{value}” stands twice in the table. Keep one of the lines.")


class NoSuchError(DeskError):
    """A table names what the title does not have."""

    sentence = words("“{value}” is not one of: {known}.")


class NoResultError(DeskError):
    """A cell holds a formula whose result was never computed."""

    sentence = words(
        "The formula {formula} has no result in the file. Open the file in a "
        "spreadsheet and save it again, or write the figure itself."
    )


class CellFaultError(DeskError):
    """A cell shows a spreadsheet's own fault."""

    sentence = words("The spreadsheet could not compute this cell: {fault}.")


class NotAFigureError(DeskError):
    """A cell holds something that is no figure."""

    sentence = words("“{typed}” is not a figure. Write a number, as {example}.")


class FileError(DeskError):
    """A file is no spreadsheet the desk can read."""

    sentence = words(
        "This file cannot be read as a spreadsheet. Save it as .xlsx or .csv, then "
        "choose it again."
    )


class LargeFileError(DeskError):
    """A spreadsheet is larger than any the desk reads."""

    sentence = words("This file is too large: 2 MB and 2,000 rows at most.")


class NoTableError(DeskError):
    """No table of a file has the columns of a rate card."""

    sentence = words(
        "No table of this file has the columns of a rate card. Start from the "
        "template: the first row holds the names of the columns."
    )


class NoPriceError(DeskError):
    """A card without a price is being published."""

    sentence = words("This card has no price yet. Write its prices, then publish it.")
