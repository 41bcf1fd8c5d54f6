"""Signing in and out: the pages in front of the desk."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from crm.domain.account_errors import CrowdedError, WrongPasswordError
from crm.domain.errors import DeskError
from crm.domain.roles import RoleCode
from crm.domain.sign_ins import SignInMethod
from crm.language import _
from crm.language.formats import tell
from crm.web.endpoint import Visit, endpoint
from crm.web.forms import Field, draw_field
from crm.web.letting_in import let_in, let_out, with_session
from crm.web.mosaic import emblem
from crm.web.pages import Page, not_found, render
from crm.web.proxies import address_of
from crm.web.visit import browser_of, local_path, session_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crm.web.door import Desk


class Login:
    """The pages where one signs in and out of one desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def routes(self) -> list[Route]:
        """Return the routes of signing in and out."""
        return [
            Route("/login", endpoint(self.ask), methods=["GET"]),
            Route("/login", endpoint(self.prove), methods=["POST"]),
            Route("/login/as/{user_id:int}", endpoint(self.sit), methods=["POST"]),
            Route("/logout", endpoint(self.ask_to_leave), methods=["GET"]),
            Route("/logout", endpoint(self.leave), methods=["POST"]),
            Route("/session", endpoint(self.tell), methods=["GET"]),
        ]

    def ask(self, visit: Visit) -> Response:
        """Ask who is there: by e-mail and password, or which seat to take."""
        wanted = _wanted(visit)
        visitor = self._desk.visitor(session_of(visit.request.cookies))
        if self._desk.is_demonstration():
            return self._seats(visitor.actor.user_id if visitor else None, wanted)
        if visitor is not None:
            return _see_other(wanted)
        return self._form(wanted, {}, {})

    def prove(self, visit: Visit) -> Response:
        """Let in who knows an e-mail and its password, or say what is wrong."""
        wanted = _wanted(visit)
        if self._desk.is_demonstration():
            return _see_other(f"/login?next={quote(wanted, safe='')}")
        email, password = visit.form.get("email", ""), visit.form.get("password", "")
        missing = {
            name: _("Please fill in this field.")
            for name, typed in (("email", email), ("password", password))
            if not typed
        }
        if missing:
            return self._form(wanted, {"email": email}, missing, 422)
        address = address_of(visit.request)
        try:
            user_id = self._desk.prove(email, password, address=address)
        except DeskError as refusal:
            status = _STATUS.get(type(refusal), 429)
            return self._form(wanted, {"email": email}, {"": tell(refusal)}, status)
        method = SignInMethod.PASSWORD
        return let_in(self._desk, visit, user_id, method, wanted)

    def sit(self, visit: Visit) -> Response:
        """Let a visitor of the demonstration take a seat."""
        chosen = visit.request.path_params["user_id"]
        known = {seat.id for seat in self._desk.seats()}
        if not self._desk.is_demonstration() or chosen not in known:
            return not_found(_("Nobody sits at this seat."))
        token = self._desk.sit_down(
            chosen,
            address=address_of(visit.request),
            browser=browser_of(visit.request),
        )
        return with_session(self._desk, visit, token, _wanted(visit))

    def ask_to_leave(self, visit: Visit) -> Response:
        """Ask once more who typed the address: signing out is a button's work."""
        visitor = self._desk.visitor(session_of(visit.request.cookies))
        if visitor is None:
            return _see_other("/login")
        return render(
            Page(
                eyebrow=visitor.actor.name,
                heading=_("Leaving?"),
                lead=_("What you saved stays; this browser forgets who you are."),
                body='<form class="actions" method="post" action="/logout"><button>'
                + escape(_("Sign out"))
                + '</button><a href="/">'
                + escape(_("Back to the desk"))
                + "</a></form>",
                seed="leaving",
                house=self._desk.title(),
            )
        )

    def leave(self, visit: Visit) -> Response:
        """Sign out."""
        return let_out(self._desk, visit)

    def tell(self, visit: Visit) -> Response:
        """Tell a page that stands open whether somebody is still signed in with it."""
        visitor = self._desk.visitor(session_of(visit.request.cookies))
        headers = {"cache-control": "no-store"}
        return Response(status_code=401 if visitor is None else 204, headers=headers)

    def _form(
        self,
        wanted: str,
        typed: Mapping[str, str],
        wrong: Mapping[str, str],
        status: int = 200,
    ) -> Response:
        email = typed.get("email", "")
        general = wrong.get("", "")
        said = f'<p class="refusal" role="alert">{escape(general)}</p>'
        first = "password" if email and "email" not in wrong else "email"
        drawn = "".join(
            draw_field(
                field,
                typed.get(field.name, ""),
                wrong.get(field.name, ""),
                focus=field.name == first,
            )
            for field in (
                Field("email", _("E-mail"), "username", 254, kind="email"),
                Field(
                    "password",
                    _("Password"),
                    "current-password",
                    1_000,
                    kind="password",
                ),
            )
        )
        title, act = self._desk.title(), escape(_("Sign in"))
        body = (
            f"{said if general else ''}"
            '<form class="fields signs-in" method="post" action="/login" novalidate>'
            f'<input type="hidden" name="next" value="{escape(wanted)}">{drawn}'
            f'<div class="actions"><button>{act}</button></div></form>'
            f'{self._providers(wanted)}<p class="fine">'
            + escape(
                _(
                    "Forgotten your password? Ask whoever administers the desk for a "
                    "link: it is good for 24 hours and works once."
                )
            )
            + "</p>"
        )
        return render(
            Page(
                eyebrow=title or "Régie",
                heading=_("Hello."),
                lead=_("Sign in to open your desk."),
                body=body,
                seed="login",
                foot=_("Unused for 12 hours, a session ends by itself."),
                house=title,
                switch=status == 200,
            ),
            status,
        )

    def _providers(self, wanted: str) -> str:
        there = self._desk.providers()
        if not there:
            return ""
        links = "".join(
            f'<a class="button plain" href="/login/with/{quote(code, safe="")}'
            f'?next={quote(wanted, safe="")}">'
            + escape(_("Continue with {name}").format(name=name))
            + "</a>"
            for code, name in there
        )
        choice = escape(_("or"))
        return f'<p class="or"><span>{choice}</span></p>{links}'

    def _seats(self, here: int | None, wanted: str) -> Response:
        follows = quote(wanted, safe="")
        sees = {
            RoleCode.REP: _("whom to call, what to sell, what to promise"),
            RoleCode.MANAGER: _("where the year stands, what is left unsold"),
            RoleCode.ADMINISTRATOR: _("rates, issues, team, settings"),
            RoleCode.READER: _("sees everything, changes nothing"),
        }
        cards = "".join(
            f'<button class="person{" here" if seat.id == here else ""}" '
            f'formaction="/login/as/{seat.id}?next={follows}">{emblem(seat.id)}'
            f"<b>{escape(seat.name)}</b><span>"
            + escape(
                _("{job}: {sees}").format(job=seat.role, sees=sees.get(seat.code, ""))
            )
            + '</span><i aria-hidden="true">→</i></button>'
            for seat in self._desk.seats()
        )
        title = self._desk.title()
        return render(
            Page(
                eyebrow=_("Demonstration desk"),
                heading=_("Who are you today?"),
                lead=_("Each person sees their own desk. Change seats when you like."),
                body=f'<form method="post"><fieldset class="people">{cards}'
                '</fieldset></form><p class="fine">'
                + escape(
                    _(
                        "Demonstration: companies, people and figures are invented, "
                        "but for the desk’s own contact."
                    )
                )
                + "</p>",
                seed="seats",
                foot=_("No password is asked for here, on this machine only."),
                house=title,
            )
        )


_STATUS: dict[type[DeskError], int] = {WrongPasswordError: 401, CrowdedError: 503}


def _wanted(visit: Visit) -> str:
    """Return the page to go to after signing in: what was asked for, of ours."""
    asked = visit.form.get("next") or visit.request.query_params.get("next")
    path = local_path(asked)
    return "/" if path.startswith(("/login", "/logout", "/session")) else path


def _see_other(path: str) -> Response:
    return RedirectResponse(path, 303)
