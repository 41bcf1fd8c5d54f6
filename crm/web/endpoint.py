"""One way to answer a request: in the visitor's language, off the event loop."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.responses import PlainTextResponse

from crm.language import LANGUAGES, use_language
from crm.web.proxies import is_secure
from crm.web.visit import LANGUAGE_COOKIE, visitors_language

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from starlette.requests import Request
    from starlette.responses import Response

LONGEST_FORM = 64 * 1024
A_YEAR = 365 * 24 * 3600
SECRETS = frozenset({"password", "present", "new", "again"})
"""Fields that hold a password, whose spaces are its own."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A request and the fields of its form, trimmed but for passwords."""

    request: Request
    form: Mapping[str, str]


def endpoint(
    answer: Callable[[Visit], Response],
) -> Callable[[Request], Awaitable[Response]]:
    """Turn a plain function of a Visit into a route's endpoint.

    `?lang=` chooses the language and is remembered. Forms over 64 KiB are refused.
    """

    async def answer_request(request: Request) -> Response:
        form: dict[str, str] = {}
        if request.method == "POST":
            length = request.headers.get("content-length", "")
            if not length.isdecimal() or int(length) > LONGEST_FORM:
                return PlainTextResponse("this form is too long", 413)
            async with request.form(max_files=0, max_fields=40) as fields:
                form = {
                    name: value if name in SECRETS else value.strip()
                    for name, value in fields.items()
                    if isinstance(value, str)
                }
        asked = request.query_params.get("lang")
        language = visitors_language(asked, request.cookies, request.headers)

        def speak() -> Response:
            with use_language(language):
                return answer(Visit(request, form))

        response = await run_in_threadpool(speak)
        if asked in LANGUAGES:
            set_cookie(response, request, LANGUAGE_COOKIE, language, A_YEAR)
        return response

    return answer_request


def set_cookie(
    response: Response, request: Request, name: str, value: str, seconds: int
) -> None:
    """Set a cookie no script can read and no other site can send along a form."""
    response.set_cookie(
        name,
        value,
        max_age=seconds,
        path="/",
        secure=is_secure(request),
        httponly=True,
        samesite="lax",
    )
