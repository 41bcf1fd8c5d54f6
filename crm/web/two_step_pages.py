"""What is drawn of the second step: its pages, without a thought of their own."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from crm.language import _, ngettext
from crm.web.forms import Field, draw_field
from crm.web.pages import Page, render
from crm.web.qr import draw_qr

if TYPE_CHECKING:
    from starlette.responses import Response

    from crm.services.two_step import Enrolment

ACCOUNT = "/account/two-step"
LONGEST_CODE = 40


def _said(wrong: str) -> str:
    return f'<p class="refusal" role="alert">{escape(wrong)}</p>' if wrong else ""


def _form(action: str, button: str, wrong: str = "", *, recovers: bool = True) -> str:
    label = (
        _("Code of your app, or a recovery code") if recovers else _("Code of your app")
    )
    field = Field("code", label, "one-time-code", LONGEST_CODE)
    return (
        f'<form class="fields" method="post" action="{action}" novalidate>'
        + draw_field(field, "", wrong, focus=True)
        + f'<div class="actions"><button>{escape(button)}</button></div></form>'
    )


def ask_code(house: str, wrong: str = "", status: int = 200) -> Response:
    """Ask whoever gave the right password for their code."""
    fine = escape(
        _(
            "Without your telephone, type one of the recovery codes you kept. Without "
            "those, an administrator can take the second step off."
        )
    )
    return render(
        Page(
            eyebrow=_("Second step"),
            heading=_("And the code?"),
            lead=_(
                "Open your authenticator app and type its six digits for this desk."
            ),
            body=_form("/login/second", _("Come in"), wrong)
            + f'<p class="fine">{fine}</p>',
            seed="second",
            house=house,
        ),
        status,
    )


def say_held(house: str) -> Response:
    """Say that no code is taken for a while."""
    again = escape(_("Back to signing in"))
    return render(
        Page(
            eyebrow=_("Second step"),
            heading=_("Too many wrong codes."),
            lead=_(
                "Nobody can sign in to this account with a code for a quarter of an "
                "hour or more. Then sign in again from the start."
            ),
            body=f'<a class="button" href="/login">{again}</a>',
            seed="second",
            house=house,
            switch=False,
        ),
        429,
    )


def offer(
    house: str, wrong: str, status: int, *, asks_password: bool = False
) -> Response:
    """Say what the second step is, and offer it, to who shows their password."""
    present = Field(
        "password", _("Present password"), "current-password", 1_000, kind="password"
    )
    body = (
        ("" if asks_password else _said(wrong))
        + f'<form class="fields" method="post" action="{ACCOUNT}/begin" novalidate>'
        + (draw_field(present, "", wrong) if asks_password else "")
        + '<div class="actions"><button>'
        + escape(_("Set it up"))
        + '</button><a href="/">'
        + escape(_("Back to the desk"))
        + "</a></div></form>"
    )
    return render(
        Page(
            eyebrow=_("Second step"),
            heading=_("A password, and your telephone."),
            lead=_(
                "With the second step, whoever has your password still needs a code "
                "from your telephone. Any authenticator app will do."
            ),
            body=body,
            seed="second",
            house=house,
        ),
        status,
    )


def show_secret(house: str, enrolment: Enrolment, wrong: str, status: int) -> Response:
    """Show the secret to an app, and ask for a code of it."""
    secret = enrolment.secret
    groups = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
    body = (
        '<ol class="steps"><li><p>'
        + escape(_("Scan this with your authenticator app."))
        + "</p>"
        + draw_qr(enrolment.uri, _("Code to scan with an authenticator app"))
        + '<p class="fine">'
        + escape(_("Or type this key into it:"))
        + f' <code class="key">{groups}</code></p></li><li><p>'
        + escape(_("Type the six digits it shows."))
        + "</p>"
        + _form(f"{ACCOUNT}/confirm", _("Turn it on"), wrong, recovers=False)
        + "</li></ol>"
    )
    return render(
        Page(
            eyebrow=_("Second step"),
            heading=_("Two gestures, and it is on."),
            lead=_("From the next sign-in, the desk asks for a code."),
            body=body,
            seed="second",
            house=house,
            switch=not wrong,
        ),
        status,
    )


def show_codes(house: str, codes: list[str]) -> Response:
    """Show recovery codes, the only time."""
    listed = "".join(f"<li><code>{code}</code></li>" for code in codes)
    body = (
        f'<ol class="codes">{listed}</ol><p class="fine">'
        + escape(
            _(
                "Print this page or copy the codes to where you keep papers that "
                "matter. They are not shown again."
            )
        )
        + '</p><div class="actions"><a class="button" href="/">'
        + escape(_("I have kept them"))
        + "</a></div>"
    )
    return render(
        Page(
            eyebrow=_("Second step"),
            heading=_("Keep these ten codes."),
            lead=_(
                "Each replaces your telephone, once, on the day you are without it."
            ),
            body=body,
            seed="second",
            house=house,
            switch=False,
        )
    )


def show_on(house: str, codes_left: int, wrong: str, status: int) -> Response:
    """Say that it is on, and what can be done about it."""
    left = ngettext(
        "One recovery code is left.",
        "{number} recovery codes are left.",
        codes_left,
    ).format(number=codes_left)
    body = (
        _said(wrong)
        + f"<p>{escape(left)}</p>"
        + '<form class="fields" method="post" novalidate>'
        + draw_field(
            Field(
                "code",
                _("Code of your app, or a recovery code"),
                "one-time-code",
                LONGEST_CODE,
            ),
            "",
            "",
        )
        + f'<div class="actions"><button formaction="{ACCOUNT}/codes">'
        + escape(_("Make ten new recovery codes"))
        + f'</button><button class="plain" formaction="{ACCOUNT}/off">'
        + escape(_("Turn the second step off"))
        + '</button></div></form><p class="fine"><a href="/">'
        + escape(_("Back to the desk"))
        + "</a></p>"
    )
    return render(
        Page(
            eyebrow=_("Second step"),
            heading=_("The second step is on."),
            lead=_("At each sign-in with your password, the desk asks for a code."),
            body=body,
            seed="second",
            house=house,
            switch=not wrong,
        ),
        status,
    )
