"""Signing in: how a person may prove who they are, and for how long it holds."""

from __future__ import annotations

from enum import StrEnum


class SignInMethod(StrEnum):
    """How a person proved who they are."""

    PASSWORD = "password"  # noqa: S105  a kind of proof, not one
    PROVIDER = "provider"
    LINK = "link"
    DEMONSTRATION = "demonstration"


class LinkPurpose(StrEnum):
    """What a one-time link is for."""

    INVITE = "invite"
    RESET = "reset"
