"""From a tile of the revenue page to its rows, and out to a workbook that re-adds."""

from __future__ import annotations

import re
import shutil
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from openpyxl import load_workbook

from crm.domain.revenue import year
from crm.language.formats import parse_money
from crm.store.database import Store
from crm.store.models import Document
from crm.store.queries.revenue import booked_net
from tests.browser.hand import DRAWER, Hand
from tests.factories import ITSELF
from tests.serving import ROOT, idle, serve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Download, Page

pytestmark = pytest.mark.browser

APP = ROOT / "tests" / "browser" / "demonstration_app.py"
MANAGER = "Hélène Vasseur"
AMOUNT = re.compile(r"[−-]?\d[\d\s\u00a0\u202f]*(?:,\d\d)?\s?€")


@pytest.fixture
def served(tmp_path: Path, demo_file: Path) -> Iterator[tuple[str, Store]]:
    path = tmp_path / "desk.db"
    shutil.copy(demo_file, path)
    store = Store(f"sqlite:///{path}")
    with serve(
        APP, tmp_path / "server.log", REGIE_DATABASE_URL=f"sqlite:///{path}"
    ) as address:
        yield address, store
    store.close()


def cents(text: str) -> int:
    """Return the first amount in euros of a text, in cents."""
    found = AMOUNT.search(text)
    assert found, text
    return parse_money(found[0]).cents


def taken(page: Page, key: str, inside: str = "") -> bytes:
    """Click a button that hands out a file; return what was handed out."""
    with page.expect_download() as handed:
        page.click(f'{inside} [class*="st-key-{key}"] button')
    given: Download = handed.value
    return Path(given.path()).read_bytes()


def test_a_tile_its_rows_and_the_workbook_agree(
    served: tuple[str, Store], open_window: Callable[..., Page]
) -> None:
    address, store = served
    hand = Hand(open_window(1440, 1000), address)
    page = hand.page
    hand.sign_in("/revenue", MANAGER)
    tile = page.locator('[class*="st-key-fig-net"]').inner_text()
    page.click('[class*="st-key-rows_net"] button')
    drawer = hand.drawer()
    title = drawer.locator("h2, h1").first.inner_text()
    told = drawer.locator('[class*="st-key-out-net"]').inner_text()
    with store.reading(ITSELF) as session:
        net = booked_net(session, ITSELF, year(2027)).cents
    assert net > 100_000_00
    assert cents(title) == net
    assert cents(told.partition("·")[2]) == net
    assert abs(cents(tile) - net) <= 50

    # The toolkit's own way out of a table asks for no right: it is there, unseen.
    bare = page.locator(f'{DRAWER} [aria-label^="Download as CSV"]')
    bare.first.wait_for(state="attached")
    assert not bare.first.is_visible()

    content = taken(page, "export_net_xlsx", DRAWER)
    rows, summary, *cuts = load_workbook(BytesIO(content)).worksheets
    head, *entries, total = rows.iter_rows(values_only=True)
    at = head.index("Net net")
    assert sum(Decimal(str(row[at])) * 100 for row in entries) == net
    assert str(total[at]).startswith("=SUM(")
    assert str(summary["B2"].value).startswith("='")
    for sheet in cuts:
        parts = list(sheet.iter_rows(min_row=2, values_only=True))[:-1]
        assert sum(Decimal(str(part[2])) * 100 for part in parts) == net, sheet.title
    many = int(re.sub(r"\D", "", told.partition("·")[0]))
    assert many == len(entries)

    page.goto(f"{address}/revenue")
    hand.settle()
    page.click('[class*="st-key-revenue_out"] button')
    pdf = pypdfium2.PdfDocument(taken(page, "revenue_report"))
    text = "".join(sheet.get_textpage().get_text_range() for sheet in pdf)
    plain = re.sub(r"\s", "", text)
    assert re.sub(r"\s", "", AMOUNT.search(title)[0]) in plain  # type: ignore[index]
    picture = taken(page, "revenue_chart_months")
    assert picture.startswith(b"\x89PNG")
    idle(page)
    with store.reading(ITSELF) as session:
        kept = session.query(Document).filter_by(kind="revenue_report").all()
        assert [row.figures["net_cents"] for row in kept] == [net]
