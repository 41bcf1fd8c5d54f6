"""The first run: open the demonstration, or start a desk of one's own."""

from __future__ import annotations

from dataclasses import fields
from html import escape
from typing import TYPE_CHECKING

from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from crm.domain.errors import DeskError
from crm.domain.passwords import SHORTEST
from crm.domain.sign_ins import SignInMethod
from crm.language import LANGUAGES, _, current_language, ngettext
from crm.language.formats import number, tell
from crm.web.door import OwnDesk
from crm.web.endpoint import A_YEAR, Visit, endpoint, set_cookie
from crm.web.forms import Field, draw_choice, draw_field
from crm.web.gate import not_served
from crm.web.letting_in import let_in
from crm.web.opening import Opening, Progress
from crm.web.pages import Page, render
from crm.web.visit import LANGUAGE_COOKIE, is_near

if TYPE_CHECKING:
    from crm.web.door import Desk

ASKED = tuple(field.name for field in fields(OwnDesk))


class Setup:
    """The pages of the first run, over one desk."""

    def __init__(self, desk: Desk, *, demo_for_all: bool = False) -> None:
        self._desk = desk
        self._demo_for_all = demo_for_all
        self.opening = Opening(desk)

    def routes(self) -> list[Route]:
        """Return the routes of the first run."""
        return [
            Route("/setup", endpoint(self.choose)),
            Route("/setup/demo", endpoint(self.open), methods=["POST"]),
            Route("/setup/progress", endpoint(self.watch)),
            Route("/setup/own", endpoint(self.ask), methods=["GET"]),
            Route("/setup/own", endpoint(self.start), methods=["POST"]),
        ]

    def choose(self, visit: Visit) -> Response:
        """Offer the two ways to begin; the demonstration only where it is served."""
        elsewhere = self._elsewhere()
        if elsewhere is None and not self._serves_demonstration(visit):
            return _see_other("/setup/own")
        return elsewhere or self._choices(self.opening.progress.failure)

    def open(self, visit: Visit) -> Response:
        """Start loading the demonstration."""
        elsewhere = self._elsewhere()
        if elsewhere is None and not self._serves_demonstration(visit):
            return not_served()
        if elsewhere is None:
            self.opening.start()
        return elsewhere or _see_other("/setup/progress")

    def _serves_demonstration(self, visit: Visit) -> bool:
        return self._demo_for_all or is_near(visit.request)

    def watch(self, _visit: Visit) -> Response:
        """Show how far the loading is; go on to the desk when it is done."""
        progress = self.opening.progress
        if progress.running:
            return _waiting(progress)
        return _see_other("/" if self._desk.is_set_up() else "/setup")

    def ask(self, _visit: Visit) -> Response:
        """Ask the questions of an own desk."""
        typed = {"language": current_language()}
        return self._elsewhere() or _questions(typed, {})

    def start(self, visit: Visit) -> Response:
        """Start an own desk, or say field by field what is missing."""
        elsewhere = self._elsewhere()
        if elsewhere is not None:
            return elsewhere
        typed = {name: visit.form.get(name, "") for name in ASKED}
        if typed["language"] not in LANGUAGES:
            typed["language"] = current_language()
        wrong = {
            field.name: _("Please fill in this field.")
            for field in _fields()
            if field.required and not typed[field.name]
        }
        if wrong:
            return _questions(typed, wrong)
        try:
            user_id = self._desk.start_own(OwnDesk(**typed))
        except DeskError as refusal:
            return _questions(typed, {refusal.field or "": tell(refusal)})
        response = let_in(self._desk, visit, user_id, SignInMethod.PASSWORD, "/")
        set_cookie(response, visit.request, LANGUAGE_COOKIE, typed["language"], A_YEAR)
        return response

    def _elsewhere(self) -> Response | None:
        if self._desk.is_set_up():
            return _see_other("/")
        if self.opening.progress.running:
            return _see_other("/setup/progress")
        return None

    def _choices(self, failure: str) -> Response:
        size = self._desk.demo_figures()
        figures = "".join(
            f"<li><b>{number(count)}</b>{escape(word)}</li>"
            for count, word in (
                (
                    size.advertisers,
                    ngettext("advertiser", "advertisers", size.advertisers),
                ),
                (
                    size.years,
                    ngettext("year of bookings", "years of bookings", size.years),
                ),
                (size.issues, ngettext("issue", "issues", size.issues)),
            )
        )
        said = f'<p class="refusal" role="alert">{escape(failure)}</p>'
        body = (
            f"{said if failure else ''}"
            '<div class="choices"><section class="choice first">'
            "<h2>"
            + escape(_("Open the demonstration desk"))
            + "</h2><p>"
            + escape(_("A whole desk, invented, to explore without breaking a thing."))
            + f'</p><ul class="figures">{figures}</ul>'
            '<form method="post" action="/setup/demo"><button>'
            + escape(_("Explore the demonstration"))
            + '</button></form></section><section class="choice"><h2>'
            + escape(_("Start my own"))
            + "</h2><p>"
            + escape(
                _(
                    "A title, a publisher, a first user: seven questions, two minutes. "
                    "Your advertisers come next."
                )
            )
            + '</p><a class="button" href="/setup/own">'
            + escape(_("Create my desk"))
            + "</a></section></div>"
        )
        return render(
            Page(
                eyebrow=_("First run"),
                heading=_("Where shall we begin?"),
                lead=_(
                    "Régie is installed and calls no one: what you write stays here."
                ),
                body=body,
                seed="Régie",
                foot=_("Free software, under the MIT licence."),
            )
        )


