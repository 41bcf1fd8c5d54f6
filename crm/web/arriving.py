"""What the routes of providers and of the second step ask of the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from crm.domain.roles import Actor
    from crm.domain.sign_ins import SignInMethod
    from crm.services.arrivals import Arrived
    from crm.services.pending import Ticket, Waiting
    from crm.services.providers import ProvenIdentity
    from crm.services.two_step import Enrolment, SecondStep


class Arriving(Protocol):
    """The part of the desk where people come in otherwise than by password."""

    def leave_for_provider(
        self, provider: str, nonce: str, verifier: str, wanted: str
    ) -> Ticket:
        """Keep where somebody goes to sign in; return what their browser is given."""
        ...

    def back_from_provider(
        self, provider: str, state: str, cookie: str
    ) -> Waiting | None:
        """Return the sign-in somebody set out for, once; None where not theirs."""
        ...

    def arrive(self, proven: ProvenIdentity, *, address: str, browser: str) -> str:
        """Sign in whom a provider vouches for. Raises NoAccountError."""
        ...

    def second_step_of(self, user_id: int) -> bool:
        """Say whether a person proves who they are in a second step as well."""
        ...

    def owe_code(self, user_id: int, method: SignInMethod, wanted: str) -> str:
        """Return the cookie of whoever proved who they are and owes a code."""
        ...

    def owes_code(self, cookie: str) -> bool:
        """Say whether a cookie is that of somebody who owes a code."""
        ...

    def give_code(
        self, cookie: str, code: str, *, address: str, browser: str
    ) -> Arrived:
        """Sign in whoever owes a code. Raises SignedOutError, KeyLostError."""
        ...

    def second_step(self, user_id: int) -> SecondStep:
        """Tell how somebody's second step stands."""
        ...

    def begun_second_step(self, actor: Actor) -> Enrolment | None:
        """Return the secret somebody has begun with and not confirmed, if any."""
        ...

    def begin_second_step(self, actor: Actor) -> None:
        """Give somebody a secret for their app."""
        ...

    def confirm_second_step(self, actor: Actor, code: str) -> list[str]:
        """Turn it on; return the recovery codes, told once. Raises DeskError."""
        ...

    def end_second_step(self, actor: Actor, code: str) -> None:
        """Turn it off. Raises WrongCodeError, HeldError."""
        ...

    def renew_recovery_codes(self, actor: Actor, code: str) -> list[str]:
        """Replace the recovery codes. Raises WrongCodeError, HeldError."""
        ...
