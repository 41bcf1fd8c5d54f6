"""Back to a form that was not finished, from wherever one is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crm.ui.drawers import (
    close_opportunity,
    confirm,
    contact,
    mandate,
    opportunity,
    rate_card,
    rate_card_draft,
    unpaid,
)
from crm.ui.drawers.amend import open_amend, open_regularise
from crm.ui.drawers.approve import open_approve, open_refuse_discount
from crm.ui.drawers.assign import open_assign
from crm.ui.drawers.cancel import open_cancel
from crm.ui.drawers.cards_in import open_cards_in
from crm.ui.drawers.company import open_add_company
from crm.ui.drawers.credit import open_credit
from crm.ui.drawers.duplicate import open_duplicate
from crm.ui.drawers.edit_activity import open_edit_activity
from crm.ui.drawers.edit_booking import open_edit_booking
from crm.ui.drawers.edit_company import open_edit_company
from crm.ui.drawers.edit_contact import open_edit_contact
from crm.ui.drawers.edit_follow_up import open_edit_follow_up
from crm.ui.drawers.edit_issue import open_edit_issue
from crm.ui.drawers.insertion_report import open_report
from crm.ui.drawers.issue import open_plan_issue
from crm.ui.drawers.issue_year import open_plan_year
from crm.ui.drawers.log_call import open_log_call
from crm.ui.drawers.make_good import open_make_good
from crm.ui.drawers.material import open_material
from crm.ui.drawers.move_contact import open_move_contact
from crm.ui.drawers.new_booking import reopen_new_booking
from crm.ui.drawers.oppose import open_oppose
from crm.ui.drawers.package import open_package
from crm.ui.drawers.plan_follow_up import open_plan_follow_up
from crm.ui.drawers.profile_row import open_profile_row
from crm.ui.drawers.proposal import open_proposal
from crm.ui.drawers.publisher import open_publisher
from crm.ui.drawers.remind import open_remind
from crm.ui.drawers.repeat import open_repeat
from crm.ui.drawers.terms import open_new_terms
from crm.ui.follow_ups import open_put_off

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

WAYS: Mapping[str, Callable[..., None]] = {
    "amend": open_amend,
    "regularise": open_regularise,
    "approve": open_approve,
    "refuse_discount": open_refuse_discount,
    "assign": lambda ids: open_assign([int(id_) for id_ in ids.split(",")]),
    "call": open_log_call,
    "company": open_add_company,
    "contact": contact.open_add_contact,
    "issue": open_plan_issue,
    "issue_year": open_plan_year,
    "card": rate_card.open_new_card,
    "card_rules": rate_card_draft.open_rules,
    "terms": open_new_terms,
    "edit_company": open_edit_company,
    "edit_contact": open_edit_contact,
    "edit_follow_up": open_edit_follow_up,
    "plan": open_plan_follow_up,
    "edit_issue": open_edit_issue,
    "edit_mandate": mandate.open_edit_mandate,
    "mandate_given": mandate.open_given_mandate,
    "mandate_held": mandate.open_held_mandate,
    "move_contact": open_move_contact,
    "cards": open_cards_in,
    "oppose": open_oppose,
    "unpaid": unpaid.open_unpaid,
    "settled": unpaid.open_settled,
    "edit_activity": open_edit_activity,
    "profile_row": open_profile_row,
    "proposal": open_proposal,
    "publisher": open_publisher,
    "put_off": open_put_off,
    "material": open_material,
    "remind": open_remind,
    "report": open_report,
    "confirm": confirm.open_confirm,
    "cancel": open_cancel,
    "credit": open_credit,
    "duplicate": open_duplicate,
    "edit_booking": open_edit_booking,
    "make_good": open_make_good,
    "repeat": open_repeat,
    "package": open_package,
    "booking": reopen_new_booking,
    "opportunity": opportunity.open_add_opportunity,
    "edit_opportunity": opportunity.open_edit_opportunity,
    "lose": close_opportunity.open_lose,
    "win": close_opportunity.open_win,
}
"""The drawers by the name their drafts go back by."""


def can_reopen(way: Any) -> bool:  # noqa: ANN401  JSON
    """Say whether a draft's drawer can be opened from anywhere."""
    return isinstance(way, list) and bool(way) and way[0] in WAYS


def reopen(way: Sequence[Any]) -> None:
    """Open the drawer a draft was written in; the draft is offered at its top."""
    WAYS[way[0]](*way[1:])
