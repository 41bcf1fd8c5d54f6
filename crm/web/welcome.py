"""Where a one-time link leads: its holder chooses a password and is let in."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from starlette.routing import Route

from crm.domain.account_errors import DeadLinkError
from crm.domain.errors import DeskError
from crm.domain.passwords import SHORTEST
from crm.domain.sign_ins import LinkPurpose, SignInMethod
from crm.language import _
from crm.language.formats import tell
from crm.web.endpoint import Visit, endpoint
from crm.web.forms import Field, draw_field
from crm.web.letting_in import let_in
from crm.web.pages import Page, render

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.responses import Response

    from crm.store.queries.sign_ins import LinkHolder
    from crm.web.door import Desk


def welcome_routes(desk: Desk) -> list[Route]:
    """Return the page of one-time links; looking at it uses nothing up."""

    def show(visit: Visit) -> Response:
        holder = desk.link_holder(visit.request.path_params["token"])
        return _ask(desk, holder, {}) if holder else _dead(desk)

    def use(visit: Visit) -> Response:
        token = visit.request.path_params["token"]
        holder = desk.link_holder(token)
        if holder is None:
            return _dead(desk)
        new, again = visit.form.get("new", ""), visit.form.get("again", "")
        try:
            user_id = desk.use_link(token, new, again)
        except DeadLinkError:
            return _dead(desk)
        except DeskError as refusal:
            return _ask(desk, holder, {refusal.field or "": tell(refusal)})
        return let_in(desk, visit, user_id, SignInMethod.LINK, "/")

    return [
        Route("/welcome/{token}", endpoint(show), methods=["GET"]),
        Route("/welcome/{token}", endpoint(use), methods=["POST"]),
    ]


def new_password_fields() -> tuple[Field, Field]:
    """Return the two fields in which a password is chosen."""
    return (
        Field(
            "new",
            _("New password"),
            "new-password",
            1_000,
            kind="password",
            note=_(
                "{least} characters at least, of any kind: four or five words that "
                "do not belong together."
            ).format(least=SHORTEST),
        ),
        Field("again", _("The same once more"), "new-password", 1_000, kind="password"),
    )


def _ask(desk: Desk, holder: LinkHolder, wrong: Mapping[str, str]) -> Response:
    general = wrong.get("", "")
    said = f'<p class="refusal" role="alert">{escape(general)}</p>' if general else ""
    first = "again" if "again" in wrong else "new"
    drawn = "".join(
        draw_field(field, "", wrong.get(field.name, ""), focus=field.name == first)
        for field in new_password_fields()
    )
    body = (
        f'{said}<form class="fields signs-in" method="post" novalidate>'
        '<input hidden type="email" name="email" autocomplete="username" '
        f'value="{escape(holder.email)}">{drawn}<div class="actions"><button>'
        + escape(_("Keep it and open my desk"))
        + "</button></div></form>"
    )
    is_first = holder.purpose is LinkPurpose.INVITE
    title = desk.title()
    return render(
        Page(
            eyebrow=holder.name,
            heading=_("Welcome.") if is_first else _("A new password."),
            lead=_("Choose the password you will sign in with, as {email}.").format(
                email=holder.email
            ),
            body=body,
            seed="welcome",
            foot=_("This link works once. Your other sessions end when you use it."),
            house=title,
            switch=not wrong,
        ),
        422 if wrong else 200,
    )


def _dead(desk: Desk) -> Response:
    return render(
        Page(
            eyebrow=_("One-time link"),
            heading=_("This link is spent."),
            lead=_(
                "It was used, replaced by a newer one, or its time is over. Ask "
                "whoever administers the desk for another."
            ),
            body='<a class="button" href="/login">' + escape(_("Sign in")) + "</a>",
            seed="spent",
            house=desk.title(),
        ),
        404,
    )
