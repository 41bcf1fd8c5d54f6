"""The pages of the second step: setting it up, and giving a code to come in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from crm.domain.errors import DeskError, SignedOutError, WrongCodeError
from crm.language.formats import tell
from crm.services.sign_ins import LASTS
from crm.services.two_step import Outcome
from crm.web.endpoint import Visit, endpoint, set_cookie
from crm.web.two_step_pages import (
    ACCOUNT,
    ask_code,
    offer,
    say_held,
    show_codes,
    show_on,
    show_secret,
)
from crm.web.visit import SESSION_COOKIE, local_path, session_of

if TYPE_CHECKING:
    from crm.domain.roles import Actor
    from crm.services.arrivals import Arrivals
    from crm.services.front import FrontDesk

COOKIE = "regie_second"
FIVE_MINUTES = 300


def ask_second_step(
    arrivals: Arrivals, visit: Visit, user_id: int, wanted: str
) -> Response | None:
    """Return the answer to a right password that sends its holder to the second step.

    None where theirs is off: they may be signed in at once.
    """
    cookie = arrivals.before_second_step(user_id, wanted)
    if cookie is None:
        return None
    response = RedirectResponse("/login/second", 303)
    set_cookie(response, visit.request, COOKIE, cookie, FIVE_MINUTES)
    return response


def two_step_routes(desk: FrontDesk, arrivals: Arrivals) -> list[Route]:
    """Return the page of the account, and the page before the desk."""
    pages = _Pages(desk, arrivals)
    return [
        Route("/login/second", endpoint(pages.second), methods=["GET", "POST"]),
        Route(ACCOUNT, endpoint(pages.show)),
        Route(f"{ACCOUNT}/begin", endpoint(pages.begin), methods=["POST"]),
        Route(f"{ACCOUNT}/confirm", endpoint(pages.confirm), methods=["POST"]),
        Route(f"{ACCOUNT}/codes", endpoint(pages.codes), methods=["POST"]),
        Route(f"{ACCOUNT}/off", endpoint(pages.turn_off), methods=["POST"]),
    ]


class _Pages:
    def __init__(self, desk: FrontDesk, arrivals: Arrivals) -> None:
        self._desk = desk
        self._arrivals = arrivals

    # --- Before the desk -----------------------------------------------------

    def second(self, visit: Visit) -> Response:
        """Ask for the code of whoever gave the right password, and look at it."""
        request = visit.request
        cookie = request.cookies.get(COOKIE, "")
        if request.method != "POST":
            if not cookie or not self._arrivals.awaits_code(cookie):
                return RedirectResponse("/login", 303)
            return ask_code()
        try:
            arrived = self._arrivals.give_code(
                cookie,
                visit.form.get("code", ""),
                address=request.client.host if request.client else "",
                browser=request.headers.get("user-agent", ""),
            )
        except SignedOutError:
            return RedirectResponse("/login", 303)
        except DeskError as refusal:
            return ask_code(tell(refusal), 403)
        if arrived.outcome is Outcome.WRONG:
            return ask_code(tell(WrongCodeError()), 403)
        if arrived.outcome is Outcome.HELD:
            response: Response = say_held()
        else:
            response = RedirectResponse(local_path(arrived.wanted), 303)
            seconds = int(LASTS.total_seconds())
            set_cookie(response, request, SESSION_COOKIE, arrived.token, seconds)
        response.delete_cookie(COOKIE, path="/", httponly=True)
        return response

    # --- The account ---------------------------------------------------------

    def show(self, visit: Visit) -> Response:
        """Show how the second step stands, and what can be done about it."""
        actor = self._actor(visit)
        return self._page(actor) if actor else _sign_in()

    def begin(self, visit: Visit) -> Response:
        """Give a secret; the page then shows it."""
        actor = self._actor(visit)
        if actor is None:
            return _sign_in()
        try:
            self._arrivals.begin(actor)
        except DeskError as refusal:
            return self._page(actor, refusal)
        return RedirectResponse(ACCOUNT, 303)

    def confirm(self, visit: Visit) -> Response:
        """Turn it on with a code; show the recovery codes, once."""
        actor = self._actor(visit)
        if actor is None:
            return _sign_in()
        try:
            return show_codes(self._arrivals.confirm(actor, visit.form.get("code", "")))
        except DeskError as refusal:
            return self._page(actor, refusal)

    def codes(self, visit: Visit) -> Response:
        """Make new recovery codes, with a code; show them, once."""
        actor = self._actor(visit)
        if actor is None:
            return _sign_in()
        try:
            made = self._arrivals.renew_codes(actor, visit.form.get("code", ""))
        except DeskError as refusal:
            return self._page(actor, refusal)
        return show_codes(made)

    def turn_off(self, visit: Visit) -> Response:
        """Turn it off, with a code."""
        actor = self._actor(visit)
        if actor is None:
            return _sign_in()
        try:
            self._arrivals.turn_off(actor, visit.form.get("code", ""))
        except DeskError as refusal:
            return self._page(actor, refusal)
        return RedirectResponse(ACCOUNT, 303)

    def _actor(self, visit: Visit) -> Actor | None:
        visitor = self._desk.visitor(session_of(visit.request.cookies))
        return visitor.actor if visitor else None

    def _page(self, actor: Actor, refusal: DeskError | None = None) -> Response:
        stands = self._arrivals.second_step_of(actor.user_id or 0)
        wrong = tell(refusal) if refusal else ""
        status = 422 if refusal else 200
        if stands.on_since is not None:
            return show_on(stands.codes_left, wrong, status)
        try:
            enrolment = self._arrivals.started(actor)
        except DeskError as failure:
            return offer(tell(failure), 503)
        if enrolment is None:
            return offer(wrong, status)
        return show_secret(enrolment.secret, enrolment.uri, wrong, status)


def _sign_in() -> Response:
    return RedirectResponse(f"/login?next={ACCOUNT}", 303)
