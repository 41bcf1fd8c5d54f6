"""The desk's people from the shell: who they are, and a way in for who has none."""

from __future__ import annotations

import click

from crm.cli.terminal import HELP, JSON, opened_desk, print_json, refusing
from crm.domain.errors import DeskError, words
from crm.domain.names import normal_email
from crm.domain.roles import Door
from crm.domain.sign_ins import LINK_LASTS
from crm.language import _
from crm.language.formats import number
from crm.language.vocabulary import word


class NobodyError(DeskError):
    """No one at the desk has this address."""

    sentence = words(
        "Nobody at this desk has the e-mail {email}. See them all: regie users list"
    )


@click.group(help=_("The people of the desk."))
@HELP
def users() -> None:
    """Gather the commands about people."""


@users.command("list", help=_("List the people who can sign in."))
@JSON
@HELP
@refusing
def list_people(*, as_json: bool) -> None:
    """List who has not left."""
    from crm.store.queries.users import list_users  # noqa: PLC0415

    desk = opened_desk()
    with desk.reading(desk.itself(Door.COMMAND)) as session:
        people = list_users(session)
    if as_json:
        print_json(
            {
                "users": [
                    {"id": row.id, "name": row.name, "email": row.email}
                    | {"role": row.role.value}
                    for row in people
                ]
            }
        )
        return
    names = max(len(row.name) for row in people)
    emails = max(len(row.email) for row in people)
    for row in people:
        click.echo(f"{row.name:<{names}}  {row.email:<{emails}}  {word(row.role)}")


@users.command(help=_("Make a one-time link with which a person chooses a password."))
@click.argument("email", metavar="EMAIL")
@click.option(
    "--site",
    default="http://127.0.0.1:8501",
    show_default=True,
    help=_("Where the desk is reached from."),
)
@JSON
@HELP
@refusing
def link(*, email: str, site: str, as_json: bool) -> None:
    """Print a one-time link."""
    from crm.services.links import make_link, purpose_for  # noqa: PLC0415
    from crm.store.queries.users import list_users  # noqa: PLC0415

    desk = opened_desk()
    actor = desk.itself(Door.COMMAND)
    wanted = normal_email(email)
    with desk.reading(actor) as session:
        found = next((row for row in list_users(session) if row.email == wanted), None)
        if found is None:
            raise NobodyError(email=email[:80])
        purpose = purpose_for(session, actor, found.id)
    path = desk.store.write(
        lambda session: make_link(session, actor, found.id, purpose), actor
    )
    address = site.rstrip("/") + path
    hours = int(LINK_LASTS[purpose].total_seconds()) // 3600
    if as_json:
        print_json({"link": address, "purpose": purpose.value, "hours": hours})
        return
    click.echo(
        _("For {name}, once, within {hours} hours:").format(
            name=found.name, hours=number(hours)
        )
    )
    click.echo(address)
