"""A second title: another look, another page, English first, a handful of bookings.

It shows that nothing of the first title is built in. All of it is invented.
"""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from crm.domain.clock import add_months, in_days
from crm.domain.magazine import FormatKind, SupportKind
from crm.domain.rate_cards import Tier, TierKind
from crm.services import bookings, issue_moves, issues, profiles, rate_cards, titles
from crm.services.agreements import Agreed
from crm.services.booking_wishes import BookingWish
from crm.services.demo.calendar import workday
from crm.services.demo.desk import COMPANIES, MANAGER
from crm.services.demo.tables import FOLDER
from crm.services.lines import LineWish
from crm.store.models import Title

if TYPE_CHECKING:
    from datetime import datetime

    from crm.domain.roles import Actor
    from crm.services.demo.desk import Desk

SOURCE_FR = "Donnée de démonstration, titre inventé"
SOURCE_EN = "Demonstration data, an invented title"
CLOSES_BEFORE, MATERIALS_BEFORE = 35, 25
TIERS = (Tier(1, 2, 0), Tier(2, 4, 800), Tier(4, None, 1_500))


@cache
def quayside() -> dict[str, Any]:
    """Return the second title as its table has it."""
    return tomllib.loads((FOLDER / "second_title.toml").read_text(encoding="utf-8"))


class _Ids:
    """The ids of the second title's own things, by their codes."""

    def __init__(self) -> None:
        self.title = 0
        self.supports: dict[str, int] = {}
        self.formats: dict[str, int] = {}
        self.positions: dict[str, int] = {}
        self.issues: dict[str, int] = {}


def plan_second_title(desk: Desk) -> None:
    """Put the second title, its issues and its bookings on the agenda."""
    ids, row = _Ids(), quayside()
    opened = in_days(desk.anchor, -row["opened_days_before"])
    desk.plan(opened, partial(_open, desk, ids), hour=8)
    desk.plan(desk.yesterday, partial(_measure, desk, ids), hour=7, minute=30)
    for issue in row["issues"]:
        day = _published(desk, issue)
        desk.plan(day, partial(_publish, desk, ids, issue["code"]), hour=7)
    for sale in row["bookings"]:
        day = workday(in_days(desk.anchor, sale["days"]))
        desk.plan(day, partial(_sell, desk, ids, sale), hour=16, minute=20)


def _published(desk: Desk, issue: dict[str, Any]) -> date:
    return workday(in_days(desk.anchor, issue["days"]))


def _open(desk: Desk, ids: _Ids, at: datetime) -> None:
    actor, row = desk.actor(MANAGER, at), quayside()
    publisher_id = desk.session.get_one(Title, desk.title_id).publisher_id
    ids.title = titles.add_title(
        desk.session,
        actor,
        titles.TitleWish(
            publisher_id,
            row["name"],
            row["tagline_fr"],
            row["tagline_en"],
            row["language"],
            look=row["look"],
            promise=row["promise"],
            technical_rules={"rules": row["rules"]},
            contact_user_id=desk.users[row["contact"]],
        ),
    )
    for rank, column in enumerate(row["columns"]):
        titles.add_column(desk.session, actor, ids.title, rank=rank, **column)
    for rank, (code, kind) in enumerate(
        (("print", SupportKind.PRINT), ("letter", SupportKind.NEWSLETTER))
    ):
        said = row[code]
        ids.supports[code] = titles.add_support(
            desk.session,
            actor,
            ids.title,
            code,
            kind,
            said["name_fr"],
            said["name_en"],
            page=tuple(said["page"]) if "page" in said else None,
            rank=rank,
            rhythm=(said["rhythm_fr"], said["rhythm_en"]),
        )
    _formats(desk, ids, actor)
    _cards(desk, ids, actor)
    for issue in row["issues"]:
        _announce(desk, ids, actor, issue)


