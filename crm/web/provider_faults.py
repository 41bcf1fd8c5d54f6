"""What is wrong with a provider's settings, if anything."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crm.language import _
from crm.web.visit import is_loopback

if TYPE_CHECKING:
    from crm.services.provider_settings import ProviderSettings

MANY_TENANTS = frozenset({"common", "organizations", "consumers", "{tenantid}"})
LONGEST_ISSUER = 200


def fault_of(settings: ProviderSettings) -> str | None:
    """Return the sentence that says what is wrong with a provider's settings."""
    prefix = f"REGIE_OIDC_{settings.name.upper()}"
    if not settings.client_id:
        return _("{variable} is missing.").format(variable=f"{prefix}_CLIENT_ID")
    variable = f"{prefix}_ISSUER"
    if not is_safe(settings.issuer) or len(settings.issuer) > LONGEST_ISSUER:
        return _("{variable} must be an https address.").format(variable=variable)
    parts = set(urlsplit(settings.issuer).path.lower().split("/"))
    if settings.is_microsoft and parts & MANY_TENANTS:
        return _(
            "{variable} names every company of Microsoft at once. Write your "
            "tenant’s own issuer: {example}."
        ).format(
            variable=variable,
            example="https://login.microsoftonline.com/<tenant id>/v2.0",
        )
    return None


def is_safe(address: str) -> bool:
    """Say whether an address is https; http will do on this machine only."""
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return False
    if parts.username is not None or parts.fragment or not host:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host))
