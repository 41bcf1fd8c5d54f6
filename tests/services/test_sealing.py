"""Documents are sealed as they are issued, and a file says what it is."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from sqlalchemy import select

from crm.domain.account_errors import KeyLostError
from crm.domain.errors import NotYoursError
from crm.domain.material_errors import (
    BrokenFileError,
    EmptyFileError,
    HeavyFileError,
    LockedFileError,
    WrongFileError,
)
from crm.domain.roles import RoleCode
from crm.domain.seal_errors import (
    EarlyCertificateError,
    ExpiredCertificateError,
    ForeignKeyError,
    NoCertificateFileError,
    NoKeyError,
    NoSealError,
    WrongUseError,
)
from crm.domain.sealing import Later, SealsRead, Verdict
from crm.language import use_language
from crm.language.formats import tell
from crm.language.seal_words import about_words, seal_words, verdict_words
from crm.services.documents import issue_booking_summary, issue_media_kit
from crm.services.documents.media_kit import KitWish
from crm.services.lines import LineWish
from crm.services.sealing import verifying
from crm.services.sealing.certificates import import_seal, remove_seal
from crm.services.sealing.reading import read_seals
from crm.services.sealing.signing import Occasion, seal
from crm.services.sealing.verifying import verify
from crm.store.models import AuditEntry, Booking, Document, Publisher, SealCertificate
from tests.certificates import PASSWORD, certificate
from tests.factories import MORNING, make_actor, make_desk, make_issue, make_quote
from tests.mediakit.reading import failures
from tests.postgres import both_engines

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sqlalchemy.orm import Session

    from crm.domain.sealing import Verified
    from crm.services.documents.keeping import Issued
    from tests.factories import Desk

CHIEF = make_actor(role=RoleCode.ADMINISTRATOR)


@pytest.fixture(autouse=True)
def _key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REGIE_SECRET_KEY", "a key of the tests, long enough to be one")


@pytest.fixture(autouse=True)
def _near(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read in this very process: a child costs a second; some tests are about it."""

    def read_here(_name: str, content: bytes, kept: int) -> SealsRead:
        return SealsRead.of_json(aside(read_seals, content, kept).as_json())

    if "apart" not in request.fixturenames:
        monkeypatch.setattr(verifying, "read_apart", read_here)


@pytest.fixture
def apart() -> None:
    """Read in a child, as the desk does."""


@pytest.fixture
def desk(session: Session) -> Desk:
    desk = make_desk(session)
    make_quote(session, desk, LineWish(make_issue(session, desk), desk.half))
    return desk


def publisher(session: Session) -> int:
    return session.scalars(select(Publisher.id)).one()


def imported(session: Session, kind: str = "EC P-256") -> None:
    import_seal(session, CHIEF, publisher(session), certificate(kind), PASSWORD)


def issued(session: Session, desk: Desk, language: str = "fr") -> Issued:
    booking_id = session.scalars(select(Booking.id)).first()
    assert booking_id
    return issue_booking_summary(session, desk.rep, booking_id, language=language)


def rewritten(content: bytes, change: Any) -> bytes:
    """Return a file with a change written behind it, as readers of PDF save."""
    writer = IncrementalPdfFileWriter(BytesIO(content))
    change(writer)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def fill(writer: IncrementalPdfFileWriter) -> None:
    for ref in writer.root["/AcroForm"]["/Fields"]:
        field = ref.get_object()
        if field["/FT"] == "/Tx":
            field["/V"] = generic.pdf_string("Anaïs Lefèvre")
            writer.mark_update(ref)


def turn(writer: IncrementalPdfFileWriter) -> None:
    kids = writer.root["/Pages"]["/Kids"]
    kids[0]["/Rotate"] = generic.NumberObject(90)
    writer.mark_update(kids.raw_get(0))


def retell(writer: IncrementalPdfFileWriter) -> None:
    """Change what a screen reader says, in the tree where fields are named too."""
    tree = writer.root["/StructTreeRoot"]
    tree["/K"][0]["/Alt"] = generic.pdf_string("1 €")
    writer.update_container(tree["/K"][0])


def told(found: Verified) -> list[str]:
    with use_language("en"):
        seals = [line for one in found.seals for line in seal_words(one, MORNING)]
        return [verdict_words(found), *about_words(found), *seals]


# --- Sealed as issued ---------------------------------------------------------


