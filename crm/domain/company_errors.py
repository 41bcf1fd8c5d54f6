"""What is refused about companies, their people, and the files that come with them."""

from __future__ import annotations

from crm.domain.errors import DeskError, words


class NoCardsError(DeskError):
    """A file holds no business card."""

    sentence = words(
        "There is no business card in this file. Export the contacts as vCard (.vcf), "
        "then choose that file."
    )


class ManyCardsError(DeskError):
    """A file of business cards is too large to be looked through."""

    sentence = words(
        "This file is too large: 200 kB and 200 cards at most. Export fewer contacts "
        "at a time."
    )


class UnreadableCardsError(DeskError):
    """A file of business cards is written in no encoding the desk knows."""

    sentence = words(
        "The letters of this file cannot be read. Export the contacts as vCard 3.0 or "
        "4.0, in UTF-8."
    )


class BrokenCardError(DeskError):
    """A business card that was chosen cannot be added."""

    sentence = words("{name} cannot be added: the card is broken. Leave it out.")


class NotPdfError(DeskError):
    """A file that must be a PDF is none."""

    sentence = words("This is not a PDF. Scan the mandate, or print it to a PDF.")


class LargeFileError(DeskError):
    """A file is larger than the desk keeps."""

    sentence = words("This file is too large: {most} MB at most.")


class SameCompanyError(DeskError):
    """A contact is being moved to where they are."""

    sentence = words("{name} is at {company} already. Choose another company.")


class PartiesError(DeskError):
    """A mandate is being recorded between a company and itself."""

    sentence = words("A mandate is given to another company: choose an agency.")


class UnpaidError(DeskError):
    """The unpaid flag stands already as it is being set."""

    sentence = words("This was noted already: look at the page again.")
