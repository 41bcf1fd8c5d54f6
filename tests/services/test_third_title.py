"""A title that has nothing of the demonstration's: none of their words is printed."""

from __future__ import annotations

import tomllib
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
from sqlalchemy import select

from crm.domain.revenue import Period
from crm.services import documents, profiles, titles
from crm.services.documents.media_kit import KitWish
from crm.services.insertion_reports import Ran
from crm.store.models import Issue, Line, Publisher, Title
from tests.factories import Desk, make_desk
from tests.mediakit.reading import texts
from tests.services.test_documents import add_claim
from tests.services.test_papers import every_paper, owed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

DEMONSTRATION = Path(__file__).parents[2] / "data" / "demo"
THIRD = "Le Rucher"
ITS_OWN = frozenset({"heading", "lead", "tagline", "quote", "name", "text"})


def sentences(value: Any, key: str = "") -> Iterator[str]:
    """List what a title of the demonstration says of itself in three words or more."""
    if isinstance(value, dict):
        for name, inside in value.items():
            yield from sentences(inside, name)
    elif isinstance(value, list):
        for inside in value:
            yield from sentences(inside, key)
    elif key.partition("_")[0] in ITS_OWN and len(str(value).split()) >= 3:
        yield str(value)


def demonstrations_words() -> list[str]:
    first = tomllib.loads((DEMONSTRATION / "title.toml").read_text("utf-8"))
    second = tomllib.loads((DEMONSTRATION / "second_title.toml").read_text("utf-8"))
    own = [first["title"], second["promise"], second["columns"]]
    taglines = [second["tagline_fr"], second["tagline_en"]]
    names = [first["title"]["name"], second["name"], first["publisher"]["name"]]
    return [*names, *taglines, *sentences(own), "smartcity", "territ", "waterfront"]


def rename(session: Session, desk: Desk) -> None:
    """Make the desk's title another one: name, look, promise, columns, voice."""
    title = session.get_one(Title, desk.title_id)
    title.name, title.tagline_fr, title.tagline_en = THIRD, "Le miel", "All of honey"
    title.look = {"faces": "serif", "art": "shore", "accent": "#6B3A00"}
    title.promise = {"heading": {"fr": "Ils récoltent.", "en": "They harvest."}}
    session.get_one(Publisher, title.publisher_id).name = "Abeilles réunies"
    titles.add_column(
        *(session, desk.manager, desk.title_id),
        name_fr="La ruche",
        name_en="The hive",
        text_fr="Chaque mois.",
        text_en="Each month.",
        themes_fr="essaims",
        themes_en="swarms",
    )
    voice = profiles.Voice("Bon miel.", "Good honey.", "Ada", permitted_on=_day(1))
    profiles.add_testimonial(session, desk.manager, desk.title_id, voice)
    add_claim(session, desk, expires_on=date(2028, 12, 31))


def _day(day: int) -> date:
    return date(2027, 1, day)


def said(content: bytes) -> str:
    """Return a file's words, and what it says of itself."""
    with pikepdf.open(BytesIO(content)) as opened:
        about = [str(value) for value in opened.docinfo.values()]
        with opened.open_metadata() as further:
            about += [str(value) for value in further.values()]
    return " ".join([*" ".join(texts(content)).split(), *about]).casefold()


def every_document(session: Session, desk: Desk, language: str) -> dict[str, bytes]:
    made = every_paper(session, desk, language)
    rep = desk.rep
    line = session.scalars(select(Line).order_by(Line.id)).first()
    assert line is not None
    made["summary"] = documents.issue_booking_summary(
        session, rep, line.booking_id, language=language
    )
    for company in (None, desk.advertiser_id):
        made[f"kit {company}"] = documents.issue_media_kit(
            session, rep, KitWish(company, language, title_id=desk.title_id)
        )
    period = Period(date(2027, 1, 1), date(2027, 12, 31))
    made["revenue"] = documents.issue_revenue_report(
        session, desk.manager, period, language=language
    )
    session.query(Issue).filter_by(code="62").one().code = "61"
    made["report"] = documents.issue_insertion_report(
        session, rep, owed(session, desk, Ran("12")), language=language
    )
    return {name: issued.content for name, issued in made.items()}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_document_of_a_third_title_says_a_word_of_the_others(
    session: Session, language: str
) -> None:
    desk = make_desk(session)
    rename(session, desk)
    forbidden = [word.casefold() for word in demonstrations_words()]
    assert len(forbidden) > 30
    made = every_document(session, desk, language)
    for name, content in made.items():
        told = said(content)
        assert THIRD.casefold() in told, name
        assert [word for word in forbidden if word in told] == [], name
    assert len(made) == 11
