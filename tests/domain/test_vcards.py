"""Business cards: what is read of a file nobody vouches for, and what is written."""

from __future__ import annotations

import pytest

from crm.domain.company_errors import ManyCardsError, NoCardsError, UnreadableCardsError
from crm.domain.mailboxes import MailboxKind, mailbox_kind
from crm.domain.vcard_reading import MOST_BYTES, read_cards
from crm.domain.vcards import Card, CardKind, CardProblem, Reach, write_cards

WHOLE = Card(
    "Lefèvre; Dubosc, née Morvan",
    "Anaïs",
    "Mme",
    "Lumicité, SAS",
    "Directrice de la communication et des partenariats institutionnels",
    (Reach(CardKind.MOBILE, "+33639981234"), Reach(CardKind.WORK, "+33199001234")),
    (Reach(CardKind.WORK, "a@lumicite.example"), Reach(CardKind.HOME, "a@b.example")),
    "première ligne\nseconde; avec \\ et ,",
)


def card(*lines: str, version: str = "3.0") -> bytes:
    inside = "\r\n".join(lines)
    return f"BEGIN:VCARD\r\nVERSION:{version}\r\n{inside}\r\nEND:VCARD\r\n".encode()


def test_what_is_written_is_read_again() -> None:
    written = write_cards([WHOLE, Card("Παπαδόπουλος", "Νίκος")])
    assert read_cards(written) == [WHOLE, Card("Παπαδόπουλος", "Νίκος")]
    assert all(len(line) <= 75 for line in written.split(b"\r\n"))
    assert b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:" in written


def test_a_line_that_is_typed_begins_no_property() -> None:
    written = write_cards([Card("X\r\nTEL:1", note="a\nEND:VCARD")])
    [read] = read_cards(written)
    assert read.phones == ()
    assert read.note == "a\nEND:VCARD"


def test_every_version_is_read() -> None:
    [old] = read_cards(
        card(
            "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Lef=C3=A8v=\r\nre;Ana=C3=AFs",
            "TEL;CELL:06 39 98 12 34",
            version="2.1",
        )
    )
    assert (old.last_name, old.first_name) == ("Lefèvre", "Anaïs")
    assert old.phones == (Reach(CardKind.MOBILE, "06 39 98 12 34"),)
    [new] = read_cards(
        card(
            "FN:Anaïs Le Goff",
            'item1.TEL;VALUE=uri;TYPE="work,voice":tel:+33-1-99-00-12-34;ext=12',
            "EMAIL;TYPE=home:mailto:a@b.example",
            version="4.0",
        )
    )
    assert (new.first_name, new.last_name) == ("Anaïs Le", "Goff")
    assert new.phones == (Reach(CardKind.WORK, "+33-1-99-00-12-34 ext. 12"),)
    assert new.emails == (Reach(CardKind.HOME, "a@b.example"),)


def test_an_old_outlook_file_is_read_in_its_own_letters() -> None:
    old = card("N:Lefèvre;Anaïs", version="2.1").decode().encode("cp1252")
    assert read_cards(old)[0].last_name == "Lefèvre"
    assert read_cards(b"\xef\xbb\xbf" + card("N:A"))[0].last_name == "A"
    wide = card("N:Lefèvre").decode().encode("utf-16")
    assert read_cards(wide)[0].last_name == "Lefèvre"


def test_no_more_is_taken_than_is_needed() -> None:
    [read] = read_cards(
        card("N:A", "BDAY:1970-01-01", "ADR;TYPE=HOME:;;Rue", "PHOTO:AAAA\r\n BBBB")
    )
    assert read.left_out == ("ADR", "BDAY", "PHOTO")
    lines = [f"TEL:06 39 98 00 {n:02d}" for n in range(9)]
    [read] = read_cards(card("N:A", *lines))
    assert len(read.phones) == 5
    assert read.left_out == ("TEL",)


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", NoCardsError),
        (b"name;phone\r\nA;06", NoCardsError),
        (b"\x00\x01\x02" * 100, NoCardsError),
        (b"x" * (MOST_BYTES + 1), ManyCardsError),
        (b"x" * 10_000_000, ManyCardsError),
        (card("N:A") * 201, ManyCardsError),
        (card("N:Lefèvre").decode().encode("cp1252"), UnreadableCardsError),
        (b"\xff\xfeB", UnreadableCardsError),
    ],
)
def test_what_is_no_file_of_cards_is_refused(
    content: bytes, error: type[Exception]
) -> None:
    with pytest.raises(error):
        read_cards(content)


def test_a_broken_card_is_told_beside_the_good_ones() -> None:
    cut = b"BEGIN:VCARD\r\nN:Coup\xc3\xa9\r\n"
    read = read_cards(cut + card("N:" + "x" * 5_000) + card("ORG:Nobody") + card("N:A"))
    assert [one.problems for one in read] == [
        (CardProblem.UNFINISHED,),
        (CardProblem.LONG_NAME,),
        (CardProblem.NO_NAME,),
        (),
    ]
    assert max(len(one.last_name) for one in read) == 200


@pytest.mark.parametrize(
    "hostile",
    [
        b"BEGIN:VCARD\nN:" + b'";' * 90_000,
        b"BEGIN:VCARD\nN" + b';"a"' * 50_000,
        b"BEGIN:VCARD\nN:" + b"\\" * 200_000,
        b"BEGIN:VCARD\n" * 200,
        b"BEGIN:VCARD\nN;QUOTED-PRINTABLE:=" + b"\n=" * 90_000,
    ],
)
def test_a_hostile_file_is_read_through(hostile: bytes) -> None:
    assert all(one.problems for one in read_cards(hostile))


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("anais@lumicite.example", MailboxKind.DIRECT),
        ("contact@lumicite.example", MailboxKind.TEAM),
        ("compta.paris@lumicite.example", MailboxKind.TEAM),
        ("anais@gmail.com", MailboxKind.PRIVATE),
    ],
)
def test_a_mailbox_is_somebodys_a_teams_or_private(
    address: str, kind: MailboxKind
) -> None:
    assert mailbox_kind(address) is kind