@both_engines
@pytest.mark.parametrize("kind", ["RSA 2048", "EC P-256", "EC P-521"])
def test_what_is_issued_is_sealed_and_known_again(
    session: Session, desk: Desk, tmp_path: Path, kind: str
) -> None:
    plain = issued(session, desk, "en")
    imported(session, kind)
    first = issued(session, desk)
    assert failures(first.content, tmp_path) == []
    found = verify(session, desk.manager, "a.pdf", first.content)
    assert (found.verdict, found.hidden) == (Verdict.KEPT, False)
    assert found.document
    assert (found.document.id, found.document.sha256) == (first.id, found.sha256)
    [one] = found.seals
    assert one.ours
    assert (one.read.whole, one.read.later) == (True, Later.NOTHING)
    assert one.read.sealed_at == desk.rep.at
    assert "Sealed by Éditions d’essai" in " ".join(told(found))
    # The same words are the same bytes and the same edition, sealed or not.
    again = issued(session, desk)
    assert (again.id, again.edition, again.content) == (first.id, 1, first.content)
    assert issued(session, desk, "en").content == plain.content
    remove_seal(session, CHIEF, publisher(session))
    assert issued(session, desk).content == first.content


@pytest.mark.usefixtures("apart")
def test_a_media_kit_is_sealed_in_both_languages(
    session: Session, desk: Desk, tmp_path: Path
) -> None:
    imported(session)
    for language in ("fr", "en"):
        wish = KitWish(language=language)
        kit = issue_media_kit(session, desk.manager, wish)
        assert failures(kit.content, tmp_path) == []
        assert issue_media_kit(session, desk.manager, wish).id == kit.id
        [one] = verify(session, desk.manager, "kit.pdf", kit.content).seals
        assert one.ours


def test_an_expired_certificate_seals_nothing_any_more(
    session: Session, desk: Desk
) -> None:
    imported(session)
    late = replace(desk.rep, at=MORNING + timedelta(days=301))
    booking_id = session.scalars(select(Booking.id)).first() or 0
    kept = issue_booking_summary(session, late, booking_id, language="fr")
    assert verify(session, desk.manager, "a.pdf", kept.content).seals == ()


