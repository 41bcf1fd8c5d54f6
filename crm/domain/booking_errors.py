"""What the desk refuses of a booking's lines: places, packages, make-goods."""

from __future__ import annotations

from crm.domain.errors import DeskError, words


class NoPlaceError(DeskError):
    """Issues a line should be repeated in have no place for it."""

    sentence = words("No place in {issues}. Leave them out, or choose another format.")


class PackageIssuesError(DeskError):
    """The issues chosen for a package are not one for each of its insertions."""

    sentence = words("“{package}” holds {wanted} insertions: choose an issue for each.")


class PackageCardError(DeskError):
    """An issue is priced by another card than the one the package stands on."""

    sentence = words(
        "“{package}” is sold by the rate card “{card}”: {issue} is priced by another."
    )


class EmptyPackageError(DeskError):
    """A package is being kept with nothing in it."""

    sentence = words("A package holds two insertions at least: add formats to it.")


class NotFailedError(DeskError):
    """A make-good is given for a line that was not booked."""

    sentence = words(
        "A make-good repairs a line that ran, or was confirmed and then cancelled."
    )


class RepairedError(DeskError):
    """The line has its make-good already."""

    sentence = words("This line has its make-good already, in {issue}.")


class NothingCarriedError(DeskError):
    """No line of a booking has a place next year."""

    sentence = words(
        "No line of {number} finds a place next year: {lines}. Plan the issues and "
        "publish their rate card first."
    )


class NotExpiredError(DeskError):
    """A booking that has not expired is being quoted anew."""

    sentence = words("Nothing of {number} has expired: it stands as it is.")


class PastProposingError(DeskError):
    """A proposal is asked for of a booking that is past it."""

    sentence = words(
        "A proposal is made of a quote or an option; {number} is past that: send its "
        "insertion order."
    )


class SeveralCurrenciesError(DeskError):
    """A booking whose lines are not of one currency is to be printed."""

    sentence = words(
        "The lines of {number} are in {currencies}: one paper has one total. Book "
        "each currency apart."
    )
