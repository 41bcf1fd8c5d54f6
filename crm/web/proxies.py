"""A proxy in front of the desk: whom it may speak for.

What a request says of the address it came from is believed only where the machine
that passed it on is named in REGIE_TRUSTED_PROXIES (addresses or networks, with commas
between them). Without it everybody behind a proxy comes from the proxy's address, and
one person's failed sign-ins make all of them wait.
"""

from __future__ import annotations

import os
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import HTTPConnection

VARIABLE = "REGIE_TRUSTED_PROXIES"


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
    passed = request.headers.get("x-forwarded-for", "")
    for address in (here, *(part.strip() for part in reversed(passed.split(",")))):
        if not _is_among(address, proxies):
            return address if _is_address(address) else here
    return here


def is_secure(request: HTTPConnection) -> bool:
    """Say whether the visitor's own connection is encrypted."""
    if request.url.scheme in {"https", "wss"}:
        return True
    here = request.client.host if request.client else ""
    told = request.headers.get("x-forwarded-proto", "").partition(",")[0].strip()
    return told == "https" and _is_among(here, trusted())


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def _is_among(address: str, networks: tuple[IPv4Network | IPv6Network, ...]) -> bool:
    return _is_address(address) and any(
        ip_address(address) in network for network in networks
    )
