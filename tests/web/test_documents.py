from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.testclient import TestClient

    Visit = Callable[..., TestClient]


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
    for seat, path in ((1, "/documents/5.pdf"), (3, "/documents/4.pdf")):
        answer = visit(seat=seat).get(path)
        assert answer.status_code == 404
        assert "This document does not exist, or it is not yours to see." in answer.text


def test_a_draft_is_saved_as_a_message_and_only_by_who_may_send(visit: Visit) -> None:
    answer = visit().get("/documents/4.eml")
    assert answer.headers["content-type"] == "message/rfc822"
    assert answer.headers["content-disposition"].startswith("attachment; filename=")
    for seat, path in ((1, "/documents/5.eml"), (3, "/documents/4.eml")):
        refused = visit(seat=seat).get(path)
        assert refused.status_code == 404
        assert "it is not yours to send" in refused.text
