"""A form that saves."""

from __future__ import annotations

import streamlit as st

from crm.domain.errors import MissingError
from crm.ui import acting, parts

parts.head("annonceurs", "Un nom à garder")
form = acting.form_id("name")
field = f"name_typed_{form}"
st.text_input("Nom", key=field)


def keep() -> None:
    name = st.session_state[field]

    def action(session: list[str]) -> None:
        if not name:
            raise MissingError(field="name", label="Nom")
        if name == "boum":
            message = "secret detail"
            raise RuntimeError(message)
        session.append(name)

    acting.save(action, form, done="Gardé.")


st.button("Garder", key="name_save", on_click=keep, type="primary")
acting.refusal(form)
st.markdown(f"runs {st.session_state.setdefault('runs', 0)}")
st.session_state.runs += 1
