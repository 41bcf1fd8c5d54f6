"""How long it takes to price a booking of fifty lines, and how that grows with lines.

On SQLite, warm, with a full card: eighteen formats, quantities, premiums, three scales.
Goal: at most 5 ms for fifty lines; and fifty lines cost at most ten times one line,
for the card and the year are read once a booking, whatever the machine.

    python -m tests.benchmarks.pricing [--runs 40]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from datetime import date
from pathlib import Path
from time import perf_counter, process_time
from typing import TYPE_CHECKING

from crm.domain.magazine import FormatKind
from crm.domain.rate_cards import Cumulation, RateUnit, Tier, TierKind
from crm.services import rate_cards, titles
from crm.services.pricing import PricedLine, price_lines
from crm.store.database import Store
from crm.store.models import Format, Issue, Position
from tests.factories import FREQUENCY, ITSELF, VOLUME, Desk, make_desk, make_issue

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

LINES, FORMATS, ISSUES = 50, 18, 6
GOAL_MS, GOAL_RATIO = 5.0, 10.0


def fill(session: Session) -> Desk:
    """Write a card of the usual size, and six issues of its year."""
    desk = make_desk(session)
    formats = [
        titles.add_format(
            session,
            desk.manager,
            desk.print_id,
            f"f{number}",
            FormatKind.PRINT,
            f"Format {number}",
            f"Format {number}",
            width=2_100,
            height=1_000,
            units=6,
        )
        for number in range(FORMATS)
    ]
    card_id = rate_cards.write_card(
        session,
        desk.manager,
        rate_cards.RateCardWish(
            desk.title_id,
            "Tarif 2027",
            date(2027, 1, 1),
            date(2027, 12, 31),
            rates=[
                rate_cards.RateWish(
                    format_id, 140_00 - lower, RateUnit.THOUSAND, from_quantity=lower
                )
                for format_id in formats
                for lower in (1, 10, 100)
            ],
            premiums=[
                rate_cards.PremiumWish(
                    "facing", "Face au dossier", "Facing", 1_000, desk.facing
                ),
                rate_cards.PremiumWish("guaranteed", "De rigueur", "Guaranteed", 500),
            ],
            tiers={
                TierKind.FREQUENCY: FREQUENCY,
                TierKind.VOLUME: VOLUME,
                TierKind.COMBINATION: [Tier(2, None, 300)],
            },
            fees=[rate_cards.FeeWish("layout", "Mise en page", "Page layout", 150_00)],
            cumulation=Cumulation.BOTH,
        ),
    )
    rate_cards.publish_card(session, desk.manager, card_id)
    for number in range(ISSUES):
        published = date(2027, 4 + number, 20)
        make_issue(
            session, desk, f"{number}", closes_on=published, published_on=published
        )
    return desk


def wishes(session: Session, desk: Desk) -> list[PricedLine]:
    """Return fifty lines over the formats and issues."""
    formats = session.query(Format).filter(Format.code.like("f%_")).all()
    formats = [form for form in formats if form.name_fr.startswith("Format ")]
    issues = session.query(Issue).order_by(Issue.id).all()
    facing = session.get_one(Position, desk.facing)
    return [
        PricedLine(
            issues[number % ISSUES],
            formats[number % FORMATS],
            facing,
            quantity=1 + number * 7,
            is_guaranteed=number % 2 == 0,
            fee_codes=("layout",),
        )
        for number in range(LINES)
    ]


def measure(
    store: Store, desk: Desk, many: Sequence[int], runs: int
) -> dict[int, tuple[float, float]]:
    """Return the milliseconds of the least disturbed run: worked, and waited."""
    times: dict[int, list[tuple[float, float]]] = {number: [] for number in many}
    with store.reading(desk.rep) as session:
        lines = wishes(session, desk)
        for run in range(runs + 3):
            for number in many:
                begun, worked = perf_counter(), process_time()
                price_lines(
                    session,
                    desk.rep,
                    lines[:number],
                    title_id=desk.title_id,
                    advertiser_id=desk.advertiser_id,
                    has_mandate=True,
                    agency="Agence",
                )
                took = (process_time() - worked, perf_counter() - begun)
                if run > 2:
                    times[number].append((took[0] * 1000, took[1] * 1000))
                session.expunge_all()
                lines = wishes(session, desk)
    return {
        number: (min(t[0] for t in each), min(t[1] for t in each))
        for number, each in times.items()
    }


def main() -> None:
    """Fill, measure, print; exit 1 where a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=40)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = Store(f"sqlite:///{Path(folder) / 'desk.db'}")
        store.prepare()
        with store.writing(ITSELF) as session:
            desk = fill(session)
        found = measure(store, desk, (1, LINES), wanted.runs)
        store.close()
    for number, (worked, waited) in found.items():
        sys.stdout.write(f"{number:>3} lines: {worked:5.2f} ms ({waited:.2f} waited)\n")
    ratio = found[LINES][0] / found[1][0]
    sys.stdout.write(f"ratio: {ratio:.1f} (at most {GOAL_RATIO:.0f})\n")
    sys.exit(found[LINES][0] > GOAL_MS or ratio > GOAL_RATIO)


if __name__ == "__main__":
    main()
