"""An exceptional discount over a person's limit: it waits for a manager's approval."""

from __future__ import annotations

from enum import StrEnum

from crm.domain.errors import DeskError, words


class Approval(StrEnum):
    """Where a line's discount stands that was over its writer's limit."""

    WAITING = "waiting"
    GRANTED = "granted"
    REFUSED = "refused"


class ApprovalError(DeskError):
    """A booking goes on before its discount is approved."""

    sentence = words(
        "The exceptional discount of this booking waits for a manager’s approval. It "
        "goes on once the discount is granted, or refused."
    )


class NoApprovalError(DeskError):
    """Nothing of the booking waits for an approval."""

    sentence = words("No discount of this booking waits for an approval any more.")


class OverAskedError(DeskError):
    """More is granted than was asked for."""

    sentence = words("{rate} was asked for: grant that, or less.")
