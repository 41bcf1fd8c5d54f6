"""The day the desk opens: its people, its title, its prices, its calendar."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from crm.domain.clock import add_months, in_days
from crm.domain.companies import FieldKind
from crm.domain.magazine import FormatKind, SupportKind
from crm.domain.money import Money
from crm.domain.roles import RoleCode
from crm.services import custom_fields, profiles, targets, titles, users
from crm.services.demo.desk import MANAGER, USERS, clock, user_name
from crm.services.demo.tables import house, number, parts, rows

if TYPE_CHECKING:
    from datetime import datetime

    from crm.domain.roles import Actor
    from crm.services.demo.desk import Desk
    from crm.services.demo.tables import Row

OPENING_YEARS = 6
"""How many years before the anchor's the desk opens: its oldest contacts' age."""
SIZES = ("A", "B", "C", "prospect")


def plan_opening(desk: Desk) -> None:
    """Put the opening, the audience figures and the targets on the agenda."""
    first_day = date(desk.anchor.year - OPENING_YEARS, 1, 2)
    desk.plan(first_day, partial(_open, desk), hour=8)
    desk.plan(desk.yesterday, partial(_measure, desk), hour=7)
    for offset, cents in house()["targets"]["years"].items():
        year = desk.anchor.year + int(offset)
        desk.plan(
            date(year - 1, 12, 1),
            partial(_aim, desk, year, cents),
            hour=10,
        )


def _open(desk: Desk, at: datetime) -> None:
    users.add_roles(desk.session)
    for key, user in USERS.items():
        desk.users[key] = users.add_user(
            desk.session,
            clock(at),
            users.UserWish(
                user_name(user),
                user["email"],
                RoleCode(user["role"]),
                job=user["job_fr"],
                job_en=user["job_en"],
                phone=user["phone"],
                language=user["language"],
            ),
        )
    manager = desk.actor(MANAGER, at)
    for row in rows("sectors"):
        desk.sectors[row["key"]] = titles.add_sector(
            desk.session, manager, row["key"], row["name_fr"], row["name_en"]
        )
    publisher_id = _publisher(desk, manager)
    _title(desk, manager, publisher_id)
    for rank, support in enumerate(house()["supports"]):
        _support(desk, manager, support, rank)
    for rank, (code, kind, french, english, choices) in enumerate(
        (
            ("switchboard", FieldKind.TEXT, "Standard", "Switchboard", ()),
            ("size", FieldKind.CHOICE, "Potentiel", "Potential", SIZES),
        )
    ):
        custom_fields.add_company_field(
            desk.session,
            manager,
            code,
            kind,
            french,
            english,
            choices=choices,
            rank=rank,
        )


def _publisher(desk: Desk, actor: Actor) -> int:
    row = house()["publisher"]
    publisher_id = titles.add_publisher(
        desk.session,
        actor,
        titles.PublisherWish(
            row["name"],
            legal_form=row["legal_form"],
            capital=row["capital_fr"],
            siret=row["siret"],
            vat_number=row["vat_number"],
            street=row["street"],
            postcode=row["postcode"],
            town=row["city"],
            country=row["country"],
            phone=row["phone"],
            email=row["email"],
            website=row["website"],
            notice_fr=house()["demonstration_fr"],
            notice_en=house()["demonstration_en"],
        ),
    )
    texts = {language: _terms(language) for language in ("fr", "en")}
    first_year = desk.anchor.year - 2
    desk.terms_id = titles.add_terms(
        desk.session,
        actor,
        publisher_id,
        f"{first_year}-1",
        date(first_year, 1, 1),
        text_fr=texts["fr"],
        text_en=texts["en"],
        cancellation_notice_days=max(r["from_days"] for r in house()["cancellation"]),
        penalty_rule={"steps": house()["cancellation"]},
    )
    return publisher_id


def _terms(language: str) -> str:
    terms = house()["terms"]
    articles = [
        f"{rank}. {article[f'title_{language}']}\n{article[f'text_{language}']}"
        for rank, article in enumerate(terms["articles"], start=1)
    ]
    return "\n\n".join([*articles, terms[f"note_{language}"]])


def _title(desk: Desk, actor: Actor, publisher_id: int) -> None:
    row = house()["title"]
    desk.title_id = titles.add_title(
        desk.session,
        actor,
        titles.TitleWish(
            publisher_id,
            row["name"],
            row["tagline_fr"],
            row["tagline_en"],
            row["language"],
            look=row["colours"],
            promise={
                **{f"heading_{end}": row[f"promise_{end}"] for end in ("fr", "en")},
                **{f"lead_{end}": row[f"lead_{end}"] for end in ("fr", "en")},
                "points": row["points"],
                "topics": row["topics"],
            },
            technical_rules={"rules": house()["technical_rules"]},
            contact_user_id=desk.users[row["contact"]],
            branded_content=row["branded_content"],
        ),
    )
    for rank, column in enumerate(house()["columns"]):
        titles.add_column(
            desk.session,
            actor,
            desk.title_id,
            rank=rank,
            name_fr=column["name_fr"],
            name_en=column["name_en"],
            text_fr=column["about_fr"],
            text_en=column["about_en"],
            themes_fr="\n".join(column["themes_fr"]),
            themes_en="\n".join(column["themes_en"]),
        )


def _support(desk: Desk, actor: Actor, support: Row, rank: int) -> None:
    key = support["key"]
    support_id = titles.add_support(
        desk.session,
        actor,
        desk.title_id,
        key,
        SupportKind(key),
        support["name_fr"],
        support["name_en"],
        rank=rank,
        rhythm=(support["rhythm_fr"], support["rhythm_en"]),
    )
    desk.supports[key] = support_id
    for place, row in enumerate(r for r in rows("formats") if r["support"] == key):
        desk.formats[row["key"]] = _format(desk, actor, support_id, row, place)
    for place, row in enumerate(r for r in rows("positions") if r["support"] == key):
        desk.positions[row["key"]] = titles.add_position(
            desk.session,
            actor,
            support_id,
            row["key"],
            row["name_fr"],
            row["name_en"],
            is_exclusive=row["exclusive"] == "yes",
            is_premium=bool(row["premium"]),
            takes_page=not row["flatplan_pages"].startswith("C"),
            fits=parts(row["formats"]),
            rank=place,
        )


def _format(desk: Desk, actor: Actor, support_id: int, row: Row, rank: int) -> int:
    scale = 10 if row["unit"] == "mm" else 1
    return titles.add_format(
        desk.session,
        actor,
        support_id,
        row["key"],
        FormatKind(row["kind"]),
        row["name_fr"],
        row["name_en"],
        width=scale * (number(row["width"]) or 0),
        height=scale * (number(row["height"]) or 0),
        bleed=scale * (number(row["bleed_mm"]) or 0),
        safe=scale * (number(row["safe_mm"]) or 0),
        units=number(row["page_units"]) or 0,
        longest_kilobytes=number(row["weight_limit_kb"]),
        is_advertorial=row["labelled"] == "yes",
        includes=(row["includes_fr"], row["includes_en"]),
        rank=rank,
    )


def _measure(desk: Desk, at: datetime) -> None:
    for row in rows("audience"):
        measured_on = add_months(desk.yesterday, -int(row["measured_months_before"]))
        titles.add_claim(
            desk.session,
            desk.actor(MANAGER, at),
            desk.title_id,
            cluster=row["group"],
            rank=int(row["rank"]),
            amount=int(row["value"]),
            unit=row["unit"],
            label_fr=row["label_fr"],
            label_en=row["label_en"],
            detail_fr=row["detail_fr"],
            detail_en=row["detail_en"],
            source_fr=row["source_fr"],
            source_en=row["source_en"],
            measured_on=measured_on,
            expires_on=in_days(add_months(measured_on, int(row["valid_months"])), 1),
        )

    for rank, row in enumerate(house()["testimonials"]):
        months = row.get("permitted_months_before")
        profiles.add_testimonial(
            desk.session,
            desk.actor(MANAGER, at),
            desk.title_id,
            profiles.Voice(
                row["quote_fr"],
                row["quote_en"],
                row["person"],
                row["role_fr"],
                row["role_en"],
                row["organisation"],
                add_months(desk.yesterday, -months) if months else None,
                rank=rank,
            ),
        )


def _aim(desk: Desk, year: int, cents: int, at: datetime) -> None:
    aims = house()["targets"]
    reps = aims["reps_bp"]
    months = Money(cents).split(aims["months_bp"])
    for month, amount in enumerate(months, start=1):
        for rep, share in zip(reps, amount.split(list(reps.values())), strict=True):
            targets.set_target(
                desk.session,
                desk.actor(MANAGER, at),
                date(year, month, 1),
                share,
                user_id=desk.users[rep],
                title_id=desk.title_id,
            )
