"""Signing in and out, as the doors ask for it: each step in its own transaction.

Passwords are compared between transactions, never inside one. What is looked up before
anybody is known is asked on behalf of the desk itself.
"""

from __future__ import annotations

import logging
import os
from typing import TYPE_CHECKING

from crm.domain.account_errors import (
    CrowdedError,
    DeadLinkError,
    UnequalPasswordsError,
    WrongPasswordError,
    WrongPresentPasswordError,
)
from crm.domain.errors import DeskError, UnknownError
from crm.domain.names import normal_email
from crm.domain.passwords import check_password
from crm.domain.roles import Door
from crm.domain.sign_ins import SEEN_EVERY, SignInMethod
from crm.services import links, passwords, sign_ins, throttle
from crm.services.provider_settings import providers_of
from crm.services.throttle import Asking
from crm.store.queries import sign_ins as queries
from crm.store.queries.magazine import list_titles
from crm.store.queries.users import user

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor
    from crm.domain.sign_ins import LinkPurpose
    from crm.store.database import Store
    from crm.store.queries.sign_ins import LinkHolder, OpenSignIn, Visitor

_log = logging.getLogger(__name__)


class Entrance:
    """The part of the front desk where people prove who they are."""

    store: Store
    reading: Callable[..., Session]
    itself: Callable[..., Actor]

    def visitor(self, token: str | None) -> Visitor | None:
        """Return who is signed in with the token of a cookie, looked up anew."""
        if not token:
            return None
        with self.reading() as session:
            return queries.visitor_of(session, token, self.itself().at)

    def note_use(self, visitor: Visitor) -> None:
        """Note that a session is in use, every five minutes at the most."""
        if self.itself().at - visitor.seen_at < SEEN_EVERY:
            return
        actor = visitor.actor
        try:
            self.store.write(
                lambda session: sign_ins.note_use(session, actor, visitor.sign_in_id),
                actor,
            )
        except DeskError as refusal:
            _log.warning("the use of a session was not noted: %s", refusal)

    def providers(self) -> Sequence[tuple[str, str]]:
        """Return the identity providers one may sign in with: code and name."""
        known = providers_of(os.environ).values()
        return [(settings.name, settings.label) for settings in known]

    def prove(self, email: str, password: str, *, address: str) -> int:
        """Return whose e-mail and password these are.

        Raises TooManyAttemptsError and ClosedAccountError before the password is
        looked at, CrowdedError, WrongPasswordError.
        """
        asking = Asking(email, address)
        itself = self.itself(Door.SCREEN)
        with self.reading() as session:
            throttle.check_attempt(session, itself, asking)
            known = passwords.kept_digest(session, itself, normal_email(email) or "")
        self.store.write(
            lambda session: throttle.count_attempt(session, itself, asking), itself
        )
        user_id, kept = known or (0, "")
        try:
            is_right = passwords.is_right(password, kept)
        except CrowdedError:
            self.store.write(
                lambda session: throttle.take_back(session, itself, asking), itself
            )
            raise
        if not is_right:
            raise WrongPasswordError
        fresh = passwords.digest(password) if passwords.is_outdated(kept) else ""

        def pass_on(session: Session) -> None:
            throttle.forgive(session, itself, asking)
            if fresh:
                passwords.keep_password(session, itself, user_id, fresh, is_new=False)

        self.store.write(pass_on, itself)
        return user_id

    def open_session(
        self, user_id: int, method: SignInMethod, *, address: str, browser: str
    ) -> str:
        """Sign a person in who has proved who they are; return the token."""
        itself = self.itself(Door.SCREEN)

        def open_it(session: Session) -> str:
            found = queries.actor_of(session, user_id, Door.SCREEN, itself.at)
            if found is None:
                raise UnknownError
            return sign_ins.open_sign_in(
                session, found, user_id, method, address=address, browser=browser
            )

        return self.store.write(open_it, itself)

    def sign_out(self, token: str | None) -> None:
        """End the session of a token, where it is one."""
        visitor = self.visitor(token)
        if visitor is not None:
            self.end_session(visitor, visitor.sign_in_id)

    def sessions_of(self, visitor: Visitor) -> Sequence[OpenSignIn]:
        """Return the sessions a visitor has open, the last used first."""
        actor = visitor.actor
        with self.reading(actor) as session:
            return queries.list_sign_ins(session, actor, actor.user_id or 0)

    def end_session(self, visitor: Visitor, sign_in_id: int) -> None:
        """End one of a visitor's own sessions. Raises UnknownError for others'."""
        if sign_in_id not in {row.id for row in self.sessions_of(visitor)}:
            raise UnknownError
        self.store.write(
            lambda session: sign_ins.end_sign_in(session, visitor.actor, sign_in_id),
            visitor.actor,
        )

    def end_other_sessions(self, visitor: Visitor) -> int:
        """End all of a visitor's sessions but this one; return how many."""
        actor = visitor.actor
        return self.store.write(
            lambda session: sign_ins.end_sign_ins(
                session, actor, actor.user_id or 0, but=visitor.sign_in_id
            ),
            actor,
        )

    def has_password(self, visitor: Visitor) -> bool:
        """Say whether a visitor has a password to change."""
        with self.reading(visitor.actor) as session:
            return queries.has_password(session, visitor.actor.user_id or 0)

    def prove_present(self, visitor: Visitor, present: str, *, address: str) -> None:
        """Take a visitor's present password once more.

        Raises WrongPresentPasswordError, and what `prove` raises of attempts.
        """
        email, _about = self._known_of(visitor.actor.user_id or 0)
        try:
            self.prove(email, present, address=address)
        except WrongPasswordError:
            raise WrongPresentPasswordError(field="present") from None

    def change_password(
        self, visitor: Visitor, present: str, new: str, again: str, *, address: str
    ) -> None:
        """Change a visitor's password, and end their other sessions.

        Raises WrongPresentPasswordError, what `check_password` raises and
        UnequalPasswordsError, each naming its field: present, new, again.
        """
        actor = visitor.actor
        user_id = actor.user_id or 0
        _email, about = self._known_of(user_id)
        self.prove_present(visitor, present, address=address)
        made = self._new_digest(new, again, about)

        def change(session: Session) -> None:
            passwords.keep_password(session, actor, user_id, made)
            sign_ins.end_sign_ins(session, actor, user_id, but=visitor.sign_in_id)

        self.store.write(change, actor)
        itself = self.itself(Door.SCREEN)
        self.store.write(
            lambda session: links.void_ways_in(session, itself, user_id), itself
        )

    def make_link(self, actor: Actor, user_id: int, purpose: LinkPurpose) -> str:
        """Make a one-time link; return its path. Raises as `links.make_link`."""
        return self.store.write(
            lambda session: links.make_link(session, actor, user_id, purpose), actor
        )

    def link_holder(self, token: str) -> LinkHolder | None:
        """Return whom a one-time link is for; None once it opens nothing."""
        with self.reading() as session:
            return queries.holder_of(session, token, self.itself().at)

    def use_link(self, token: str, new: str, again: str) -> int:
        """Give a link's holder a new password; return their id.

        Raises DeadLinkError, and what `change_password` raises of the new one.
        """
        holder = self.link_holder(token)
        if holder is None:
            raise DeadLinkError
        _email, about = self._known_of(holder.user_id)
        made = self._new_digest(new, again, about)
        itself = self.itself(Door.LINK)

        def use(session: Session) -> int:
            user_id = links.use_link(session, itself, token, made)
            throttle.forgive(session, itself, Asking(holder.email, ""))
            return user_id

        return self.store.write(use, itself)

    def _known_of(self, user_id: int) -> tuple[str, list[str]]:
        """Return a person's address, and what anybody knows of them."""
        with self.reading() as session:
            found = user(session, user_id)
            titles = [row.name for row in list_titles(session, self.itself())]
        if found is None:
            raise UnknownError
        return found.email, [found.name, found.email, *titles]

    @staticmethod
    def _new_digest(new: str, again: str, about: Sequence[str]) -> str:
        password = check_password(new, about, field="new")
        if new != again:
            raise UnequalPasswordsError(field="again")
        return passwords.digest(password)