def _formats(desk: Desk, ids: _Ids, actor: Actor) -> None:
    for rank, row in enumerate(quayside()["formats"]):
        printed = row["support"] == "print"
        ids.formats[row["code"]] = titles.add_format(
            desk.session,
            actor,
            ids.supports[row["support"]],
            row["code"],
            FormatKind.PRINT if printed else FormatKind.DIGITAL,
            row["name_fr"],
            row["name_en"],
            width=row["width"],
            height=row["height"],
            bleed=30 if printed else 0,
            safe=60 if printed else 0,
            units=row["units"],
            rank=rank,
        )
    for rank, row in enumerate(quayside()["positions"]):
        ids.positions[row["code"]] = titles.add_position(
            desk.session,
            actor,
            ids.supports["print"],
            row["code"],
            row["name_fr"],
            row["name_en"],
            is_exclusive=True,
            is_premium=True,
            rank=rank,
        )


def _cards(desk: Desk, ids: _Ids, actor: Actor) -> None:
    """Write and publish the prices of each year from its opening to the next one."""
    for year in range(actor.today.year, desk.anchor.year + 2):
        place = int(year > desk.anchor.year)
        card_id = rate_cards.write_card(
            desk.session,
            actor,
            rate_cards.RateCardWish(
                ids.title,
                f"Quayside {year}",
                date(year, 1, 1),
                date(year, 12, 31),
                rates=[
                    rate_cards.RateWish(ids.formats[row["code"]], row["cents"][place])
                    for row in quayside()["formats"]
                ],
                premiums=[
                    rate_cards.PremiumWish(
                        row["code"],
                        row["name_fr"],
                        row["name_en"],
                        row["rate"],
                        ids.positions[row["code"]],
                    )
                    for row in quayside()["positions"]
                ],
                tiers={TierKind.FREQUENCY: TIERS},
                terms_id=desk.terms_id,
            ),
        )
        rate_cards.publish_card(desk.session, actor, card_id)


def _announce(desk: Desk, ids: _Ids, actor: Actor, row: dict[str, Any]) -> None:
    published = _published(desk, row)
    support_id = ids.supports["print"]
    ids.issues[row["code"]] = issues.add_issue(
        desk.session,
        actor,
        issues.IssueWish(
            support_id,
            row["code"],
            f"Quayside {row['code']}",
            f"Quayside {row['code']}",
            in_days(published, -CLOSES_BEFORE),
            in_days(published, -MATERIALS_BEFORE),
            published,
            theme_fr=row["theme_fr"],
            theme_en=row["theme_en"],
            pages=96,
            circulation=5_800,
            pools=issues.standard_pools(
                desk.session, support_id, quayside()["print"]["ad_pages"]
            ),
        ),
    )


def _measure(desk: Desk, ids: _Ids, at: datetime) -> None:
    actor, row = desk.actor(MANAGER, at), quayside()
    for rank, claim in enumerate(row["claims"]):
        measured = add_months(desk.yesterday, -claim["months_before"])
        titles.add_claim(
            desk.session,
            actor,
            ids.title,
            cluster=claim["cluster"],
            rank=rank,
            amount=claim["amount"],
            unit=claim["unit"],
            label_fr=claim["label_fr"],
            label_en=claim["label_en"],
            source_fr=SOURCE_FR,
            source_en=SOURCE_EN,
            measured_on=measured,
            expires_on=add_months(measured, claim["months_valid"]),
        )
    permitted = add_months(desk.yesterday, -2)
    voice = profiles.Voice(**row["voice"], permitted_on=permitted)
    profiles.add_testimonial(desk.session, actor, ids.title, voice)


def _publish(desk: Desk, ids: _Ids, code: str, at: datetime) -> None:
    issue_moves.publish_issue(desk.session, desk.actor(MANAGER, at), ids.issues[code])


def _sell(desk: Desk, ids: _Ids, row: dict[str, Any], at: datetime) -> None:
    actor = desk.actor(COMPANIES[row["company"]]["owner"], at)
    position = ids.positions.get(row.get("position", ""))
    line = LineWish(ids.issues[row["issue"]], ids.formats[row["format"]], position)
    booking_id = bookings.quote(
        desk.session,
        actor,
        BookingWish(
            *(ids.title, desk.companies[row["company"]], (line,)),
            campaign=row["campaign"],
        ),
    )
    match row["fate"]:
        case "confirm":
            name = COMPANIES[row["company"]]["trade_name"]
            agreed = Agreed(name, actor.today, "mail")
            bookings.confirm(desk.session, actor, booking_id, agreed)
        case "option":
            until = workday(in_days(desk.anchor, 9))
            bookings.option(desk.session, actor, booking_id, until=until)
        case _:
            return
