"""Identity providers, as the environment names them.

REGIE_OIDC_<NAME>_ISSUER makes one; _CLIENT_ID and _CLIENT_SECRET are what the
provider gave for this desk; _LABEL is its word on the button, _SCOPE what is asked
for; _TRUST_EMAIL=1 takes its addresses as verified though it does not say so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping

_ISSUER = re.compile(r"REGIE_OIDC_([A-Z][A-Z0-9_]{0,38})_ISSUER")
MICROSOFT = frozenset({"login.microsoftonline.com", "login.microsoftonline.us"})
DEFAULT_SCOPE = "openid email profile"


@dataclass(frozen=True, slots=True)
class ProviderSettings:
    """One provider; `name` stands in addresses, `label` on the button."""

    name: str
    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    label: str
    scope: str
    trusts_email: bool

    @property
    def is_microsoft(self) -> bool:
        """Whether the issuer is a tenant of Microsoft Entra ID."""
        return urlsplit(self.issuer).hostname in MICROSOFT


def providers_of(environment: Mapping[str, str]) -> dict[str, ProviderSettings]:
    """Return the providers an environment names, by name, in its letters' order."""
    found = {}
    for variable in sorted(environment):
        match = _ISSUER.fullmatch(variable)
        issuer = environment[variable].strip()
        if match is None or not issuer:
            continue
        prefix = f"REGIE_OIDC_{match[1]}_"
        told = {
            key: environment.get(prefix + key, "").strip()
            for key in ("CLIENT_ID", "CLIENT_SECRET", "LABEL", "SCOPE", "TRUST_EMAIL")
        }
        name = match[1].lower()
        scope = told["SCOPE"] or DEFAULT_SCOPE
        found[name] = ProviderSettings(
            name=name,
            issuer=issuer,
            client_id=told["CLIENT_ID"],
            client_secret=told["CLIENT_SECRET"],
            label=told["LABEL"] or name.replace("_", " ").title(),
            scope=scope if "openid" in scope.split() else f"openid {scope}",
            trusts_email=told["TRUST_EMAIL"] == "1",
        )
    return found