def _see_other(path: str) -> Response:
    return RedirectResponse(path, 303)


def _waiting(progress: Progress) -> Response:
    step = progress.step or _("Getting ready")
    body = (
        f'<p class="step"><span id="step">{escape(step)}</span>'
        f"<b>{progress.percent}\u202f%</b></p>"
        f'<progress max="100" value="{progress.percent}" '
        f'aria-labelledby="step"></progress><p class="fine">'
        + escape(_("Its companies and its figures are invented, and say so."))
        + "</p>"
    )
    return render(
        Page(
            eyebrow=_("Demonstration desk"),
            heading=_("The desk is filling up."),
            lead=_("It takes a moment, once. This page goes on by itself."),
            body=body,
            seed="Régie",
            percent=max(progress.percent, 4),
            refresh=1,
            switch=False,
        )
    )


def _fields() -> tuple[Field, ...]:
    return (
        Field("title", _("Title of the magazine"), "off", 120),
        Field("publisher", _("Publisher’s legal name"), "organization", 120),
        Field("name", _("Your name"), "name", 120),
        Field("email", _("Your e-mail address"), "username", 254, kind="email"),
        Field(
            "password",
            _("Your password"),
            "new-password",
            1_000,
            kind="password",
            note=_(
                "{least} characters at least, of any kind: four or five words that "
                "do not belong together."
            ).format(least=SHORTEST),
        ),
        Field("phone", _("Your telephone"), "tel", 40, kind="tel", required=False),
    )


def _questions(typed: dict[str, str], wrong: dict[str, str]) -> Response:
    known = {field.name for field in _fields()}
    general = next((why for name, why in wrong.items() if name not in known), "")
    if not general and wrong:
        general = ngettext(
            "One answer needs another look.",
            "{number} answers need another look.",
            len(wrong),
        ).format(number=len(wrong))
    said = f'<p class="refusal" role="alert">{escape(general)}</p>' if general else ""
    first = next((field.name for field in _fields() if field.name in wrong), "title")
    drawn = "".join(
        draw_field(
            field,
            "" if field.kind == "password" else typed.get(field.name, ""),
            wrong.get(field.name, ""),
            focus=field.name == first,
        )
        for field in _fields()
    )
    languages = (("fr", "Français"), ("en", "English"))
    body = (
        f'{said}<form class="fields" method="post" action="/setup/own" novalidate>'
        f"{drawn}"
        + draw_choice("language", _("Your language"), languages, typed["language"])
        + '<div class="actions"><button>'
        + escape(_("Open my desk"))
        + '</button><a href="/setup">'
        + escape(_("Back"))
        + "</a></div></form>"
    )
    return render(
        Page(
            eyebrow=_("Your own desk"),
            heading=_("Seven questions, and it is open."),
            lead=_("All of it can be changed later, in the settings."),
            body=body,
            seed="own",
            switch=not wrong,
        ),
        422 if wrong else 200,
    )
