"""The script: the frame around every page. It is run, never imported."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from crm.language import _, current_language
from crm.ui import acting, frame, keys, signed_in, undoing
from crm.ui.charts import is_dark
from crm.ui.house import house
from crm.ui.logo import emblem, logo
from crm.ui.map import sections

STYLE = Path(__file__).with_name("style.css")

here = house()
person = signed_in.begin_run()
if person is None:
    frame.signed_out()
    st.stop()
acting.speak(person.language)

title = here.title()
st.set_page_config(
    page_title=f"Régie · {title}" if title else "Régie",
    page_icon=emblem(),
    layout="wide",
    initial_sidebar_state=288,
)
with st.container(key="style"):
    st.html(STYLE)
    if is_dark():
        st.html('<i class="dark"></i>')
    if current_language() == "fr":
        st.html('<i class="french"></i>')  # the toolkit's upload box speaks English
with st.container(key="keys-mount"):
    keys.listen()
st.logo(
    logo(title, "dark" if is_dark() else "light"), size="large", icon_image=emblem()
)

chapters = sections(person.pages)
if not chapters:
    st.error(_("No page is open to your role. Ask an administrator."))
    st.stop()
pages = {
    entry.file: st.Page(
        entry.source,
        title=_(entry.title),
        icon=f":material/{entry.icon}:",
        url_path=entry.path,
        default=entry.file == chapters[0].entries[0].file,
    )
    for chapter in chapters
    for entry in chapter.entries
}
current = st.navigation(list(pages.values()), position="hidden")

with st.sidebar:
    frame.actions(person)
    frame.draw_map(chapters, pages, current)
    frame.foot(person, is_demonstration=here.is_demonstration())

said = st.container(gap=None)
current.run()
with said:
    acting.flash()
    undoing.offer()
