"""The words in which the audit tells what titles came to say and show of themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.domain.errors import words
from crm.language import words_of

if TYPE_CHECKING:
    from collections.abc import Mapping

SENTENCES: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("add", "picture"): (words("{who} kept a picture."),),
    ("add", "testimonial"): (words("{who} added what {name} says."),),
    ("show", "title"): (words("{who} changed the pictures {of_subject}."),),
    ("show", "user"): (words("{who} changed the photo {of_subject}."),),
}

ACTIONS: Mapping[str, str] = {"show": words("pictures changed")}

KINDS: Mapping[str, str] = {
    "picture": words_of("audit", "picture"),
    "testimonial": words_of("audit", "testimonial"),
}
