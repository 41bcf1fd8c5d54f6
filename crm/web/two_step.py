"""The pages of the second step: setting it up, and giving a code to come in."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from crm.domain.account_errors import WrongCodeError
from crm.domain.errors import DeskError, SignedOutError
from crm.language import use_language
from crm.language.formats import tell
from crm.services.two_step import Outcome
from crm.web.endpoint import Visit, endpoint
from crm.web.letting_in import SECOND_COOKIE, with_session
from crm.web.proxies import address_of
from crm.web.two_step_pages import (
    ACCOUNT,
    ask_code,
    offer,
    say_held,
    show_codes,
    show_on,
    show_secret,
)
from crm.web.visit import browser_of, session_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request

    from crm.store.queries.sign_ins import Visitor
    from crm.web.door import Desk


def two_step_routes(desk: Desk) -> list[Route]:
    """Return the page of the account, and the page before the desk."""
    pages = _Pages(desk)
    return [
        Route("/login/second", endpoint(pages.second), methods=["GET", "POST"]),
        Route(ACCOUNT, pages.of_person(pages.show), methods=["GET"]),
        *(
            Route(f"{ACCOUNT}/{name}", pages.of_person(answer), methods=["POST"])
            for name, answer in (
                ("begin", pages.begin),
                ("confirm", pages.confirm),
                ("codes", pages.codes),
                ("off", pages.turn_off),
            )
        ),
    ]


class _Pages:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    # --- Before the desk -----------------------------------------------------

    def second(self, visit: Visit) -> Response:
        """Ask for the code of whoever gave the right password, and look at it."""
        request = visit.request
        cookie = request.cookies.get(SECOND_COOKIE, "")
        if request.method != "POST":
            if not cookie or not self._desk.owes_code(cookie):
                return RedirectResponse("/login", 303)
            return ask_code(self._desk.title())
        try:
            arrived = self._desk.give_code(
                cookie,
                visit.form.get("code", ""),
                address=address_of(request),
                browser=browser_of(request),
            )
        except SignedOutError:
            return RedirectResponse("/login", 303)
        except DeskError as refusal:
            return ask_code(self._desk.title(), tell(refusal), 403)
        if arrived.outcome is Outcome.WRONG:
            return ask_code(self._desk.title(), tell(WrongCodeError()), 403)
        if arrived.outcome is Outcome.HELD:
            response: Response = say_held(self._desk.title())
        else:
            response = with_session(self._desk, visit, arrived.token, arrived.wanted)
        response.delete_cookie(SECOND_COOKIE, path="/", httponly=True)
        return response

    # --- The account ---------------------------------------------------------

    def of_person(
        self, answer: Callable[[Visitor, Visit], Response]
    ) -> Callable[[Request], Awaitable[Response]]:
        """Answer whoever is signed in, in their language, with what they typed.

        A refusal is said on the page as it stands.
        """

        def answer_person(visit: Visit) -> Response:
            visitor = self._desk.visitor(session_of(visit.request.cookies))
            if visitor is None:
                return RedirectResponse(f"/login?next={quote(ACCOUNT, safe='')}", 303)
            with use_language(visitor.language):
                try:
                    return answer(visitor, visit)
                except DeskError as refusal:
                    return self._page(visitor, refusal)

        return endpoint(answer_person)

    def show(self, visitor: Visitor, _visit: Visit) -> Response:
        """Show how the second step stands, and what can be done about it."""
        return self._page(visitor)

    def begin(self, visitor: Visitor, visit: Visit) -> Response:
        """Give a secret to who shows their password; the page then shows it.

        A browser left alone is not enough to tie an account to somebody's telephone.
        """
        if self._desk.has_password(visitor):
            typed = visit.form.get("password", "")
            address = address_of(visit.request)
            self._desk.prove_present(visitor, typed, address=address)
        self._desk.begin_second_step(visitor.actor)
        return RedirectResponse(ACCOUNT, 303)

    def confirm(self, visitor: Visitor, visit: Visit) -> Response:
        """Turn it on with a code; show the recovery codes, once."""
        codes = self._desk.confirm_second_step(visitor.actor, _code(visit))
        self._desk.end_other_sessions(visitor)
        return show_codes(self._desk.title(), codes)

    def codes(self, visitor: Visitor, visit: Visit) -> Response:
        """Make new recovery codes, with a code; show them, once."""
        codes = self._desk.renew_recovery_codes(visitor.actor, _code(visit))
        return show_codes(self._desk.title(), codes)

    def turn_off(self, visitor: Visitor, visit: Visit) -> Response:
        """Turn it off, with a code."""
        self._desk.end_second_step(visitor.actor, _code(visit))
        return RedirectResponse(ACCOUNT, 303)

    def _page(self, visitor: Visitor, refusal: DeskError | None = None) -> Response:
        actor = visitor.actor
        house = self._desk.title()
        asks = self._desk.has_password(visitor)
        stands = self._desk.second_step(actor.user_id or 0)
        wrong = tell(refusal) if refusal else ""
        status = 422 if refusal else 200
        if stands.on_since is not None:
            return show_on(house, stands.codes_left, wrong, status)
        try:
            enrolment = self._desk.begun_second_step(actor)
        except DeskError as failure:
            return offer(house, tell(failure), 503, asks_password=asks)
        if enrolment is None:
            return offer(house, wrong, status, asks_password=asks)
        return show_secret(house, enrolment, wrong, status)


def _code(visit: Visit) -> str:
    return visit.form.get("code", "")
