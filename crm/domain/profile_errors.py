"""What the desk may refuse of a title's profile."""

from __future__ import annotations

from crm.domain.errors import DeskError, words


class UnreadableLookError(DeskError):
    """Two colours of a title that stand on each other cannot be read."""

    sentence = words(
        "“{type}” cannot be read on “{ground}”: a contrast of {ratio}, and {least} is "
        "needed. The nearest colour that can: {nearest}."
    )


class PictureError(DeskError):
    """A file is no picture, or one that cannot be taken."""

    sentence = words("This file is not taken: {why}.")


class NoSourceError(DeskError):
    """An audience figure names no source."""

    sentence = words(
        "A figure without its source is never printed: say who measured it, and how."
    )
