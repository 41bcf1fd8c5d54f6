"""The words several documents share: the look, the seller, people, price steps."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crm.domain.errors import NotUnderstoodError
from crm.domain.phones import show_phone
from crm.domain.prices import Step, StepKind, Sum
from crm.domain.profile import Bilingual
from crm.language import _, current_language
from crm.language.formats import millimetres, money, parse_money, percent
from crm.language.vocabulary import word
from crm.store.queries.profile import picture
from crm.store.queries.users import user
from mediakit.model import Clause, Look, Party, Person, Picture
from mediakit.model import Step as PrintedStep
from mediakit.theme import colours

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from crm.domain.money import Money
    from crm.domain.prices import LinePrice
    from crm.domain.roles import Actor
    from crm.store.queries.bookings import LineCard
    from crm.store.queries.companies import CompanyCard
    from crm.store.queries.publishing import SellerCard

TOKENS = {"cobalt": "accent"}
"""Names a title's profile uses for the renderer's tokens."""
_TIER = re.compile(r"(?<=\d) (?=(?:à|to) \d)|(?<=\d.à) (?=\d)|(?<=\d.to) (?=\d)")
"""The spaces of “4 à 5 insertions” that do not break."""


def look_of(seller: SellerCard) -> Look:
    """Return a title's look; what its profile does not say is the house's."""
    known = set(colours())
    chosen = {
        token: f"#{value.removeprefix('#')}"
        for name, value in seller.look.items()
        if (token := TOKENS.get(name, name)) in known
    }
    chosen |= {
        name: str(seller.look[name])
        for name in ("faces", "art")
        if seller.look.get(name)
    }
    return Look(**{**chosen, "name": seller.title})


def seller_party(seller: SellerCard) -> Party:
    """Return the seller as documents name it."""
    legal = seller.legal_form
    if legal and seller.capital:
        legal = _("{form} with a capital of {capital}").format(
            form=legal, capital=_capital(seller.capital)
        )
    return Party(
        _present(
            seller.title,
            seller.name,
            legal,
            seller.street,
            f"{seller.postcode} {seller.town}".strip(),
            seller.register,
            f"SIRET {siret(seller.siret)}" if seller.siret else "",
            _("VAT {number}").format(number=seller.vat_number)
            if seller.vat_number
            else "",
        )
    )


def _capital(typed: str) -> str:
    """Write a capital as its language does; what is no amount stands as typed."""
    try:
        amount = parse_money(typed)
    except NotUnderstoodError:
        return typed
    return money(amount, cents=amount.cents % 100 != 0)


def company_party(
    company: CompanyCard, *, contact: str = "", heading: str = ""
) -> Party:
    """Return a company as documents name it: legal name, contact, seat, numbers."""
    place = f"{company.postcode} {company.town}".strip()
    if company.country != "FR":
        place = f"{place} ({company.country})"
    return Party(
        _present(
            company.name,
            contact,
            company.street,
            place,
            f"SIRET {siret(company.siret)}" if company.siret else "",
            _("VAT {number}").format(number=company.vat_number)
            if company.vat_number
            else "",
        ),
        heading,
    )


def person(session: Session, user_id: int | None) -> Person | None:
    """Return the card of one of the desk's people."""
    row = user(session, user_id)
    if row is None:
        return None
    return Person(
        name=row.name,
        job=Bilingual(row.job, row.job_en).said(current_language()),
        phone=show_phone(row.phone_e164) if row.phone_e164 else row.phone_raw,
        dial=row.phone_e164 or "",
        email=row.email,
    )


def portrait(session: Session, actor: Actor, user_id: int | None) -> Picture | None:
    """Return the photo of one of the desk's people, None where there is none."""
    row = user(session, user_id)
    return drawn_picture(session, actor, row.photo_id) if row else None


def drawn_picture(
    session: Session, actor: Actor, picture_id: int | None
) -> Picture | None:
    """Return a kept picture as documents draw it."""
    kept = picture(session, actor, picture_id)
    if kept is None:
        return None
    return Picture(kept.content, kept.width, kept.height, kept.alt, kept.sha256)


def siret(number: str) -> str:
    """Write a SIRET in its groups: 732 829 320 00074."""
    groups = (number[:3], number[3:6], number[6:9], number[9:])
    return "\u00a0".join(group for group in groups if group)


def printed_steps(price: LinePrice) -> tuple[PrintedStep, ...]:
    """Return a price's steps and sums as they are printed."""
    return tuple(
        _printed(row) if isinstance(row, Step) else _sum(*row)
        for row in price.printed()
    )


def _printed(step: Step) -> PrintedStep:
    minus = step.amount.cents < 0 or step.kind is StepKind.EXCEPTIONAL
    note = step.reason
    if step.approver:
        note = _("{reason}, granted by {approver}").format(
            reason=step.reason, approver=step.approver
        )
    label = word(step.kind)
    colon = "\u00a0:" if current_language() == "fr" else ":"
    detail = _TIER.sub("\u00a0", step.detail)
    if detail and not detail.casefold().startswith(label.casefold()):
        detail = f"{label}{colon} {detail}"
    return PrintedStep(
        label=detail or label,
        amount=money(-step.amount if minus else step.amount),
        base=money(step.base) if step.base else "",
        rate=percent(abs(step.rate))
        if step.rate is not None
        else ("\u2013" if step.kind is StepKind.EXCEPTIONAL else ""),
        kind="minus" if minus else "step",
        note=note,
    )


def _sum(name: Sum, amount: Money) -> PrintedStep:
    return PrintedStep(label=word(name), amount=money(amount), kind="sum")


def trim_words(line: LineCard) -> str:
    """Say the size a printed line is trimmed to, with its bleed."""
    if not line.width or line.is_digital:
        return ""
    size = f"{millimetres(line.width)} × {millimetres(line.height)}\u00a0mm"
    if not line.bleed:
        return size
    return _("{size}, bleed {bleed} mm").format(
        size=size, bleed=millimetres(line.bleed)
    )


def size_words(line: LineCard) -> str:
    """Say the size of a line that is shown on a screen."""
    if not line.width or not line.is_digital:
        return ""
    return f"{line.width} × {line.height}\u00a0px"


def _present(*lines: str) -> tuple[str, ...]:
    return tuple(line for line in lines if line)


def clauses(text: str) -> Iterable[Clause]:
    """Cut terms into their numbered articles: “3. Options. An option holds…”."""
    for part in re.split(r"\n(?=\d+\.\s)", text.strip()):
        heading, dot, rest = part.partition("\n")
        if not dot:
            found = re.match(r"(\d+\.\s[^.]{1,80})\.\s+(.*)", part, re.DOTALL)
            heading, rest = (found[1], found[2]) if found else ("", part)
        yield Clause(heading.strip(), rest.strip())
