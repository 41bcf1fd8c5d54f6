"""A proxy in front of the desk: whom it may speak for.

What a request says of the address it came from is believed only where the machine
that passed it on is named in REGIE_TRUSTED_PROXIES (addresses or networks, with commas
between them). Without it everybody behind a proxy comes from the proxy's address, and
one person's failed sign-ins make all of them wait.
"""

from __future__ import annotations

import os
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import HTTPConnection

VARIABLE = "REGIE_TRUSTED_PROXIES"
PUBLIC_URL = "REGIE_PUBLIC_URL"


def has_proxy(environment: Mapping[str, str] = os.environ) -> bool:
    """Say whether the desk was told that it stands behind a proxy."""
    return any(environment.get(name, "").strip() for name in (VARIABLE, PUBLIC_URL))


def is_own_origin(
    headers: Mapping[str, str], environment: Mapping[str, str] = os.environ
) -> bool:
    """Say whether the page that opens a socket is ours; programs have no page."""
    origin = headers.get("origin")
    if origin is None:
        return True
    own = {headers.get("host", ""), urlsplit(environment.get(PUBLIC_URL, "")).netloc}
    return urlsplit(origin).netloc in own - {""}


def trusted(
    environment: Mapping[str, str] = os.environ,
) -> tuple[IPv4Network | IPv6Network, ...]:
    """Return the networks whose machines may speak for others; a typing error: none."""
    named = (part.strip() for part in environment.get(VARIABLE, "").split(","))
    try:
        return tuple(ip_network(part, strict=False) for part in named if part)
    except ValueError:
        return ()


def address_of(request: HTTPConnection) -> str:
    """Return where a request comes from: the last address that is no trusted proxy."""
    here = request.client.host if request.client else ""
    proxies = trusted()
    passed = ",".join(request.headers.getlist("x-forwarded-for"))
    for address in (here, *(part.strip() for part in reversed(passed.split(",")))):
        if not _is_among(address, proxies):
            return address if plain_address(address) else here
    return here


def is_secure(request: HTTPConnection) -> bool:
    """Say whether the visitor's own connection is encrypted."""
    public = os.environ.get(PUBLIC_URL, "").strip()
    if request.url.scheme in {"https", "wss"} or public.startswith("https://"):
        return True
    here = request.client.host if request.client else ""
    told = request.headers.get("x-forwarded-proto", "").partition(",")[0].strip()
    return told == "https" and _is_among(here, trusted())


def plain_address(text: str) -> IPv4Address | IPv6Address | None:
    """Read an address, an IPv4 one that comes dressed as IPv6 as itself."""
    try:
        read = ip_address(text)
    except ValueError:
        return None
    mapped = read.ipv4_mapped if isinstance(read, IPv6Address) else None
    return mapped or read


def _is_among(address: str, networks: tuple[IPv4Network | IPv6Network, ...]) -> bool:
    read = plain_address(address)
    return read is not None and any(read in network for network in networks)
