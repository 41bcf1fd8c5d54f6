"""What is refused about space that others wait for."""

from __future__ import annotations

from crm.domain.errors import DeskError, words


class SetAsideError(DeskError):
    """What is free is kept for whoever is next in line."""

    sentence = words(
        "{pool}, {issue}: what is free is kept for {who}, next in line. Stand in line "
        "behind them, or choose another place."
    )


class FreeAlreadyError(DeskError):
    """Somebody stands in line for a place that is free."""

    sentence = words("{pool}, {issue}, is free: hold it under option instead.")


class InLineError(DeskError):
    """A booking stands in line for a place already."""

    sentence = words("This booking stands in line for {pool}, {issue}, already.")


class NotHolderError(DeskError):
    """First refusal is given to somebody who did not hold the place last year."""

    sentence = words(
        "First refusal is for whoever held {pool} a year before {issue}: this "
        "advertiser did not."
    )
