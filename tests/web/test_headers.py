from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit

from crm.web.headers import screens_page, screens_policy, script_hashes

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.testclient import TestClient

    Visit = Callable[..., TestClient]


def test_the_policy_allows_the_toolkits_one_inline_script() -> None:
    page = (Path(streamlit.__file__).parent / "static" / "index.html").read_text()
    assert screens_page() == page
    body = page.partition("<script>")[2].partition("</script>")[0]
    digest = b64encode(sha256(body.encode()).digest()).decode()
    assert script_hashes(page) == [f"'sha256-{digest}'"]
    assert f"'sha256-{digest}'" in screens_policy()


def test_the_policy_allows_neither_eval_nor_other_sites() -> None:
    policy = dict(
        part.strip().split(" ", 1) for part in screens_policy().split(";") if part
    )
    assert "'unsafe-inline'" not in policy["script-src"]
    assert "'unsafe-eval'" not in policy["script-src"].split()
    assert policy["connect-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert "http" not in screens_policy()


def test_every_answer_carries_the_headers(visit: Visit) -> None:
    client = visit()
    for path in ("/", "/healthz", "/login", "/fonts/Text-Bold.ttf", "/documents/9.pdf"):
        headers = client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        assert "content-security-policy" in headers
    assert client.get("/").headers["x-frame-options"] == "DENY"


def test_a_document_may_be_shown_inside_a_screen_of_ours(visit: Visit) -> None:
    headers = visit().get("/documents/4.pdf").headers
    assert headers["x-frame-options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in headers["content-security-policy"]


def test_fonts_are_kept_by_the_browser_for_a_year(visit: Visit) -> None:
    answer = visit().get("/fonts/Tab-Regular.ttf")
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-type"] == "font/ttf"
    assert visit().get("/fonts/OFL-instrument-sans.txt").status_code == 404


def test_the_icon_is_ours_before_the_script_runs(visit: Visit) -> None:
    answer = visit().get("/favicon.png")
    assert answer.headers["content-type"] == "image/svg+xml"
    assert "#D7F25C" in answer.text
