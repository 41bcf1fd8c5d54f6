"""Media kits for a whole list: which list, how far the run is, its archive."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from threading import Thread
from typing import TYPE_CHECKING, Any, NoReturn
from weakref import finalize

import pandas as pd
import streamlit as st

from crm.domain.roles import Right
from crm.domain.views import Filters
from crm.language import _, ngettext
from crm.language.formats import number
from crm.services.documents.kit_runs import KitRun
from crm.store.queries.advertisers import count_advertisers, kept_ids
from crm.store.queries.home_region import home_of
from crm.store.queries.kit_companies import kit_companies
from crm.store.queries.saved_views import list_views
from crm.ui import acting, asking, parts
from crm.ui import list_state as views
from crm.ui.advertisers_parts import view_name
from crm.ui.escape import bold, join
from crm.ui.house import house
from crm.ui.map import page_file

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor
    from crm.services.documents.media_kit import KitWish

MOST = 2_000
"""Kits one run makes from the screens; the command line takes any list."""
EVERY_SECONDS = "0.5s"
CAME = "came"
"""The list somebody came from, among the views."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of advertisers: its name, how many it has, the first ones' numbers."""

    name: str
    total: int
    company_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Came:
    """The list somebody came from: its name and filters, or the rows they ticked."""

    name: str
    filters: Filters
    ticked: tuple[int, ...] = ()


class _Books:
    """The house, as a run asks it from its own thread."""

    def reading(self, asker: Actor) -> Session:
        return house().reading(asker)

    def write(self, action: Callable[[Session], object], actor: Actor) -> object:
        return house().store.write(action, actor)


@dataclass(eq=False)
class _Running:
    """A run and the name of its list."""

    run: KitRun
    name: str
    surprise: str = ""


def kits_button(filters: Filters, name: str, total: int) -> None:
    """Draw the way from a list of advertisers to kits for all of them."""
    if not asking.may(Right.WRITE):
        return
    if st.button(
        _("Media kits"),
        key="kits_open",
        icon=":material/palette:",
        help=ngettext(
            "A media kit for this advertiser",
            "A media kit for each of these {number}",
            total,
        ).format(number=number(total)),
    ):
        _go(Came(name, filters))


def ticked_button(ticked: Sequence[int]) -> None:
    """Draw the way from ticked rows of a list to kits for those alone."""
    said = ngettext(
        "A media kit for the one ticked",
        "Media kits for the {number} ticked",
        len(ticked),
    ).format(number=number(len(ticked)))
    if st.button(said, key="kits_ticked", icon=":material/palette:"):
        name = ngettext("The one ticked", "The {number} ticked", len(ticked))
        named = name.format(number=number(len(ticked)))
        _go(Came(named, Filters(), tuple(ticked)))


def _go(came: Came) -> NoReturn:
    acting.state()["kit_came"] = came
    st.session_state["kit_whom"] = "list"
    st.session_state["kit_list"] = CAME
    st.switch_page(page_file("media_kit"))


def chosen_list(session: Session, me: Actor) -> Listed:
    """Draw the choice of a list; return it."""
    saved, home = list_views(session, me), home_of(session, me)
    known = views.views_of(saved, home)
    came: Came | None = acting.state().get("kit_came")
    filters = {code: shown.filters for code, shown in known.items()}
    names = {code: view_name(code, saved, home) for code in known}
    if came is not None:
        names[CAME], filters[CAME] = came.name, came.filters
    codes = [CAME, *known] if came is not None else list(known)
    code = st.selectbox(
        _("List"),
        codes,
        format_func=lambda one: names[one],
        key="kit_list",
        persist_state="session",
    )
    code = code if code in filters else codes[0]
    if came is not None and code == CAME and came.ticked:
        return Listed(names[code], len(came.ticked), came.ticked)
    total = count_advertisers(session, me, filters[code])
    ids = tuple(kept_ids(session, me, filters[code], most=MOST))
    return _some(session, me, Listed(names[code], total, ids), code)


