"""A booking being composed: what was typed, before it is a wish."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from crm.domain.errors import NotUnderstoodError, words
from crm.language import _
from crm.language.formats import number, parse_percent
from crm.services.booking_wishes import BookingWish, PackageWish
from crm.services.lines import LineWish
from crm.services.packages import MOST_INSERTIONS
from crm.ui import acting, drafts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from crm.ui.drafts import Filled

REFERENCES = ("purchase_order", "engagement_number", "service_code")
_SPACES = re.compile(r"[\s\u00a0\u202f]")


@dataclass(slots=True)
class Draft:
    """One drawer's state between two touches: whom for, which lines, what began it.

    `form` is part of every key, so that a new drawer begins empty.
    """

    form: str
    filled: Filled
    advertiser_id: int | None = None
    lines: list[int] = field(default_factory=lambda: [0])
    issue_id: int | None = None
    position_id: int | None = None
    opportunity_id: int | None = None

    def key(self, name: str, line: int | None = None, *more: object) -> str:
        """Return the key of an input of this form, or of one of its lines."""
        place = "" if line is None else f"_{line}"
        rest = "".join(f"_{part}" for part in more)
        return f"booking_{name}{place}{rest}_{self.form}"

    def remember(self) -> None:
        """Keep beside the form what its widgets do not hold."""
        acting.aside(self.form)["booking"] = {
            "advertiser_id": self.advertiser_id,
            "lines": list(self.lines),
            "issue_id": self.issue_id,
            "position_id": self.position_id,
            "opportunity_id": self.opportunity_id,
        }

    def recall(self) -> None:
        """Take back what was kept beside a form that was not finished."""
        for name, value in acting.aside(self.form).get("booking", {}).items():
            setattr(self, name, value)

    def add(self) -> None:
        """Begin another line."""
        self.lines.append(max(self.lines, default=-1) + 1)

    def remove(self, line: int) -> None:
        """Take a line away; the last one stays."""
        if len(self.lines) > 1:
            self.lines.remove(line)


def current() -> Draft | None:
    """Return the draft of the drawer that is open."""
    kept = acting.state().get("booking_draft")
    return kept if isinstance(kept, Draft) else None


def start(
    advertiser_id: int | None,
    issue_id: int | None,
    position_id: int | None,
    opportunity_id: int | None = None,
) -> Draft:
    """Begin a draft; the one before is forgotten."""
    begun = (advertiser_id, issue_id, position_id)
    name = "_".join(["booking", *(str(one or "") for one in begun)])
    if opportunity_id:
        name = f"{name}_{opportunity_id}"
    form = acting.fresh_form(name)
    way = ("booking", *begun, opportunity_id)
    draft = Draft(
        form,
        drafts.opened(name, _("New booking"), way),
        advertiser_id,
        issue_id=issue_id,
        position_id=position_id,
        opportunity_id=opportunity_id,
    )
    acting.state()["booking_draft"] = draft
    return draft


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the inputs: plain values, read before anything is saved."""

    title_id: int
    advertiser_id: int
    lines: tuple[TypedLine, ...]
    agency_id: int | None
    contact_id: int | None
    campaign: str
    discount: str
    reason: str
    opportunity_id: int | None = None
    payer_id: int | None = None
    purchase_order: str = ""
    engagement_number: str = ""
    service_code: str = ""
    package_id: int | None = None
    package_issues: tuple[int, ...] = ()
    late_reason: str = ""

    def wish(self) -> BookingWish:
        """Return the booking it asks for; a line repeated in issues is as many lines.

        Of a line repeated, or a package, every issue must have a place. Raises
        NotUnderstoodError for a discount or a quantity that cannot be read.
        """
        rate = parse_percent(self.discount) if self.discount.strip() else 0
        reason = self.reason.strip()
        packages = (
            (PackageWish(self.package_id, self.package_issues, rate, reason),)
            if self.package_id
            else ()
        )
        repeats = any(len(line.issue_ids) > 1 for line in self.lines)
        return BookingWish(
            self.title_id,
            self.advertiser_id,
            tuple(
                LineWish(
                    issue_id,
                    line.format_id,
                    line.position_id,
                    quantity=_quantity(line.quantity),
                    is_guaranteed=line.is_guaranteed,
                    fee_codes=line.fee_codes,
                    premium_codes=line.premium_codes,
                    exceptional=rate,
                    reason=reason,
                    is_barter=line.is_barter,
                )
                for line in self.lines
                for issue_id in line.issue_ids
            ),
            agency_id=self.agency_id,
            contact_id=self.contact_id,
            opportunity_id=self.opportunity_id,
            campaign=self.campaign,
            payer_id=self.payer_id,
            purchase_order=self.purchase_order,
            engagement_number=self.engagement_number,
            service_code=self.service_code,
            packages=packages,
            checks_space=repeats or bool(packages),
            override_reason=self.late_reason,
        )


