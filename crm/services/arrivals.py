"""People on their way in: at a provider, before their second step, setting it up.

Stands over the front desk, one transaction a step. What counts wrong codes or looks
for somebody nobody knows yet is asked by the desk itself; the audit names the person
who acts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from crm.domain.account_errors import NoAccountError
from crm.domain.errors import SignedOutError
from crm.domain.roles import Door
from crm.domain.sign_ins import SignInMethod
from crm.services import pending, providers, two_step
from crm.services.pending import Waiting, new_ticket, state_of
from crm.services.secrets_at_rest import Vault, folder_of, open_vault
from crm.services.sign_ins import open_sign_in
from crm.services.two_step import Outcome, begin
from crm.store.queries.sign_ins import actor_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor
    from crm.services.pending import Ticket
    from crm.services.providers import ProvenIdentity
    from crm.services.two_step import Enrolment, SecondStep
    from crm.store.database import Store

AT_A_PROVIDER = timedelta(minutes=10)
BEFORE_SECOND_STEP = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Arrived:
    """What became of a second step: the session's token where it was right."""

    outcome: Outcome
    token: str = ""
    wanted: str = "/"


class Arrivals:
    """The part of the front desk where people come in otherwise than by password."""

    store: Store
    reading: Callable[..., Session]
    itself: Callable[..., Actor]
    title: Callable[[], str]
    _vault: Vault | None = None

    # --- At a provider -------------------------------------------------------

    def leave_for_provider(
        self, provider: str, nonce: str, verifier: str, wanted: str
    ) -> Ticket:
        """Keep where somebody goes to sign in; return what their browser is given."""
        ticket = new_ticket()
        waiting = Waiting(provider, None, nonce, verifier, wanted)
        self._put_aside(ticket, waiting, AT_A_PROVIDER)
        return ticket

    def back_from_provider(
        self, provider: str, state: str, cookie: str
    ) -> Waiting | None:
        """Return the sign-in somebody set out for, once; None where it is not theirs.

        A browser that did not begin it neither continues nor ends it.
        """
        if not cookie or not pending.belongs(state, cookie):
            return None
        itself = self.itself(Door.SCREEN)
        found = self.store.write(
            lambda session: pending.take_up(session, itself, state), itself
        )
        if found is None or found.provider != provider or found.user_id is not None:
            return None
        return found

    def arrive(self, proven: ProvenIdentity, *, address: str, browser: str) -> str:
        """Sign in whom a provider vouches for; return the token of their session.

        Raises NoAccountError.
        """
        itself = self.itself(Door.SCREEN)

        def sign_in(session: Session) -> str:
            user_id = providers.identify(session, itself, proven)
            method = SignInMethod.PROVIDER
            return _open(session, itself, user_id, method, address, browser)

        return self.store.write(sign_in, itself)

    # --- The second step -----------------------------------------------------

    def second_step_of(self, user_id: int) -> bool:
        """Say whether a person proves who they are in a second step as well."""
        return self.second_step(user_id).on_since is not None

    def owe_code(self, user_id: int, method: SignInMethod, wanted: str) -> str:
        """Return the cookie of whoever proved who they are and owes a code."""
        ticket = new_ticket()
        waiting = Waiting(method.value, user_id, "", "", wanted)
        self._put_aside(ticket, waiting, BEFORE_SECOND_STEP)
        return ticket.cookie

    def owes_code(self, cookie: str) -> bool:
        """Say whether a cookie is that of somebody who owes a code."""
        with self.reading() as session:
            found = pending.look_up(session, self.itself(), state_of(cookie))
        return found is not None and found.user_id is not None

    def give_code(
        self, cookie: str, code: str, *, address: str, browser: str
    ) -> Arrived:
        """Sign in whoever owes a code, with it.

        Raises SignedOutError where nobody does any more, KeyLostError.
        """
        itself = self.itself(Door.SCREEN)
        state = state_of(cookie)

        def try_code(session: Session) -> Arrived:
            waiting = pending.look_up(session, itself, state)
            if waiting is None or waiting.user_id is None:
                raise SignedOutError
            outcome = two_step.check(session, itself, waiting.user_id, code, self.vault)
            if outcome is Outcome.WRONG:
                return Arrived(outcome)
            if pending.take_up(session, itself, state) is None:
                raise SignedOutError
            if outcome is Outcome.HELD:
                return Arrived(outcome)
            method = SignInMethod(waiting.provider)
            user_id = waiting.user_id
            token = _open(session, itself, user_id, method, address, browser)
            return Arrived(outcome, token, waiting.wanted)

        return self.store.write(try_code, itself)

    # --- Setting it up -------------------------------------------------------

    def second_step(self, user_id: int) -> SecondStep:
        """Tell how somebody's second step stands."""
        with self.reading() as session:
            return two_step.second_step(session, self.itself(), user_id)

    def begun_second_step(self, actor: Actor) -> Enrolment | None:
        """Return the secret somebody has begun with and not confirmed, if any."""
        title = self.title()
        with self.reading(actor) as session:
            return two_step.started(session, actor, self.vault, title)

    def begin_second_step(self, actor: Actor) -> None:
        """Give somebody a secret for their app."""
        title = self.title()
        self.store.write(
            lambda session: begin(session, actor, self.vault, title), actor
        )

    def confirm_second_step(self, actor: Actor, code: str) -> list[str]:
        """Turn somebody's second step on; return their recovery codes, told once."""
        return self.store.write(
            lambda session: two_step.confirm(session, actor, self.vault, code), actor
        )

    def end_second_step(self, actor: Actor, code: str) -> None:
        """Turn somebody's second step off. Raises WrongCodeError, HeldError."""
        outcome = self.store.write(
            lambda session: two_step.turn_off(session, actor, self.vault, code),
            self.itself(Door.SCREEN),
        )
        two_step.refuse(outcome)

    def renew_recovery_codes(self, actor: Actor, code: str) -> list[str]:
        """Replace somebody's recovery codes. Raises WrongCodeError, HeldError."""
        outcome, codes = self.store.write(
            lambda session: two_step.renew_codes(session, actor, self.vault, code),
            self.itself(Door.SCREEN),
        )
        two_step.refuse(outcome)
        return codes

    def vault(self) -> Vault:
        """Return the desk's vault. Raises KeyLostError, KeyTooShortError."""
        if self._vault is None:
            self._vault = open_vault(folder_of(self.store.url))
        return self._vault

    def _put_aside(self, ticket: Ticket, waiting: Waiting, lasts: timedelta) -> None:
        itself = self.itself(Door.SCREEN)
        self.store.write(
            lambda session: pending.put_aside(
                session, itself, ticket.state, waiting, lasts
            ),
            itself,
        )


def _open(
    session: Session,
    itself: Actor,
    user_id: int,
    method: SignInMethod,
    address: str,
    browser: str,
) -> str:
    """Open a session of a person who is at the desk. Raises NoAccountError."""
    found = actor_of(session, user_id, itself.door, itself.at)
    if found is None:
        raise NoAccountError
    return open_sign_in(
        session, found, user_id, method, address=address, browser=browser
    )
