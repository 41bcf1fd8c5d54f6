"""The words every document shares: looks, people, parties and the steps of a price."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Lang: TypeAlias = Literal["fr", "en"]


@dataclass(frozen=True, slots=True)
class Look:
    """Hold a title's design tokens: its name, colours as ``#RRGGBB``, set of faces.

    The colours and faces are the house's where a title has none of its own.

    ``mediakit.theme.check`` says which pairs must reach which contrast.
    """

    name: str
    ink: str = "#0C1B2A"
    slate: str = "#52606D"
    mist: str = "#8A97A3"
    line: str = "#D9DEE3"
    paper: str = "#F5F3EE"
    accent: str = "#2438E0"
    sky: str = "#C9D3FF"
    lime: str = "#D7F25C"
    coral: str = "#FF5B3A"
    mint: str = "#12A085"
    faces: str = "grotesque"
    art: str = "city"


@dataclass(frozen=True, slots=True)
class Fact:
    """Hold one label and its value."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Party:
    """Hold one party: its name, then its address, numbers and contact, a line each.

    An empty heading takes the role's own word ("Annonceur", "Advertiser"…).
    """

    lines: tuple[str, ...]
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """Hold a raster, PNG or JPEG, in pixels; ``alt`` says what it shows.

    ``key`` is another as soon as the bytes are: it stands for them where a page is
    compared with another.
    """

    content: bytes = field(repr=False)
    width: int
    height: int
    alt: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """Hold one person to call or write to.

    ``dial`` is the number in E.164 (it becomes a ``tel:`` link), ``phone`` as read.
    ``card`` is a vCard, drawn as a QR code where there is room for one.
    """

    name: str
    job: str = ""
    phone: str = ""
    dial: str = ""
    email: str = ""
    note: str = ""
    card: str = ""
    photo: Picture | None = None


StepKind: TypeAlias = Literal["step", "minus", "sum"]


@dataclass(frozen=True, slots=True)
class Step:
    """Hold one named amount of a cascade.

    ``step`` adds (card rate, premium, fees), ``minus`` takes away, ``sum`` totals what
    stands above: the kind draws the sign, ``amount`` carries none. ``note`` gives the
    reason of an exceptional discount.
    """

    label: str
    amount: str
    base: str = ""
    rate: str = ""
    kind: StepKind = "step"
    note: str = ""


@dataclass(frozen=True, slots=True)
class Cascade:
    """Hold the steps of one price, shared by every line that ``heading`` names."""

    heading: str
    steps: tuple[Step, ...]
