"""The revenue report on paper: what it prints, whatever its words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.mediakit.drawing import document, revenue
from tests.mediakit.reading import check_structure, failures, images, strays, texts
from tests.mediakit.report_specimen import empty_report, report
from tests.mediakit.test_hostile import HOSTILE, _with

if TYPE_CHECKING:
    from pathlib import Path


def printed(pdf: bytes) -> str:
    return " ".join("\n".join(texts(pdf)).split())


def test_every_figure_of_its_words_is_printed() -> None:
    words, said = report(), printed(document("revenue-fr"))
    for part in words.parts:
        assert part.heading in said
        if part.table:
            for row in (*part.table.rows, part.table.total):
                assert all(" ".join(cell.split()) in said for cell in row)
    for kpi in words.kpis:
        assert " ".join(kpi.value.replace("\u202f", " ").split()) in said


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_words_are_laid_out(name: str, tmp_path: Path) -> None:
    pdf = revenue(_with(report(), HOSTILE[name]))
    assert failures(pdf, tmp_path) == []
    assert check_structure(pdf) > 30
    assert not images(pdf)
    assert strays(pdf) == []


def test_a_report_without_figures_says_why(tmp_path: Path) -> None:
    pdf = revenue(empty_report())
    assert failures(pdf, tmp_path) == []
    assert "Rien au journal." in printed(pdf)
    assert len(texts(pdf)) == 1


def test_a_hundred_rows_are_paged_under_their_head(tmp_path: Path) -> None:
    pages = texts(revenue(report(rows=100)))
    assert len(pages) > 4
    said = " ".join("\n".join(pages).split())
    assert all(f"mois {n} " in said for n in range(100))
    assert sum("Écart" in page for page in pages) >= 3
    assert failures(revenue(report(rows=100)), tmp_path) == []


def test_curves_of_one_point_or_none_are_drawn(tmp_path: Path) -> None:
    words = report()
    chart = words.parts[0].chart
    for points in ((), ((0, 0),), ((0, -50_000), (99_999, 50_000))):
        curves = tuple(replace(curve, points=points) for curve in chart.curves)
        part = replace(words.parts[0], chart=replace(chart, curves=curves))
        pdf = revenue(replace(words, parts=(part,)))
        assert failures(pdf, tmp_path) == []
        assert strays(pdf) == []
