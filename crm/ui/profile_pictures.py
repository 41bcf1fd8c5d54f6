"""The pictures of a title and of its people: handed in, converted, shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.roles import Right
from crm.language import _
from crm.services import profiles
from crm.services.pictures import read_picture
from crm.store.queries.profile import picture
from crm.ui import acting, asking, parts
from crm.ui.escape import bold

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor
    from crm.store.queries.publishing import SellerCard

TYPES = ["svg", "png", "jpg", "jpeg", "webp", "gif"]


def draw(seller: SellerCard, photos: Mapping[int, tuple[str, int | None]]) -> None:
    """Draw the logo, the cover's picture, the people's photos, each to be changed."""
    held = {"logo": seller.logo_id, "cover": seller.cover_id}
    for name, label in (("logo", _("Logo")), ("cover", _("Picture on the cover"))):
        with parts.section(label, key=f"picture-{name}"):
            _shown(held[name], seller.title)
            _handed_in(f"title_{name}_{seller.title_id}", _title_saver(seller, name))
            if held[name] is not None:
                st.button(
                    _("Take it away"),
                    key=f"picture_{name}_remove",
                    type="tertiary",
                    icon=":material/delete:",
                    on_click=_show_on_title,
                    args=(seller, name, None),
                )
    if not asking.may(Right.ADMINISTER):
        return
    with parts.section(_("People’s photos"), key="picture-people"):
        for id_, (name, photo_id) in photos.items():
            with st.expander(bold(name), key=f"picture_person_{id_}"):
                _shown(photo_id, name)
                _handed_in(f"person_{id_}", _person_saver(id_))


def _shown(picture_id: int | None, named: str) -> None:
    with asking.reading() as session:
        found = picture(session, asking.me(), picture_id)
    if found is None:
        said = _("None yet: the name is set in type, initials stand for people.")
        st.markdown(parts.muted(said))
        return
    with st.container(key=f"panel-picture-{picture_id}", width=320):
        st.image(found.content, width=280, alt=found.alt or named)


def _handed_in(name: str, saver: object) -> None:
    form = acting.form_id(f"picture_{name}")
    acting.refusal(form)
    file = st.file_uploader(
        _("SVG, PNG, JPEG or WebP; letters of a drawing as outlines"),
        TYPES,
        key=f"picture_{name}_{form}",
        max_upload_size=10,
    )
    if file is not None:
        st.button(
            _("Use this picture"),
            key=f"picture_{name}_save",
            icon=":material/check:",
            on_click=acting.attempt,
            args=(lambda: saver(form, file.getvalue(), file.name), form),  # type: ignore[operator]  # one of the two below
        )


def _title_saver(seller: SellerCard, name: str) -> object:
    def save(form: str, content: bytes, _file: str) -> None:
        me = asking.me()
        wish = read_picture(content, alt_fr=seller.title, alt_en=seller.title)

        def keep(session: Session) -> None:
            kept = profiles.keep_picture(session, me, wish)
            _point(session, me, seller, name, kept)

        acting.save(keep, form, done=_("The picture is kept."))

    return save


def _person_saver(user_id: int) -> object:
    def save(form: str, content: bytes, _file: str) -> None:
        me = asking.me()
        wish = read_picture(content)

        def keep(session: Session) -> None:
            kept = profiles.keep_picture(session, me, wish)
            profiles.show_person(session, me, user_id, kept)

        acting.save(keep, form, done=_("The picture is kept."))

    return save


def _show_on_title(seller: SellerCard, name: str, picture_id: int | None) -> None:
    me = asking.me()
    acting.speak()
    acting.save(
        lambda session: _point(session, me, seller, name, picture_id),
        done=_("The picture is taken away."),
    )


def _point(
    session: Session, me: Actor, seller: SellerCard, name: str, picture_id: int | None
) -> None:
    shown = {"logo": seller.logo_id, "cover": seller.cover_id, name: picture_id}
    profiles.show_on_title(
        session,
        me,
        seller.title_id,
        logo_id=shown["logo"],
        cover_id=shown["cover"],
    )
