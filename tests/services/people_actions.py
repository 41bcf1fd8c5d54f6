"""Calls of the actions on people and accounts, and of edits, for the audit's test."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pyotp

from crm.domain.editing import Edit
from crm.domain.roles import STANDINGS, RoleCode
from crm.domain.sign_ins import LinkPurpose
from crm.services import (
    activities,
    activity_edits,
    company_edits,
    handover,
    issue_edits,
    links,
    passwords,
    providers,
    roles,
    sign_ins,
    teams,
    two_step,
    users,
)
from crm.services.publishers import change_publisher as change
from crm.services.sealing.certificates import import_seal, remove_seal
from crm.services.secrets_at_rest import Vault
from crm.store.queries import editable, publishers
from tests.certificates import PASSWORD, certificate
from tests.factories import ITSELF, MORNING, make_actor

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor

CHIEF = make_actor(role=RoleCode.ADMINISTRATOR)
DIGEST = "a digest of a password"
ISSUER = "https://id.desk.example"


def administrator(session: Session) -> Actor:
    wish = users.UserWish("Ada Quint", "ada@desk.example", RoleCode.ADMINISTRATOR)
    user_id = users.add_user(session, ITSELF, wish)
    return make_actor(user_id, RoleCode.ADMINISTRATOR, name="Ada Quint")


def edited(opened: Any, **typed: Any) -> Edit:
    return Edit(opened.version, opened.values, {**opened.values, **typed})


def change_company(session: Session, x: Any) -> object:
    opened = editable.open_company(session, x.desk.rep, x.desk.advertiser_id)
    edit = edited(opened, name="Lumicité Groupe")
    return company_edits.change_company(session, x.desk.rep, x.desk.advertiser_id, edit)


def change_contact(session: Session, x: Any) -> object:
    opened = editable.open_contact(session, x.desk.rep, x.contact)
    edit = edited(opened, job="Directrice")
    return company_edits.change_contact(session, x.desk.rep, x.contact, edit)


def change_issue(session: Session, x: Any) -> object:
    opened = editable.open_issue(session, x.desk.manager, x.issue)
    edit = edited(opened, closes_on=date(2027, 4, 3))
    return issue_edits.change_issue(session, x.desk.manager, x.issue, edit)


def change_publisher(session: Session, x: Any) -> object:
    publisher = publishers.publisher_of(session, x.desk.manager, x.desk.title_id)
    opened = editable.open_publisher(session, x.desk.manager, publisher.id)
    edit = edited(opened, name="Éditions neuves")
    return change(session, x.desk.manager, publisher.id, edit)


def import_certificate(session: Session, x: Any) -> object:
    publisher = publishers.publisher_of(session, x.desk.manager, x.desk.title_id)
    return import_seal(session, CHIEF, publisher.id, certificate(), PASSWORD)


def remove_certificate(session: Session, x: Any) -> Callable[[], object]:
    import_certificate(session, x)
    publisher = publishers.publisher_of(session, x.desk.manager, x.desk.title_id)
    return lambda: remove_seal(session, CHIEF, publisher.id)


def change_activity(session: Session, x: Any) -> Callable[[], object]:
    wish = activities.ActivityWish(x.desk.advertiser_id)
    logged = activities.log_activity(session, x.desk.rep, wish)
    opened = editable.open_activity(session, x.desk.rep, logged)
    edit = edited(opened, note="rappelée")
    return lambda: activity_edits.change_activity(session, x.desk.rep, logged, edit)


def use_link(session: Session, x: Any) -> Callable[[], object]:
    path = links.make_link(session, ITSELF, x.desk.rep.user_id, LinkPurpose.INVITE)
    token = path.rpartition("/")[2]
    return lambda: links.use_link(session, ITSELF, token, DIGEST)


def linked(session: Session, x: Any) -> providers.ProvenIdentity:  # noqa: ARG001
    return providers.ProvenIdentity(ISSUER, "subject", "c@desk.example")


def unlink(session: Session, x: Any) -> Callable[[], object]:
    providers.identify(session, ITSELF, linked(session, x))
    return lambda: providers.unlink(session, ITSELF, x.desk.rep.user_id, ISSUER)


def begun(session: Session, x: Any) -> tuple[Actor, Any, str]:
    vault = Vault("k" * 43)
    begun = two_step.begin(session, x.desk.rep, lambda: vault, "Régie")
    return x.desk.rep, lambda: vault, begun.secret


def at_step(secret: str, steps: int) -> str:
    return pyotp.TOTP(secret).at(MORNING + timedelta(seconds=30 * steps))


def turned_on(session: Session, x: Any) -> tuple[Actor, Any, str]:
    actor, vault, secret = begun(session, x)
    two_step.confirm(session, actor, vault, at_step(secret, 0))
    return actor, vault, secret


def confirm(session: Session, x: Any) -> Callable[[], object]:
    actor, vault, secret = begun(session, x)
    return lambda: two_step.confirm(session, actor, vault, at_step(secret, 0))


def turn_off(session: Session, x: Any) -> Callable[[], object]:
    actor, vault, secret = turned_on(session, x)
    return lambda: two_step.turn_off(session, actor, vault, at_step(secret, 1))


def renew(session: Session, x: Any) -> Callable[[], object]:
    actor, vault, secret = turned_on(session, x)
    return lambda: two_step.renew_codes(session, actor, vault, at_step(secret, 1))


def reset(session: Session, x: Any) -> Callable[[], object]:
    turned_on(session, x)
    return lambda: two_step.reset(session, ITSELF, x.desk.rep.user_id)


def end_user(session: Session, x: Any) -> object:
    today = MORNING.date()
    heir = x.desk.manager.user_id
    return users.end_user(
        session, administrator(session), x.desk.rep.user_id, today, heir
    )


def bring_back(session: Session, x: Any) -> Callable[[], object]:
    end_user(session, x)
    return lambda: users.bring_back(session, ITSELF, x.desk.rep.user_id)


def team(session: Session) -> int:
    return teams.add_team(session, ITSELF, "Paris")


PEOPLE: dict[str, Callable[[Session, Any], object]] = {
    "activity_edits.change_activity": change_activity,
    "company_edits.change_company": change_company,
    "company_edits.change_contact": change_contact,
    "handover.hand_over": lambda s, x: handover.hand_over(
        s, ITSELF, x.desk.rep.user_id, x.desk.manager.user_id, reason="départ"
    ),
    "issue_edits.change_issue": change_issue,
    "links.make_link": lambda s, x: links.make_link(
        s, ITSELF, x.desk.rep.user_id, LinkPurpose.INVITE
    ),
    "links.use_link": use_link,
    "passwords.keep_password": lambda s, x: passwords.keep_password(
        s, ITSELF, x.desk.rep.user_id, DIGEST
    ),
    "providers.identify": lambda s, x: providers.identify(s, ITSELF, linked(s, x)),
    "providers.unlink": unlink,
    "publishers.change_publisher": change_publisher,
    "sealing.certificates.import_seal": import_certificate,
    "sealing.certificates.remove_seal": remove_certificate,
    "roles.change_standing": lambda s, _x: roles.change_standing(
        s, administrator(s), RoleCode.REP, STANDINGS[RoleCode.READER], 1
    ),
    "sign_ins.end_sign_ins": lambda s, x: sign_ins.end_sign_ins(
        s, ITSELF, x.desk.rep.user_id
    ),
    "teams.add_team": lambda s, _x: team(s),
    "teams.rename_team": lambda s, _x: teams.rename_team(s, ITSELF, team(s), "Lyon"),
    "teams.remove_team": lambda s, _x: teams.remove_team(s, ITSELF, team(s)),
    "teams.seat_in_team": lambda s, x: teams.seat_in_team(
        s, ITSELF, team(s), [x.desk.rep.user_id]
    ),
    "two_step.confirm": confirm,
    "two_step.turn_off": turn_off,
    "two_step.renew_codes": renew,
    "two_step.reset": reset,
    "users.bring_back": bring_back,
    "users.change_role_of": lambda s, x: users.change_role_of(
        s, administrator(s), x.desk.rep.user_id, RoleCode.MANAGER, None
    ),
    "users.change_user": lambda s, x: users.change_user(
        s,
        ITSELF,
        x.desk.rep.user_id,
        users.UserWish("Camille R.", "c@desk.example"),
        1,
    ),
    "users.end_user": end_user,
}

PIECES = {
    "administrators.hold_administrators": "takes locks, changes nothing",
    "administrators.other": "reads",
    "audit.record_changes": "writes the audit itself",
    "drafts.drop_draft": "what is not saved is no change of the desk",
    "drafts.drop_old_drafts": "what is not saved is no change of the desk",
    "drafts.keep_draft": "what is not saved is no change of the desk",
    "editing.keep": "a piece of the edits",
    "editing.settle": "a piece of the edits",
    "links.purpose_for": "reads",
    "passwords.kept_digest": "reads",
    "pending.look_up": "reads",
    "pending.put_aside": "a sign-in under way: the sign-in itself is told",
    "pending.take_up": "a sign-in under way: the sign-in itself is told",
    "quick_log.expected_close": "reads",
    "sign_ins.forget_pending": "housekeeping of sign-ins never finished",
    "sign_ins.note_use": "when a session was last used is no change of the desk",
    "throttle.check_attempt": "reads",
    "throttle.count_attempt": "counts attempts before anybody is known",
    "throttle.forget_old": "housekeeping of the counts",
    "links.void_ways_in": "a piece of the changes that close them",
    "throttle.take_back": "counts attempts before anybody is known",
    "throttle.forgive": "counts attempts before anybody is known",
    "tries.count_wrong": "counts; the hold itself is told by the second step",
    "tries.forget_wrong": "counts",
    "tries.held_until": "reads",
    "two_step.begin": "counts once it is confirmed",
    "two_step.check": "a right code is told as the sign-in it opens",
}
"""Functions that change nothing of the desk by themselves, and why."""
