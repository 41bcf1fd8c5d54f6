"""A person's own account: where they are signed in, and their password."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from crm.domain.errors import DeskError
from crm.domain.sign_ins import SignInMethod
from crm.language import _, use_language
from crm.language.formats import moment, tell
from crm.web.browsers import browser_name
from crm.web.endpoint import Visit, endpoint
from crm.web.forms import Field, draw_field
from crm.web.letting_in import let_out
from crm.web.pages import Page, not_found, render
from crm.web.proxies import address_of
from crm.web.visit import session_of
from crm.web.welcome import new_password_fields

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from starlette.requests import Request

    from crm.store.queries.sign_ins import OpenSignIn, Visitor
    from crm.web.door import Desk


class Account:
    """The page of one's own account, over one desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def routes(self) -> list[Route]:
        """Return the routes of the account."""
        posts = ["POST"]
        return [
            Route("/account", self._for(self.show), methods=["GET"]),
            Route("/account/password", self._for(self.change), methods=posts),
            Route("/account/end/{id:int}", self._for(self.end), methods=posts),
            Route("/account/end-others", self._for(self.end_others), methods=posts),
        ]

    def show(self, visit: Visit, visitor: Visitor) -> Response:
        """Show the account."""
        done = _done().get(visit.request.query_params.get("done", ""), "")
        return self._page(visitor, {}, done)

    def change(self, visit: Visit, visitor: Visitor) -> Response:
        """Change the password, or say what is wrong with it."""
        typed = (visit.form.get(name, "") for name in ("present", "new", "again"))
        try:
            self._desk.change_password(
                visitor, *typed, address=address_of(visit.request)
            )
        except DeskError as refusal:
            return self._page(visitor, {refusal.field or "": tell(refusal)}, "")
        return RedirectResponse("/account?done=password", 303)

    def end(self, visit: Visit, visitor: Visitor) -> Response:
        """End one session; the one that asks is signed out."""
        chosen = visit.request.path_params["id"]
        if chosen == visitor.sign_in_id:
            return let_out(self._desk, visit)
        try:
            self._desk.end_session(visitor, chosen)
        except DeskError as refusal:
            return not_found(tell(refusal))
        return RedirectResponse("/account?done=ended", 303)

    def end_others(self, _visit: Visit, visitor: Visitor) -> Response:
        """End every session but the one that asks."""
        self._desk.end_other_sessions(visitor)
        return RedirectResponse("/account?done=others", 303)

    def _for(
        self, answer: Callable[[Visit, Visitor], Response]
    ) -> Callable[[Request], Awaitable[Response]]:
        """Answer whoever is signed in, in their language."""

        def answer_visitor(visit: Visit) -> Response:
            visitor = self._desk.visitor(session_of(visit.request.cookies))
            if visitor is None:
                return RedirectResponse("/login?next=%2Faccount", 303)
            with use_language(visitor.language):
                return answer(visit, visitor)

        return endpoint(answer_visitor)

    def _page(self, visitor: Visitor, wrong: Mapping[str, str], done: str) -> Response:
        general = wrong.get("", "")
        said = (
            f'<p class="refusal" role="alert">{escape(general)}</p>'
            if general
            else f'<p class="done" role="status">{escape(done)}</p>'
            if done
            else ""
        )
        open_ones = self._desk.sessions_of(visitor)
        others = len(open_ones) > 1
        heading, back = (
            escape(_("Where you are signed in")),
            escape(_("Back to the desk")),
        )
        rows = "".join(_row(row, row.id == visitor.sign_in_id) for row in open_ones)
        body = (
            f"{said}<h2>{heading}</h2>"
            f'<form method="post"><ul class="sessions">{rows}</ul>'
            + (
                '<button class="plain" formaction="/account/end-others">'
                + escape(_("End all the others"))
                + "</button>"
                if others
                else ""
            )
            + "</form>"
            + self._password(visitor, wrong)
            + self._second_step(visitor)
            + _calendar()
            + f'<p class="back"><a href="/">{back}</a></p>'
        )
        return render(
            Page(
                eyebrow=_("My account"),
                heading=visitor.actor.name,
                lead=_("Your sessions and your password. Nobody else sees this page."),
                body=body,
                seed=f"emblem {visitor.actor.user_id}",
                house=self._desk.title(),
                switch=False,
            ),
            422 if wrong else 200,
        )

    def _password(self, visitor: Visitor, wrong: Mapping[str, str]) -> str:
        heading = '<h2 id="password">' + escape(_("Your password")) + "</h2>"
        if self._desk.is_demonstration():
            sentence = _("The demonstration has no passwords.")
            return f'{heading}<p class="fine">{escape(sentence)}</p>'
        if not self._desk.has_password(visitor):
            sentence = _("You have none. An administrator’s link lets you choose one.")
            return f'{heading}<p class="fine">{escape(sentence)}</p>'
        present = Field(
            "present",
            _("Present password"),
            "current-password",
            1_000,
            kind="password",
        )
        fields = (present, *new_password_fields())
        first = next((field.name for field in fields if field.name in wrong), "")
        drawn = "".join(
            draw_field(field, "", wrong.get(field.name, ""), focus=field.name == first)
            for field in fields
        )
        return (
            f'{heading}<form class="fields" method="post" action="/account/password" '
            f'novalidate>{drawn}<div class="actions"><button>'
            + escape(_("Change my password"))
            + '</button></div></form><p class="fine">'
            + escape(_("Your other sessions end with it."))
            + "</p>"
        )

    def _second_step(self, visitor: Visitor) -> str:
        if self._desk.is_demonstration() or not self._desk.has_password(visitor):
            return ""
        is_on = self._desk.second_step_of(visitor.actor.user_id or 0)
        return (
            '<h2 id="second">'
            + escape(_("Second step"))
            + "</h2><p>"
            + escape(
                _("It is on: signing in takes a code of your app as well.")
                if is_on
                else _("It is off: your password alone opens your desk.")
            )
            + '</p><a class="button plain" href="/account/two-step">'
            + escape(_("Change the second step") if is_on else _("Set it up"))
            + "</a>"
        )


def _calendar() -> str:
    return (
        '<h2 id="calendar">'
        + escape(_("Deadlines in my calendar"))
        + '</h2><a class="button plain" href="/account/calendar">'
        + escape(_("Subscribe to my deadlines"))
        + "</a>"
    )


def _done() -> dict[str, str]:
    return {
        "password": _("Your password is changed. Your other sessions have ended."),
        "ended": _("The session has ended."),
        "others": _("Your other sessions have ended."),
    }


def _row(row: OpenSignIn, here: bool) -> str:  # noqa: FBT001  one of two kinds of row
    name = browser_name(row.browser) or _("A browser that does not say its name")
    how = {
        SignInMethod.PASSWORD: _("with a password"),
        SignInMethod.PROVIDER: _("with an identity provider"),
        SignInMethod.LINK: _("with a one-time link"),
        SignInMethod.DEMONSTRATION: _("demonstration"),
    }[row.method]
    told = _("since {since}, {how}").format(since=moment(row.opened_at), how=how)
    seen = (
        _("this browser")
        if here
        else _("last seen {moment}").format(moment=moment(row.seen_at))
    )
    end = _("Sign out") if here else _("End")
    label = _("{end}: {name}").format(end=end, name=name)
    return (
        f"<li><b>{escape(name)}</b><span>{escape(seen)} · {escape(row.address)}<br>"
        f'{escape(told)}</span><button class="plain small" aria-label="{escape(label)}"'
        f' formaction="/account/end/{row.id}">{escape(end)}</button></li>'
    )