def _some(session: Session, me: Actor, listed: Listed, code: str) -> Listed:
    """Draw the companies of a list to be ticked; none ticked is all of them."""
    if not 1 < listed.total <= MOST:
        return listed
    known = kit_companies(session, me, listed.company_ids)
    ids = [id_ for id_ in listed.company_ids if id_ in known]
    with st.expander(_("Only some of them"), key=f"kit_some_{code}"):
        answer: Any = st.dataframe(
            pd.DataFrame({"name": [known[id_].name for id_ in ids]}),
            hide_index=True,
            height=300,
            row_height=34,
            key=f"kit_ticked_{code}_{listed.total}",
            alt=_("The advertisers of this list"),
            column_config={"name": st.column_config.TextColumn(_("Advertiser"))},
            on_select="rerun",
            selection_mode="multi-row",
        )
    ticked = tuple(ids[row] for row in answer.selection.rows if row < len(ids))
    return Listed(listed.name, len(ticked), ticked) if ticked else listed


def run_row(listed: Listed, wish: KitWish) -> None:
    """Draw the one primary button, or how far the run is, and what it made."""
    if not asking.may(Right.WRITE):
        return
    running: _Running | None = acting.state().get("kit_run")
    if running is not None and not running.run.finished:
        acting.refreshed(EVERY_SECONDS)(_progress)(running)
        return
    if listed.total > MOST:
        st.markdown(
            parts.muted(
                _(
                    "{total} advertisers: {most} kits at most in one go. Narrow the "
                    "list, or use the command line."
                ).format(total=number(listed.total), most=number(MOST))
            )
        )
    label = ngettext("Make {number} kit", "Make {number} kits", listed.total)
    st.container(key="kit-foot").button(
        label.format(number=number(listed.total)),
        key="kits_make",
        type="primary",
        icon=":material/library_books:",
        disabled=not listed.company_ids or listed.total > MOST or not wish.pages,
        on_click=start,
        args=(listed, wish),
    )
    st.markdown(
        parts.muted(
            _(
                "Each is drawn for its company, in its language where you choose so, "
                "signed by who looks after it, and kept as issued."
            )
        )
    )
    if running is not None:
        _made(running)


def start(listed: Listed, wish: KitWish) -> None:
    """Begin a run in a thread of its own; one at a time."""
    me = asking.me()
    acting.speak()
    before: _Running | None = acting.state().get("kit_run")
    if before is not None and not before.run.finished:
        return
    folder = mkdtemp(prefix="regie-kits-")
    path = Path(folder) / "media-kits.zip"
    run = KitRun(_Books(), me, wish, listed.company_ids, path)
    running = _Running(run, listed.name)
    finalize(running, rmtree, folder, ignore_errors=True)  # once nobody holds it
    acting.state()["kit_run"] = running
    Thread(target=_work, args=(running,), name="media kits", daemon=True).start()


def _work(running: _Running) -> None:
    try:
        running.run.run()
    except Exception as surprise:  # noqa: BLE001  a thread's failure is seen by nobody
        running.surprise = acting.surprise_sentence(surprise)


def _progress(running: _Running) -> None:
    run = running.run
    if run.finished:
        st.rerun()
    told = _("{done} of {total}").format(done=number(run.done), total=number(run.total))
    st.progress(min(100, 100 * run.done // max(1, run.total)), text=told)
    st.button(
        _("Stopping…") if run.stopped else _("Stop"),
        key="kits_stop",
        icon=":material/stop_circle:",
        disabled=run.stopped,
        on_click=run.stop,
    )


def _made(running: _Running) -> None:
    run = running.run
    if running.surprise:
        st.error(running.surprise, icon=":material/error:")
    kept = ngettext("{number} kit kept", "{number} kits kept", run.kept)
    told = kept.format(number=number(run.kept))
    if run.stopped:
        left = run.total - run.done
        told = join((told, _("stopped, {number} not begun").format(number=left)))
    with parts.row("kits-made"):
        st.markdown(
            join((bold(told), parts.muted(running.name)), "  \n"), width="stretch"
        )
        if run.kept:
            st.download_button(
                _("All of them (ZIP)"),
                run.archive.read_bytes,
                "media-kits.zip",
                "application/zip",
                key="kits_download",
                icon=":material/folder_zip:",
                on_click="ignore",
            )
    for one in run.refused[:10]:
        parts.pair(f"kits-refused-{one.company_id}", bold(one.name), one.reason)
    more = len(run.refused) - 10
    if more > 0:
        said = ngettext("and {number} more", "and {number} more", more)
        st.markdown(parts.muted(said.format(number=number(more))))
