"""What the desk does with advertisers' files: receive, check, have approved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from crm.domain import materials as life
from crm.domain.errors import (
    LabelError,
    MissingError,
    ReasonError,
    UnknownError,
    words,
)
from crm.domain.magazine import DocumentKind, MaterialStatus
from crm.domain.material_errors import (
    NoFindingError,
    ReusedError,
    ToComeError,
    UnsettledError,
)
from crm.domain.preflight import FileFacts, Weight, blocking, kept
from crm.domain.preflight_rules import judge
from crm.domain.roles import Right
from crm.domain.text import clean_line
from crm.language.vocabulary import word
from crm.services.audit import record
from crm.services.documents.keeping import keep
from crm.services.material_lines import came, current, held
from crm.services.preflight.kinds import MEDIA
from crm.store.models import Booking, Document, Format, Line, Material
from crm.store.queries.spoken import place_of

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from crm.domain.preflight import Check, Place
    from crm.domain.roles import Actor
    from crm.services.papers import Paper

LONGEST = 300
_AWAITED, _RECEIVED, _CHECKED, _PROOF_SENT, _APPROVED = MaterialStatus


def receive(
    session: Session, actor: Actor, line_id: int, *, received_on: date | None = None
) -> None:
    """Record that a line's files came another way, today unless a day is given.

    They may follow a first delivery, and start the checks again. Raises UnknownError;
    MoveError for a line that holds no space; ToComeError for a day to come.
    """
    line = held(session, actor, line_id, _RECEIVED)
    if received_on and received_on > actor.today:
        raise ToComeError(field="received_on", day=received_on)
    session.add(came(actor, line, received_on))
    _move(session, actor, line, _RECEIVED, "receive")


def receive_file(
    session: Session, actor: Actor, line_id: int, paper: Paper, read: FileFacts
) -> None:
    """Keep a file that came for a line, with what preflight finds in it.

    `read` is what `crm.services.preflight.inspect` found. A file with nothing to say
    about is checked by that. Raises UnknownError, MoveError.
    """
    line = held(session, actor, line_id, _RECEIVED)
    booking = session.get_one(Booking, line.booking_id)
    document = keep(
        session,
        actor,
        DocumentKind.MATERIAL,
        f"{booking.number or booking.quote_number}/{line.rank + 1}",
        booking.language,
        paper.content,
        file_name=clean_line(paper.name, longest=200) or f"{line.id}.{read.kind.value}",
        media_type=MEDIA[read.kind],
        booking_id=booking.id,
        company_id=booking.advertiser_id,
    )
    if document.sha256 != read.sha256:
        raise ValueError("what was read is another file")
    _keep_file(session, actor, line, document.id, read, document.file_name)


def reuse(session: Session, actor: Actor, line_id: int, material_id: int) -> None:
    """Use a file that came for another line of the advertiser's: “same as n° 58”.

    It is held against this line's format anew. Raises UnknownError, MoveError,
    ReusedError.
    """
    line = held(session, actor, line_id, _RECEIVED)
    former = session.get(Material, material_id)
    if former is None or former.document_id is None or former.line_id == line.id:
        raise UnknownError
    document = session.get(Document, former.document_id)
    if document is None:
        raise UnknownError
    lines = (line.id, former.line_id)
    advertisers = session.scalars(
        select(Booking.advertiser_id)
        .join(Line, Line.booking_id == Booking.id)
        .where(Line.id.in_(lines))
    ).all()
    if len(advertisers) != len(lines) or len(set(advertisers)) > 1:
        raise ReusedError
    read = FileFacts.of_json(former.read)
    _keep_file(
        session, actor, line, document.id, read, document.file_name, former=former
    )


def accept(
    session: Session, actor: Actor, line_id: int, check: Check, reason: str
) -> None:
    """Accept a fault of a line's file, with a reason that is kept.

    A warning is for whoever writes, what blocks for whoever may override. Raises
    UnknownError, NotYoursError, ReasonError, NoFindingError.
    """
    actor.require(Right.WRITE)
    reason = clean_line(reason, longest=LONGEST)
    line = held(session, actor, line_id, _CHECKED)
    material = current(session, actor, line)
    found = material.findings.get(check.value)
    if not found or found["weight"] == Weight.GOOD or "accepted" in found:
        raise NoFindingError
    if material.refused_on is not None:
        raise NoFindingError
    if found["weight"] == Weight.BLOCKING:
        actor.require(Right.OVERRIDE_CLOSING)
    if not reason:
        raise ReasonError(field="reason")
    told = {"by": actor.name, "on": actor.today.isoformat(), "reason": reason}
    changed = {**found, "accepted": told}
    material.findings = {**material.findings, check.value: changed}
    record(session, actor, "accept", "line", line.id, note=reason, check=check)


def mark_checked(session: Session, actor: Actor, line_id: int) -> None:
    """Record that a line's file can be used as it is.

    Raises UnknownError, MoveError; UnsettledError while something blocks it.
    """
    line = held(session, actor, line_id, _CHECKED)
    material = current(session, actor, line)
    _check_settled(material)
    material.checked_on = actor.today
    _move(session, actor, line, _CHECKED, "check")


def send_proof(session: Session, actor: Actor, line_id: int, to: str) -> None:
    """Record that the proof went to somebody, who is to approve it.

    Raises UnknownError, MoveError, MissingError.
    """
    line = held(session, actor, line_id, _PROOF_SENT)
    sent_to = clean_line(to, longest=LONGEST)
    if not sent_to:
        raise MissingError(field="to", label=words("Sent to"))
    material = current(session, actor, line)
    material.proof_sent_on, material.proof_sent_to = actor.today, sent_to
    _move(session, actor, line, _PROOF_SENT, "send_proof", sent_to=sent_to)


def approve(
    session: Session,
    actor: Actor,
    line_id: int,
    *,
    agreed_by: str = "",
    is_labelled: bool = False,
) -> None:
    """Record the approval (BAT) of a line's files: they can be printed or put on line.

    An advertorial carries the word “Publicité” or “Communiqué” (law of 1 August
    1986, art. 10): `is_labelled` says somebody looked. `agreed_by` is who approved at
    the advertiser's, nobody where the file is used as it came. Raises UnknownError,
    MoveError before the files were checked, UnsettledError, LabelError.
    """
    line = held(session, actor, line_id, _APPROVED)
    life.move(line.material_status, _APPROVED)
    material = current(session, actor, line)
    _check_settled(material)
    if _place(session, line).is_advertorial and not is_labelled:
        raise LabelError(field="is_labelled")
    by = clean_line(agreed_by, longest=LONGEST)
    material.agreed_on, material.agreed_by = actor.today, by
    material.is_labelled = is_labelled
    told = {"agreed_by": by} if by else {}
    _move(session, actor, line, _APPROVED, "approve", **told)


def ask_again(session: Session, actor: Actor, line_id: int, reason: str) -> None:
    """Refuse what came, or take its approval back: other files are awaited.

    Raises UnknownError, MoveError, ReasonError.
    """
    line = held(session, actor, line_id, _AWAITED)
    life.move(line.material_status, _AWAITED)
    because = clean_line(reason, longest=LONGEST)
    if not because:
        raise ReasonError(field="reason")
    material = current(session, actor, line)
    material.refused_on, material.refused_because = actor.today, because
    line.material_received_on = None
    _move(session, actor, line, _AWAITED, "ask_again", note=because)


def _place(session: Session, line: Line) -> Place:
    return place_of(session.get(Format, line.format_id) if line.format_id else None)


def _keep_file(
    session: Session,
    actor: Actor,
    line: Line,
    document_id: int,
    read: FileFacts,
    name: str,
    *,
    former: Material | None = None,
) -> None:
    material = came(actor, line)
    material.document_id, material.read = document_id, read.as_json()
    material.same_as_id = former.id if former else None
    findings = judge(_place(session, line), read)
    material.findings = kept(findings)
    session.add(material)
    told: dict[str, Any] = {"file": name, "sha256": read.sha256}
    if former:
        told["line"] = former.line_id
        _move(session, actor, line, _RECEIVED, "reuse", **told)
    else:
        _move(session, actor, line, _RECEIVED, "receive", **told)
    if all(one.weight is Weight.GOOD for one in findings):
        material.checked_on = actor.today
        _move(session, actor, line, _CHECKED, "check")


def _check_settled(material: Material) -> None:
    """Raise UnsettledError while a fault that blocks is not accepted."""
    open_ = [word(check) for check in blocking(material.findings)]
    if open_:
        raise UnsettledError(faults=", ".join(open_))


def _move(
    session: Session,
    actor: Actor,
    moving: Line,
    wanted: MaterialStatus,
    action: str,
    *,
    note: str = "",
    **told: Any,  # noqa: ANN401  any field of a line
) -> None:
    before = moving.material_status
    moving.material_status = life.move(before, wanted)
    moved = (before, wanted)
    record(
        session,
        actor,
        action,
        "line",
        moving.id,
        note=note,
        material_status=moved,
        **told,
    )
