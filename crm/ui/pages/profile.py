"""A title's profile: what it says of itself, with the kit's page beside the form."""

from __future__ import annotations

import streamlit as st

from crm.language import _
from crm.store.queries.editable_profiles import profile_rows
from crm.store.queries.magazine import list_titles
from crm.store.queries.publishing import seller
from crm.store.queries.users import list_users
from crm.ui import asking, lists, parts, profile_forms, profile_pictures
from crm.ui.drawers.profile_row import open_profile_row
from crm.ui.escape import bold, join
from crm.ui.map import page_file
from crm.ui.profile_preview import beside

NAMED = {
    "words": _("Words"),
    "look": _("Appearance"),
    "pictures": _("Pictures"),
    "promise": _("Promise"),
    "figures": _("Figures"),
    "columns": _("Editorial columns"),
    "voices": _("Testimonials"),
    "branded": _("Branded content"),
    "rules": _("Technical rules"),
}
ROWS = {
    "figures": ("audience_claim", _("Add a figure")),
    "columns": ("editorial_column", _("Add a column")),
    "voices": ("testimonial", _("Add a testimonial")),
}

me = asking.me()
with asking.reading() as session:
    titles = {row.id: row.name for row in list_titles(session, me)}
    asked = lists.record_id()
    title_id = asked if asked in titles else next(iter(titles))
    card = seller(session, title_id)
    people = list_users(session)

left, actions = parts.top()
with left:
    parts.head(
        join((_("Publisher & titles"), _("profile"))),
        _("What {title} says of itself.").format(title=card.title),
    )
with actions:
    if len(titles) > 1:
        other = st.selectbox(
            _("Title"),
            list(titles),
            list(titles).index(title_id),
            format_func=titles.__getitem__,
            key=f"profile_title_{title_id}",
        )
        if other != title_id:
            lists.open_record("profile", other)
    st.page_link(page_file("publisher"), label=_("The publisher’s legal data"))

part = (
    st.pills(
        _("Part"),
        list(NAMED),
        default="words",
        required=True,
        format_func=NAMED.__getitem__,
        key="profile_part",
        label_visibility="collapsed",
    )
    or "words"
)
form, preview = st.container(key="split").columns([1, 1.1], gap="large")
held = None
with form:
    if part in ROWS:
        kind, label = ROWS[part]
        with asking.reading() as session:
            found = profile_rows(session, me, kind, title_id)
        with parts.section(NAMED[part], str(len(found)), key="profile-rows"):
            if not found:
                st.markdown(parts.muted(_("None yet.")))
            for row in found:
                with parts.row(f"profile-{kind}-{row.id}"):
                    shown = join((bold(row.name), parts.muted(row.note)), "  \n")
                    st.markdown(shown, width="stretch")
                    if st.button(
                        "",
                        key=f"profile_row_{row.id}",
                        icon=":material/edit:",
                        help=_("Change"),
                        type="tertiary",
                    ):
                        open_profile_row(kind, title_id, row.id)
        if st.button(
            label, key="profile_row_add", type="primary", icon=":material/add:"
        ):
            open_profile_row(kind, title_id)
    elif part == "pictures":
        photos = {row.id: (row.name, row.photo_id) for row in people}
        profile_pictures.draw(card, photos)
    else:
        with parts.section(NAMED[part], key="profile-form").container(gap="small"):
            editing = profile_forms.editing_of(part, title_id)
            if editing is not None:
                names = {row.id: row.name for row in people}
                profile_forms.draw(part, editing, names)
                held = profile_forms.held(editing)
with preview:
    beside(part, title_id, held)
