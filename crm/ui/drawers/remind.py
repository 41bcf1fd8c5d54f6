"""Remind an advertiser of the files it owes: the mail, written and kept once sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.companies import ContactRole
from crm.language import _, ngettext, use_language, words_of
from crm.language.formats import number
from crm.services.material_reminders import Mail, remind, write_mail
from crm.store.queries.bookings import booking_card
from crm.store.queries.companies import company_card
from crm.store.queries.materials import owed_by_booking
from crm.ui import acting, asking, parts
from crm.ui.contact_parts import opposed_note
from crm.ui.drawers.drawer import drawer_foot, open_drawer
from crm.ui.escape import bold, join
from crm.ui.material_words import due_mark, due_words, reminded_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor
    from crm.store.queries.bookings import BookingCard
    from crm.store.queries.companies import ContactRow
    from crm.store.queries.materials import MaterialRow


def open_remind(booking_id: int) -> None:
    """Open the drawer that reminds a booking's advertiser of what is awaited."""
    name = f"remind_{booking_id}"
    form = acting.fresh_form(name)
    open_drawer(
        name,
        _("Remind of the materials"),
        "outgoing_mail",
        lambda: _draw(form, booking_id),
        way=("remind", booking_id),
    )


def _draw(form: str, booking_id: int) -> None:
    me = asking.me()
    with asking.reading() as session:
        rows = owed_by_booking(session, me, booking_id)
        booking = booking_card(session, me, booking_id)
        people = list(_people(session, me, booking)) if booking else []
        with use_language(booking.language if booking else "fr"):
            spoken = owed_by_booking(session, me, booking_id)
    if not rows or booking is None:
        said = _("Nothing is awaited for this booking any more.")
        st.markdown(parts.muted(said))
        return
    acting.aside(form)["about"] = booking.advertiser
    for row in rows:
        note = join((row.issue, due_words(row.due_on, me.today)))
        told = reminded_words(row.reminders, row.reminded_at)
        mark = due_mark(row.status, row.due_on, me.today)
        parts.pair(f"remind_{row.line_id}", bold(row.what), note, mark, told)
    person = _whom(form, people, booking)
    mail = _mail(form, spoken, person, me.name)
    if person and person.emails:
        to = person.emails[0]
        link = parts.mail_to(
            _("Open it in your mail program"), to, mail.subject, mail.body
        )
        st.markdown(join((parts.icon("mail"), link, parts.muted(to)), " "))
    else:
        said = _("No e-mail is known for this contact: copy the text, or call.")
        st.markdown(parts.muted(said))
    drawer_foot(
        "remind",
        form,
        lambda: _save(form, booking_id, person.id if person else None),
        label=_("Record it as sent"),
    )


def _people(session: Session, me: Actor, booking: BookingCard) -> Iterator[ContactRow]:
    """Yield who may be reminded: the booking's contact, who makes files, the others."""
    found: list[ContactRow] = []
    for company_id in (booking.advertiser_id, booking.agency_id):
        company = company_card(session, me, company_id) if company_id else None
        found += company.contacts if company else ()
    yield from sorted(
        found,
        key=lambda one: (
            one.id != booking.contact_id,
            ContactRole.ARTWORK not in one.roles,
            not one.emails,
        ),
    )


def _whom(
    form: str, people: Sequence[ContactRow], booking: BookingCard
) -> ContactRow | None:
    if not people:
        said = _("Nobody is known at {company}: add a contact first.")
        st.markdown(parts.muted(said.format(company=booking.advertiser)))
        return None
    known = {one.id: one for one in people}
    picked = st.selectbox(
        _(words_of("mail", "To")),
        list(known),
        format_func=lambda one: _named(known[one]),
        key=f"remind_to_{form}",
    )
    person = known[picked or people[0].id]
    opposed_note(person)
    return person


def _named(person: ContactRow) -> str:
    told = (person.name, person.job, next(iter(person.emails), ""))
    return " · ".join(part for part in told if part)


def _mail(
    form: str, rows: Sequence[MaterialRow], person: ContactRow | None, rep: str
) -> Mail:
    """Draw the text, written anew for each person until somebody changes it."""
    me = asking.me()
    name = ""
    if person:
        courtesy = f"{person.salutation} {person.last_name}".strip()
        name = courtesy if person.salutation else person.name
    written = write_mail(rows, name, rep, me.today)
    to = person.id if person else 0
    subject = st.text_input(
        _("Subject"), written.subject, key=f"remind_subject_{form}_{to}", max_chars=200
    )
    lines = ngettext("{number} line", "{number} lines", len(rows))
    body = st.text_area(
        _("Text"),
        written.body,
        key=f"remind_text_{form}_{to}",
        max_chars=4000,
        height=300,
        help=lines.format(number=number(len(rows))),
    )
    acting.aside(form)["to"] = to
    return Mail(subject, body)


def _save(form: str, booking_id: int, contact_id: int | None) -> None:
    me = asking.me()
    to = acting.aside(form).get("to") or 0
    typed = st.session_state
    mail = Mail(
        str(typed.get(f"remind_subject_{form}_{to}") or ""),
        str(typed.get(f"remind_text_{form}_{to}") or ""),
    )
    acting.save(
        lambda session: remind(session, me, booking_id, mail, contact_id),
        form,
        done=_("The reminder is kept with the advertiser’s activities."),
    )
