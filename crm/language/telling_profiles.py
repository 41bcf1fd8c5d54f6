"""The words in which the audit tells what titles came to say and show of themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.domain.errors import words
from crm.language import words_of

if TYPE_CHECKING:
    from collections.abc import Mapping

SENTENCES: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("import_seal", "publisher"): (
        words("{who} had documents sealed with the certificate “{certificate}”."),
    ),
    ("remove_seal", "publisher"): (
        words("{who} removed the certificate “{certificate}”: documents go unsealed."),
    ),
    ("add", "picture"): (words("{who} kept a picture."),),
    ("add", "testimonial"): (words("{who} added what {name} says."),),
    ("change", "title"): (words("{who} changed what the title says: {changes}."),),
    ("change", "audience_claim"): (
        words("{who} changed the audience figure “{subject}”: {changes}."),
    ),
    ("change", "editorial_column"): (
        words("{who} changed the column “{subject}”: {changes}."),
    ),
    ("change", "testimonial"): (words("{who} changed a testimonial: {changes}."),),
    ("remove", "audience_claim"): (
        words("{who} took the audience figure “{label}” away."),
    ),
    ("remove", "editorial_column"): (words("{who} took the column “{name}” away."),),
    ("remove", "picture"): (
        words("{who} let go of a picture that nothing shows any more."),
    ),
    ("remove", "testimonial"): (words("{who} took away what {name} says."),),
    ("show", "title"): (words("{who} changed the pictures {of_subject}."),),
    ("show", "user"): (words("{who} changed the photo {of_subject}."),),
}

ACTIONS: Mapping[str, str] = {
    "show": words("pictures changed"),
    "import_seal": words("certificate imported"),
    "remove_seal": words("certificate removed"),
}

KINDS: Mapping[str, str] = {
    "picture": words_of("audit", "picture"),
    "testimonial": words_of("audit", "testimonial"),
}
