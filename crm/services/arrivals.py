"""People on their way in: at a provider, before their second step, setting it up.

Stands over the front desk, one transaction a step. What counts wrong codes or looks
for somebody nobody knows yet is asked by the desk itself; the audit names the person
who acts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import make_url

from crm.domain.errors import NoAccountError, SignedOutError
from crm.domain.roles import Door
from crm.domain.sign_ins import SignInMethod
from crm.services import pending, providers, two_step
from crm.services.pending import Waiting, new_ticket, state_of
from crm.services.secrets_at_rest import Vault, open_vault
from crm.services.sign_ins import open_sign_in
from crm.services.two_step import Outcome
from crm.store.database import DEFAULT_URL
from crm.store.queries.users import user

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor
    from crm.services.front import FrontDesk
    from crm.services.pending import Ticket
    from crm.services.providers import ProvenIdentity
    from crm.services.two_step import Enrolment, SecondStep

AT_A_PROVIDER = timedelta(minutes=10)
BEFORE_SECOND_STEP = timedelta(minutes=5)
NO_PROVIDER = ""


@dataclass(frozen=True, slots=True)
class Arrived:
    """What became of a second step: the session's token where it was right."""

    outcome: Outcome
    token: str = ""
    wanted: str = "/"


class Arrivals:
    """The way in, beyond a password."""

    def __init__(
        self, desk: FrontDesk, vault: Callable[[], Vault] | None = None
    ) -> None:
        """Stand over a desk; its vault is opened at its first use."""
        self._desk = desk
        self._open_vault = vault or (lambda: open_vault(folder_of(desk.store.url)))
        self._vault: Vault | None = None

    @property
    def now(self) -> Callable[[], datetime]:
        """What tells the time."""
        return self._desk.now

    # --- At a provider -------------------------------------------------------

    def set_out(self, provider: str, nonce: str, verifier: str, wanted: str) -> Ticket:
        """Keep where somebody goes to sign in; return what their browser is given."""
        ticket = new_ticket()
        waiting = Waiting(provider, None, nonce, verifier, wanted)
        self._put_aside(ticket, waiting, AT_A_PROVIDER)
        return ticket

    def come_back(self, provider: str, state: str, cookie: str) -> Waiting | None:
        """Return the sign-in somebody set out for, once; None where it is not theirs.

        A browser that did not begin it neither continues nor ends it.
        """
        if not cookie or not pending.belongs(state, cookie):
            return None
        itself = self._desk.itself(Door.SCREEN)
        found = self._desk.store.write(
            lambda session: pending.take_up(session, itself, state), itself
        )
        if found is None or found.provider != provider or found.user_id is not None:
            return None
        return found

    def arrive(self, proven: ProvenIdentity, *, address: str, browser: str) -> str:
        """Sign in whom a provider vouches for; return the token of their session.

        Raises NoAccountError.
        """
        itself = self._desk.itself(Door.SCREEN)

        def sign_in(session: Session) -> str:
            user_id = providers.identify(session, itself, proven)
            return open_sign_in(
                session,
                itself,
                user_id,
                SignInMethod.PROVIDER,
                address=address,
                browser=browser,
            )

        return self._desk.store.write(sign_in, itself)

    # --- The second step -----------------------------------------------------

    def before_second_step(self, user_id: int, wanted: str) -> str | None:
        """Return the cookie of whoever gave the right password and owes a code.

        None where their second step is off: they may be signed in at once.
        """
        if self.second_step_of(user_id).on_since is None:
            return None
        ticket = new_ticket()
        waiting = Waiting(NO_PROVIDER, user_id, "", "", wanted)
        self._put_aside(ticket, waiting, BEFORE_SECOND_STEP)
        return ticket.cookie

    def awaits_code(self, cookie: str) -> bool:
        """Say whether a cookie is that of somebody who owes a code."""
        with self._desk.reading() as session:
            found = pending.look_up(session, self._desk.itself(), state_of(cookie))
        return found is not None and found.user_id is not None

    def give_code(
        self, cookie: str, code: str, *, address: str, browser: str
    ) -> Arrived:
        """Sign in whoever owes a code, with it.

        Raises SignedOutError where nobody does any more, KeyLostError.
        """
        itself = self._desk.itself(Door.SCREEN)
        state = state_of(cookie)

        def try_code(session: Session) -> Arrived:
            waiting = pending.look_up(session, itself, state)
            if waiting is None or waiting.user_id is None:
                raise SignedOutError
            if user(session, waiting.user_id) is None:
                raise NoAccountError
            outcome = two_step.check(session, itself, waiting.user_id, code, self.vault)
            if outcome is Outcome.WRONG:
                return Arrived(outcome)
            if pending.take_up(session, itself, state) is None:
                raise SignedOutError
            if outcome is Outcome.HELD:
                return Arrived(outcome)
            token = open_sign_in(
                session,
                itself,
                waiting.user_id,
                SignInMethod.PASSWORD,
                address=address,
                browser=browser,
            )
            return Arrived(outcome, token, waiting.wanted)

        return self._desk.store.write(try_code, itself)

    # --- Setting it up -------------------------------------------------------

    def second_step_of(self, user_id: int) -> SecondStep:
        """Tell how somebody's second step stands."""
        with self._desk.reading() as session:
            return two_step.second_step(session, self._desk.itself(), user_id)

    def started(self, actor: Actor) -> Enrolment | None:
        """Return the secret somebody has begun with and not confirmed, if any."""
        title = self._desk.title()
        with self._desk.reading(actor) as session:
            return two_step.started(session, actor, self.vault, title)

    def begin(self, actor: Actor) -> None:
        """Give somebody a secret for their app."""
        title = self._desk.title()
        self._desk.write(
            lambda session: two_step.begin(session, actor, self.vault, title), actor
        )

    def confirm(self, actor: Actor, code: str) -> list[str]:
        """Turn somebody's second step on; return their recovery codes, told once."""
        return self._desk.store.write(
            lambda session: two_step.confirm(session, actor, self.vault, code), actor
        )

    def turn_off(self, actor: Actor, code: str) -> None:
        """Turn somebody's second step off. Raises WrongCodeError, HeldError."""
        outcome = self._desk.store.write(
            lambda session: two_step.turn_off(session, actor, self.vault, code),
            self._desk.itself(Door.SCREEN),
        )
        two_step.refuse(outcome)

    def renew_codes(self, actor: Actor, code: str) -> list[str]:
        """Replace somebody's recovery codes. Raises WrongCodeError, HeldError."""
        outcome, codes = self._desk.store.write(
            lambda session: two_step.renew_codes(session, actor, self.vault, code),
            self._desk.itself(Door.SCREEN),
        )
        two_step.refuse(outcome)
        return codes

    def vault(self) -> Vault:
        """Return the desk's vault. Raises KeyLostError, KeyTooShortError."""
        if self._vault is None:
            self._vault = self._open_vault()
        return self._vault

    def _put_aside(self, ticket: Ticket, waiting: Waiting, lasts: timedelta) -> None:
        itself = self._desk.itself(Door.SCREEN)
        self._desk.write(
            lambda session: pending.put_aside(
                session, itself, ticket.state, waiting, lasts
            ),
            itself,
        )


def folder_of(url: str) -> Path:
    """Return the folder of an embedded database, else the checkout's data folder."""
    parsed = make_url(url)
    file = parsed.database if parsed.get_backend_name() == "sqlite" else None
    if not file or file == ":memory:":
        file = make_url(DEFAULT_URL).database
    return Path(file or "").resolve().parent
