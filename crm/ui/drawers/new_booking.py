"""New booking: quote lines from the rate card, the price explained as they come."""

from __future__ import annotations


def open_new_booking(advertiser_id: int | None = None) -> None:
    """Open the drawer; from an advertiser's page, the advertiser is known."""