def test_a_lost_key_refuses_rather_than_go_unsealed(
    session: Session, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    imported(session)
    monkeypatch.setenv("REGIE_SECRET_KEY", "another key of the tests, as long as it is")
    with pytest.raises(KeyLostError):
        issued(session, desk)


# --- What a file is -----------------------------------------------------------


@pytest.mark.parametrize("seals", [1, 0])
def test_what_was_filled_in_and_what_was_changed(
    session: Session, desk: Desk, seals: int
) -> None:
    if seals:
        imported(session)
    kept = issued(session, desk)

    def verdict(content: bytes) -> Verdict:
        found = verify(session, desk.manager, "a.pdf", content)
        assert found.document, "its bytes or its title say which it is"
        assert found.document.id == kept.id
        return found.verdict

    filled = rewritten(kept.content, fill)
    assert verdict(kept.content) is Verdict.KEPT
    assert verdict(filled) is Verdict.FILLED
    assert verdict(rewritten(filled, fill)) is Verdict.FILLED
    assert verdict(rewritten(kept.content, turn)) is Verdict.CHANGED
    assert verdict(rewritten(kept.content, retell)) is Verdict.CHANGED
    assert verdict(rewritten(filled, turn)) is Verdict.CHANGED
    with pikepdf.open(BytesIO(kept.content)) as document:
        out = BytesIO()
        document.save(out)
    assert verdict(out.getvalue()) is Verdict.CHANGED
    at = kept.content.index(b"endstream") - 40
    flipped = kept.content[:at] + bytes([kept.content[at] ^ 1]) + kept.content[at + 1 :]
    assert verdict(flipped) is Verdict.CHANGED


def test_a_media_kit_that_was_changed_is_known_by_its_subject(
    session: Session, desk: Desk
) -> None:
    kept = issue_media_kit(session, desk.rep, KitWish(desk.advertiser_id))
    at = kept.content.index(b"endstream") - 40
    flipped = kept.content[:at] + bytes([kept.content[at] ^ 1]) + kept.content[at + 1 :]
    found = verify(session, desk.manager, "kit.pdf", flipped)
    assert found.verdict is Verdict.CHANGED
    assert found.document
    assert found.document.id == kept.id


def test_a_signature_of_the_advertiser_is_told_beside_the_seal(
    session: Session, desk: Desk
) -> None:
    imported(session)
    kept = issued(session, desk)
    key = certificate("RSA 2048", name="Anaïs Lefèvre", password="")
    signed = rewritten(kept.content, fill)
    signed = countersigned(signed, key)
    found = verify(session, desk.manager, "a.pdf", signed)
    assert found.verdict is Verdict.FILLED
    assert [one.ours is not None for one in found.seals] == [True, False]
    assert "Signed by Anaïs Lefèvre, whom the desk does not know" in " ".join(
        told(found)
    )


def aside(work: Callable[..., Any], *given: Any) -> Any:
    """Do what starts a loop of events where none runs: browser tests keep one here."""
    with ThreadPoolExecutor(1) as alone:
        return alone.submit(work, *given).result()


def countersigned(content: bytes, key: bytes) -> bytes:
    from pyhanko.sign import PdfSignatureMetadata, SimpleSigner, sign_pdf

    signer = SimpleSigner.load_pkcs12_data(key, other_certs=[])
    assert signer
    about = PdfSignatureMetadata(field_name="signature", md_algorithm="sha256")
    writer = IncrementalPdfFileWriter(BytesIO(content))
    return bytes(aside(partial(sign_pdf, writer, about, signer=signer)).getvalue())


def test_others_documents_are_not_ours(session: Session, desk: Desk) -> None:
    imported(session)
    kept = issued(session, desk)
    blank = BytesIO()
    document = pikepdf.new()
    document.add_blank_page()
    document.save(blank)
    found = verify(session, desk.manager, "x.pdf", blank.getvalue())
    assert (found.verdict, found.document, found.seals) == (Verdict.UNKNOWN, None, ())
    stranger = certificate("RSA 2048", name="Un autre", password="")
    forged = seal(blank.getvalue(), stranger, Occasion(MORNING, "", ""))
    found = verify(session, desk.manager, "x.pdf", forged)
    assert (found.verdict, found.seals[0].ours) == (Verdict.UNKNOWN, None)
    # Sealed with our own key, and not among what is kept.
    row = session.scalars(select(SealCertificate)).one()
    from crm.services.sealing.certificates import key_of

    mine = seal(blank.getvalue(), key_of(row, session), Occasion(MORNING, "", ""))
    assert verify(session, desk.manager, "x.pdf", mine).verdict is Verdict.SEALED
    assert verify(session, desk.manager, "x.pdf", kept.content).verdict is Verdict.KEPT


def test_who_does_not_see_a_document_learns_only_that_it_is_genuine(
    session: Session, desk: Desk
) -> None:
    kept = issued(session, desk)
    nobody = make_actor(9_001, RoleCode.REP)
    session.info["asker"] = nobody
    found = verify(session, nobody, "a.pdf", kept.content)
    assert (found.verdict, found.hidden) == (Verdict.KEPT, True)
    assert found.document is None
    sold = "Lumicité"
    assert sold not in " ".join(told(found))


def test_an_older_edition_says_that_there_is_a_newer(
    session: Session, desk: Desk
) -> None:
    kept = issued(session, desk)
    row = session.get(Document, kept.id)
    assert row
    session.add(
        Document(
            **{name: getattr(row, name) for name in ("kind", "reference", "language")},
            edition=2,
            file_name="b.pdf",
            sha256="0" * 64,
            content=b"",
            figures={},
            issued_at=MORNING,
            company_id=row.company_id,
            booking_id=row.booking_id,
        )
    )
    session.flush()
    found = verify(session, desk.manager, "a.pdf", kept.content)
    assert "A newer edition was issued since: 2." in told(found)


# --- Files that are none ------------------------------------------------------


def encrypted(content: bytes) -> bytes:
    out = BytesIO()
    with pikepdf.open(BytesIO(content)) as document:
        document.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    return out.getvalue()


@pytest.mark.usefixtures("apart")
def test_what_cannot_be_verified_is_refused_with_a_sentence(
    session: Session, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = issued(session, desk).content
    locked = encrypted(kept)
    monkeypatch.setattr(verifying, "MOST_MEGABYTES", 1)
    for content, refusal in (
        (b"", EmptyFileError),
        (b"not a PDF", WrongFileError),
        (b"\x89PNG\r\n\x1a\n" + bytes(64), WrongFileError),
        (kept + bytes(1024 * 1024), HeavyFileError),
        (locked, LockedFileError),
        (b"%PDF-1.7\nnothing follows", BrokenFileError),
        (kept[:4_000], BrokenFileError),
    ):
        with pytest.raises(refusal) as refused:
            verify(session, desk.manager, "a.pdf", content)
        with use_language("fr"):
            assert "a.pdf" in tell(refused.value)


@pytest.mark.heavy
@pytest.mark.usefixtures("apart")
def test_a_bomb_is_refused_in_time(session: Session, desk: Desk) -> None:
    """A huge object stream: the child's memory and time end before the desk's do."""
    import zlib

    zeros = zlib.compress(bytes(600_000_000), 9)
    zeros = zlib.compress(zeros, 9)
    head = b"%PDF-1.7\n1 0 obj\n<</Type/ObjStm/N 1/First 4/Filter"
    head += b"[/FlateDecode/FlateDecode]/Length %d>>\nstream\n" % len(zeros)
    body = head + zeros + b"\nendstream\nendobj\n"
    xref = b"2 0 obj\n<</Type/XRef/Size 4/W[1 4 2]/Root 3 0 R/Length 28>>\nstream\n"
    rows = bytes(7) + b"\x01" + (9).to_bytes(4, "big") + bytes(2)
    rows += b"\x01" + len(body).to_bytes(4, "big") + bytes(2)
    rows += b"\x02" + (1).to_bytes(4, "big") + bytes(2)
    tail = b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % len(body)
    bomb = body + xref + rows + tail
    with pytest.raises(BrokenFileError):
        verify(session, desk.manager, "a.pdf", bomb)


# --- The certificate ----------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "password", "refusal"),
    [
        (certificate(), "wrong", NoCertificateFileError),
        (certificate(), "", NoCertificateFileError),
        (b"", PASSWORD, NoCertificateFileError),
        (b"not a certificate", PASSWORD, NoCertificateFileError),
        (bytes(300_000), PASSWORD, NoCertificateFileError),
        (certificate(with_key=False), PASSWORD, NoKeyError),
        (certificate("RSA 1024"), PASSWORD, ForeignKeyError),
        (certificate("EC secp256k1"), PASSWORD, ForeignKeyError),
        (certificate("Ed25519"), PASSWORD, ForeignKeyError),
        (certificate("RSA 2048", signs=False), PASSWORD, WrongUseError),
        (
            certificate(until=MORNING - timedelta(days=1)),
            PASSWORD,
            ExpiredCertificateError,
        ),
        (
            certificate(since=MORNING + timedelta(days=1)),
            PASSWORD,
            EarlyCertificateError,
        ),
    ],
)
@pytest.mark.usefixtures("desk")
def test_a_certificate_that_cannot_seal_is_refused(
    session: Session, content: bytes, password: str, refusal: type
) -> None:
    with pytest.raises(refusal) as refused:
        import_seal(session, CHIEF, publisher(session), content, password)
    for language in ("fr", "en"):
        with use_language(language):
            assert tell(refused.value)
    assert session.scalars(select(SealCertificate)).all() == []


def test_a_certificate_comes_goes_and_leaves_no_key(
    session: Session, desk: Desk
) -> None:
    import_seal(session, CHIEF, publisher(session), certificate(password=""), "")
    imported(session, "RSA 2048")
    rows = session.scalars(select(SealCertificate).order_by(SealCertificate.id)).all()
    assert [(row.key_kind, bool(row.secret)) for row in rows] == [
        ("EC P-256", False),
        ("RSA 2048", True),
    ]
    assert "PRIVATE" not in rows[1].secret
    remove_seal(session, CHIEF, publisher(session))
    assert [bool(row.secret) for row in rows] == [False, False]
    with pytest.raises(NoSealError):
        remove_seal(session, CHIEF, publisher(session))
    with pytest.raises(NotYoursError):
        import_seal(session, desk.rep, publisher(session), certificate(), PASSWORD)
    with pytest.raises(NotYoursError):
        remove_seal(session, desk.manager, publisher(session))
    written = session.scalars(
        select(AuditEntry.action).where(AuditEntry.action.endswith("_seal"))
    ).all()
    assert written == ["import_seal", "import_seal", "remove_seal"]
