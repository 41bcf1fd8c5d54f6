"""Kits for a whole list: all kept, told when not, stopped when asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pypdfium2
import pytest

from crm.domain.errors import NotYoursError
from crm.domain.roles import RoleCode
from crm.services.documents.kit_runs import KitRun
from crm.services.documents.media_kit import KitWish
from crm.store.models import Company, Document
from tests.factories import ITSELF, make_actor, make_company, make_desk, make_issue
from tests.services.test_documents import add_claim

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sqlalchemy.orm import Session

    from crm.store.database import Store
    from tests.factories import Desk

FEW = KitWish(language="", pages=("cover", "contact"))


@dataclass
class Listed:
    """A desk with a short list of companies."""

    desk: Desk
    ids: list[int]


@pytest.fixture
def listed(store: Store) -> Listed:
    def fill(session: Session) -> Listed:
        desk = make_desk(session)
        make_issue(session, desk)
        names = ("Łódź & Fils", "../../etc/passwd", "Ελλάδα ΑΕ", "Lodz, Fils")
        ids = [make_company(session, desk.rep, name) for name in names]
        session.get_one(Company, ids[0]).language = "en"
        return Listed(desk, ids)

    return store.write(fill, ITSELF)


def kept(store: Store) -> list[tuple[int | None, str, str]]:
    with store.reading(ITSELF) as session:
        rows = session.query(Document).order_by(Document.id)
        return [(row.company_id, row.language, row.sha256) for row in rows]


def test_a_list_is_drawn_kept_and_put_into_an_archive(
    store: Store, listed: Listed, tmp_path: Path
) -> None:
    path = tmp_path / "kits.zip"
    run = KitRun(store, listed.desk.rep, FEW, [*listed.ids, listed.ids[0]], path)
    assert (run.total, run.done) == (4, 0)
    run.run()
    assert (run.done, run.kept, run.finished, run.refused) == (4, 4, True, [])
    with ZipFile(path) as archive:
        names = archive.namelist()
        assert sorted(names) == [
            f"company-{listed.ids[2]}-fr.pdf",
            "etc-passwd-fr.pdf",
            "lodz-fils-en.pdf",
            "lodz-fils-fr.pdf",
        ]
        for name in names:
            pypdfium2.PdfDocument(BytesIO(archive.read(name))).close()
    assert {(company, language) for company, language, _sha in kept(store)} == {
        (listed.ids[0], "en"),
        (listed.ids[1], "fr"),
        (listed.ids[2], "fr"),
        (listed.ids[3], "fr"),
    }


@pytest.mark.unaudited("the names are only the setting")
def test_names_that_would_meet_in_the_archive_are_told_apart(
    store: Store, listed: Listed, tmp_path: Path
) -> None:
    def rename(session: Session) -> None:
        for id_ in listed.ids:
            session.get_one(Company, id_).trade_name = "Lumicité"

    store.write(rename, ITSELF)
    wish = KitWish(language="fr", pages=("cover",))
    path = tmp_path / "kits.zip"
    KitRun(store, listed.desk.rep, wish, listed.ids, path).run()
    assert ZipFile(path).namelist() == [
        "lumicite-fr.pdf",
        "lumicite-fr-2.pdf",
        "lumicite-fr-3.pdf",
        "lumicite-fr-4.pdf",
    ]


def test_who_cannot_be_drawn_is_told_and_the_others_go_on(
    store: Store, listed: Listed, tmp_path: Path
) -> None:
    store.write(
        lambda s: add_claim(s, listed.desk, expires_on=date(2027, 3, 3)), ITSELF
    )
    path = tmp_path / "kits.zip"
    wish = KitWish(language="fr")
    run = KitRun(store, listed.desk.rep, wish, [*listed.ids, 9_999], path)
    run.run()
    assert run.done == run.total == 5
    assert len(run.refused) == 5
    told = ZipFile(path).read("not-made.txt").decode()
    assert "Łódź & Fils" in told
    assert "9999" in told
    assert kept(store) == []
    few = KitRun(
        store, listed.desk.rep, FEW, [*listed.ids, 9_999], tmp_path / "others.zip"
    )
    few.run()
    assert (few.kept, [one.company_id for one in few.refused]) == (4, [9_999])


def test_a_run_stops_between_two_kits_and_keeps_what_was_drawn(
    store: Store, listed: Listed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from crm.services.documents import kit_runs

    composed: Callable[..., object] = kit_runs.compose_media_kit
    path = tmp_path / "kits.zip"
    run = KitRun(store, listed.desk.rep, FEW, listed.ids, path)
    seen: list[int | None] = []

    def stopping(session: Session, actor: object, wish: KitWish) -> object:
        seen.append(wish.company_id)
        if len(seen) == 2:
            run.stop()
        return composed(session, actor, wish)

    monkeypatch.setattr(kit_runs, "compose_media_kit", stopping)
    run.run()
    assert run.stopped
    assert run.finished
    assert (run.done, run.kept) == (1, 1)
    assert len(kept(store)) == 1
    assert len(ZipFile(path).namelist()) == 1


def test_other_processes_draw_the_same_bytes(
    store: Store, listed: Listed, tmp_path: Path
) -> None:
    wish = KitWish(language="fr")
    KitRun(store, listed.desk.rep, wish, listed.ids, tmp_path / "one.zip").run()
    alone = kept(store)
    two = KitRun(
        store, listed.desk.rep, wish, listed.ids, tmp_path / "two.zip", processes=1
    )
    two.run()
    assert two.kept == 4
    assert kept(store) == alone, "the same words are the same edition"
    with ZipFile(tmp_path / "one.zip") as one, ZipFile(tmp_path / "two.zip") as other:
        assert [one.read(name) for name in one.namelist()] == [
            other.read(name) for name in other.namelist()
        ]


def test_a_reader_makes_none_and_no_archive_is_written_over(
    store: Store, listed: Listed, tmp_path: Path
) -> None:
    reader = make_actor(9_001, RoleCode.READER)
    with pytest.raises(NotYoursError):
        KitRun(store, reader, FEW, listed.ids, tmp_path / "kits.zip")
    there = tmp_path / "there.zip"
    there.write_bytes(b"mine")
    run = KitRun(store, listed.desk.rep, FEW, listed.ids, there)
    with pytest.raises(FileExistsError):
        run.run()
    assert run.finished
    assert there.read_bytes() == b"mine"
    assert kept(store) == []
