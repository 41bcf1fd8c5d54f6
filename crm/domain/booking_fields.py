"""The fields of a booking's form, with their labels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.domain.errors import words

if TYPE_CHECKING:
    from collections.abc import Mapping

BOOKING_FIELDS: Mapping[str, str] = {
    "campaign": words("Campaign"),
    "contact_id": words("Contact"),
    "payer_id": words("Payer"),
    "purchase_order": words("Purchase order"),
    "engagement_number": words("Engagement number"),
    "service_code": words("Service code"),
    "note": words("Note"),
}
