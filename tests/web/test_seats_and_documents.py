from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from crm import web

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.testclient import TestClient

    Visit = Callable[..., TestClient]


def test_sitting_down_sets_a_cookie_no_script_reads(visit: Visit) -> None:
    answer = visit().post("/as/2?next=/advertiser%3Fid%3D5")
    assert answer.headers["location"] == "/advertiser?id=5"
    cookie = answer.headers["set-cookie"].lower()
    assert cookie.startswith("regie_seat=2;")
    assert "httponly" in cookie
    assert "samesite=lax" in cookie


@pytest.mark.parametrize("wanted", ["//evil.example", "https://evil.example", "/\\e"])
def test_one_is_never_sent_elsewhere(wanted: str, visit: Visit) -> None:
    client = visit()
    by_form = client.post("/as/2", data={"next": wanted})
    by_address = client.post("/as/2", params={"next": wanted})
    assert by_form.headers["location"] == by_address.headers["location"] == "/"


def test_nobody_sits_at_a_seat_that_is_not_there(visit: Visit) -> None:
    assert visit().post("/as/99").status_code == 404
    assert visit().get("/as/2").status_code == 200, "the screens answer, not the seat"


def test_the_seats_are_shown_with_where_to_go_back(visit: Visit) -> None:
    page = visit().get("/as?next=/advertiser%3Fid%3D5").text
    assert 'formaction="/as/1?next=%2Fadvertiser%3Fid%3D5"' in page
    assert "Christine Doussot" in page


@pytest.mark.parametrize(
    ("cookie", "seat"),
    [("2", 2), ("", None), ("-1", None), ("²", None), ("9" * 12, None), ("x", None)],
)
def test_a_seat_is_a_number(cookie: str, seat: int | None) -> None:
    assert web.seat_of({"regie_seat": cookie}) == seat


def test_a_document_is_shown_in_place_and_never_kept(visit: Visit) -> None:
    answer = visit().get("/documents/4.pdf")
    assert answer.content == b"%PDF-1.7 four"
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["cache-control"] == "private, no-store"
    disposition = answer.headers["content-disposition"]
    assert disposition.startswith("inline; filename=")
    assert "\n" not in disposition
    assert disposition.count('"') == 2


def test_a_document_that_is_not_there_or_not_yours_says_so(visit: Visit) -> None:
    client = visit()
    for seat, path in (("1", "/documents/5.pdf"), ("3", "/documents/4.pdf")):
        client.cookies.set("regie_seat", seat)
        answer = client.get(path)
        assert answer.status_code == 404
        assert "This document does not exist, or it is not yours to see." in answer.text