@dataclass(frozen=True, slots=True)
class TypedLine:
    """One line as it was typed."""

    issue_ids: tuple[int, ...]
    format_id: int
    position_id: int | None
    quantity: str
    is_guaranteed: bool
    fee_codes: tuple[str, ...]
    premium_codes: tuple[str, ...]
    is_barter: bool = False


def read(draft: Draft, title_id: int, inputs: Mapping[str, object]) -> Typed | None:
    """Read the inputs of a drawer; None while no advertiser or nothing is chosen."""
    lines = [found for line in draft.lines if (found := _line(draft, line, inputs))]
    package_id = _number(inputs.get(draft.key("package")))
    if draft.advertiser_id is None or not (lines or package_id):
        return None
    return Typed(
        title_id,
        draft.advertiser_id,
        tuple(lines),
        agency_id=_number(inputs.get(draft.key("agency"))),
        contact_id=_number(inputs.get(draft.key("contact"))),
        campaign=str(inputs.get(draft.key("campaign")) or ""),
        discount=str(inputs.get(draft.key("discount")) or ""),
        reason=str(inputs.get(draft.key("reason")) or ""),
        opportunity_id=draft.opportunity_id,
        payer_id=_number(inputs.get(draft.key("payer"))),
        **{name: str(inputs.get(draft.key(name)) or "") for name in REFERENCES},
        package_id=package_id,
        package_issues=tuple(_package_issues(draft, package_id, inputs)),
        late_reason=str(inputs.get(draft.key("late")) or ""),
    )


def _package_issues(
    draft: Draft, package_id: int | None, inputs: Mapping[str, object]
) -> Iterator[int]:
    """Yield the issue of each insertion of a package, in its order."""
    for place in range(MOST_INSERTIONS if package_id else 0):
        key = draft.key("package_issue", place, package_id)
        if (issue_id := _number(inputs.get(key))) is not None:
            yield issue_id


def _line(draft: Draft, line: int, inputs: Mapping[str, object]) -> TypedLine | None:
    support = _number(inputs.get(draft.key("support", line)))
    issue = _number(inputs.get(draft.key("issue", line, support)))
    format_id = _number(inputs.get(draft.key("format", line, support)))
    if issue is None or format_id is None:
        return None
    repeats = inputs.get(draft.key("repeat", line, support))
    fees = inputs.get(draft.key("fees", line, support))
    premiums = inputs.get(draft.key("premiums", line, support))
    again = [int(other) for other in repeats] if isinstance(repeats, list) else []
    return TypedLine(
        tuple(dict.fromkeys((issue, *again))),
        format_id,
        _number(inputs.get(draft.key("position", line, support, format_id))),
        str(inputs.get(draft.key("quantity", line, support)) or "1"),
        bool(inputs.get(draft.key("guaranteed", line, support))),
        tuple(str(code) for code in fees) if isinstance(fees, list) else (),
        tuple(str(code) for code in premiums) if isinstance(premiums, list) else (),
        bool(inputs.get(draft.key("barter", line, support))),
    )


def _number(value: object) -> int | None:
    return value if isinstance(value, int) and value else None


def _quantity(typed: str) -> int:
    digits = _SPACES.sub("", typed)
    if not re.fullmatch(r"\d{1,9}", digits):
        raise NotUnderstoodError(
            field="quantity",
            typed=typed[:40],
            label=words("a quantity"),
            example=number(50_000),
        )
    return int(digits)
