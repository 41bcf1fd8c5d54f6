"""Media kits for a whole list, from the shell."""

from __future__ import annotations

import sys
from threading import Thread
from typing import TYPE_CHECKING
from zipfile import ZipFile

import click

from crm.cli.terminal import UnwritableError, opened_desk, print_json
from crm.domain.errors import DeskError, words
from crm.domain.names import fold
from crm.domain.roles import Door
from crm.language import _, ngettext
from crm.language.formats import number

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor
    from crm.domain.views import Filters
    from crm.services.documents.kit_runs import KitRun

LOOKED_AT_SECONDS = 0.2


class NoSuchListError(DeskError):
    """No view of the list of advertisers is called so."""

    sentence = words("No list is called “{name}”. Those there are: {known}.")


class FolderInUseError(DeskError):
    """A folder to be filled has files in it."""

    sentence = words("{path} already holds files. Name a new folder, or empty it.")


def make_list(view: str, folder: Path, language: str, *, as_json: bool) -> None:
    """Make a kit for everybody on a list; write them into a folder.

    Ctrl-C stops it; what was drawn by then is kept and written. Raises
    NoSuchListError, FolderInUseError, UnwritableError.
    """
    from crm.services.documents.kit_runs import KitRun  # noqa: PLC0415
    from crm.services.documents.media_kit import KitWish  # noqa: PLC0415
    from crm.store.queries.advertisers import kept_ids  # noqa: PLC0415

    desk = opened_desk()
    actor = desk.itself(Door.COMMAND)
    with desk.reading(actor) as session:
        company_ids = kept_ids(session, actor, _filters(session, actor, view))
    archive = _made_ready(folder)
    run = KitRun(desk, actor, KitWish(language=language), company_ids, archive)
    try:
        _watch(run)
        with ZipFile(archive) as made:
            made.extractall(folder)
    finally:
        archive.unlink(missing_ok=True)
    if as_json:
        refused = {str(one.company_id): one.reason for one in run.refused}
        print_json({"folder": str(folder), "kept": run.kept, "refused": refused})
        return
    told = ngettext("{number} kit in {folder}", "{number} kits in {folder}", run.kept)
    click.echo(told.format(number=number(run.kept), folder=folder))
    for one in run.refused:
        click.echo(f"{one.name}: {one.reason}", err=True)


def _watch(run: KitRun) -> None:
    """Run it in a thread, so that the bar moves and Ctrl-C is heard."""
    failed: list[BaseException] = []

    def work() -> None:
        try:
            run.run()
        except BaseException as failure:  # noqa: BLE001  raised again below
            failed.append(failure)

    thread = Thread(target=work, name="media kits")
    thread.start()
    label = _("Drawing the media kits…")
    with click.progressbar(length=run.total, label=label, file=sys.stderr) as bar:
        while thread.is_alive():
            try:
                thread.join(LOOKED_AT_SECONDS)
            except KeyboardInterrupt:
                run.stop()
            bar.update(run.done - bar.pos)
    if failed:
        raise failed[0]


def _filters(session: Session, actor: Actor, asked: str) -> Filters:
    from crm.domain.views import BUILT_IN  # noqa: PLC0415
    from crm.store.queries.saved_views import list_views  # noqa: PLC0415

    known: dict[str, Filters] = {}
    for row in list_views(session, actor):
        known.setdefault(row.name, row.filters)
    own = {"mine", "region", "sector"}  # of whoever looks: the desk itself has none
    for view in BUILT_IN:
        if view.code not in own:
            known.setdefault(_(view.name), view.filters)
            if fold(view.code) == fold(asked):
                return view.filters
    for name, filters in known.items():
        if fold(name) == fold(asked):
            return filters
    raise NoSuchListError(name=asked, known=", ".join(known))


def _made_ready(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise FolderInUseError(path=str(folder))
        archive = folder / ".media-kits.zip"
        archive.touch()
        archive.unlink()
    except OSError as failure:
        raise UnwritableError(path=str(folder)) from failure
    return archive
