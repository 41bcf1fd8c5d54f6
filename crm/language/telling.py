"""Telling the audit: a row as a sentence of the reader's language."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from crm.domain.audit import OF_FORMAT, refers_to
from crm.domain.card_fields import price_place, table_of
from crm.domain.clock import month_start, paris_instant
from crm.domain.money import Money
from crm.language import _, current_language, ngettext
from crm.language.card_words import field_label, field_words
from crm.language.formats import (
    clock_time,
    date_long,
    fact,
    moment,
    money,
    month,
    percent,
)
from crm.language.formats import number as counted
from crm.language.telling_words import (
    ACTIONS,
    ADDED,
    AMOUNTS,
    CHANGED,
    CODES,
    ENUMS,
    FIELDS,
    KINDS,
    MOVED,
    REACHES,
    SENTENCES,
    SHARES,
)
from crm.language.vocabulary import reached, word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crm.domain.audit import AuditRow

ITSELF = "Régie"
"""Who acted where nobody did: the desk by its name."""
UNKNOWN = "…"
NOTHING = "–"
LONGEST = 120
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_CLOCK = re.compile(r"\d\d:\d\d(:\d\d)?")
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d.*")


def told(entry: AuditRow) -> str:
    """Say what somebody did, in the current language.

    Fields have their screens' labels, values are written as the language writes them,
    and records go by their names. What was erased, or what the reader does not see,
    is an ellipsis.
    """
    facts = dict(_facts(entry))
    sentences = [*_moved(entry), *SENTENCES.get((entry.action, entry.entity), ())]
    sentences += [ADDED] if entry.action == "add" else []
    sentences += [CHANGED] if entry.action == "change" else []
    for sentence in sentences:
        if _needed(sentence) <= facts.keys():
            return _(sentence).format_map(facts)
    if sentences:
        return _(sentences[-1]).format_map(_Gaps(facts))
    said = _("{who}, {kind} {subject}: {action}. {changes}")
    facts = {"changes": "", **facts, "action": action_word(entry.action)}
    return said.format_map(facts).strip()


def action_word(action: str) -> str:
    """Return what an action is called; an unknown one goes by its code."""
    return _(ACTIONS.get(action, action.replace("_", " ")))


def kind_word(entity: str) -> str:
    """Return what a kind of record is called; an unknown one goes by its code."""
    return _(KINDS.get(entity, entity.replace("_", " ")))


def has_sentence(action: str, entity: str) -> bool:
    """Say whether an action on a kind of record has a sentence of its own."""
    return (action, entity) in SENTENCES


class _Gaps(dict[str, str]):
    def __missing__(self, _name: str) -> str:
        return UNKNOWN


def _needed(sentence: str) -> set[str]:
    return set(re.findall(r"{(\w+)}", sentence))


def _facts(entry: AuditRow) -> Iterator[tuple[str, str]]:
    """Yield what a sentence about a row may speak of."""
    yield "who", entry.user or ITSELF
    yield "kind", kind_word(entry.entity)
    subject = entry.subject or _numbered(entry)
    yield "subject", subject
    yield "of_subject", _of(subject)
    if entry.note:
        yield "note", _clipped(entry.note)
    if entry.changes:
        between = "\u202f; " if current_language() == "fr" else "; "
        yield "changes", between.join(_changes(entry))
    for name, value in entry.changes.items():
        named = "kind_of" if name == "kind" else name
        if not isinstance(value, list):
            if value is not None:
                yield named, _value(entry, name, value)
            continue
        before, after = _pair(value)
        yield named, _value(entry, name, after)
        yield f"{named}_before", _value(entry, name, before)
        yield f"{named}_change", _arrow(entry, name, before, after)
        if _is_day(before) and _is_day(after):
            yield f"{named}_span", _span(before, after)
            yield "span", _span(before, after)


def _numbered(entry: AuditRow) -> str:
    if not entry.entity_id:
        return kind_word(entry.entity)
    return _("no. {number}").format(number=entry.entity_id)


def _moved(entry: AuditRow) -> Iterator[str]:
    """Yield the sentence for one day changed alone, told which way it went."""
    if entry.action != "change" or len(entry.changes) != 1:
        return
    ((name, value),) = entry.changes.items()
    sentences = MOVED.get((entry.entity, name))
    if sentences and isinstance(value, list):
        before, after = _pair(value)
        if _is_day(before) and _is_day(after):
            later, earlier = sentences
            yield later if after > before else earlier


def _changes(entry: AuditRow) -> Iterator[str]:
    for name, value in entry.changes.items():
        label = _label(entry, name)
        if isinstance(value, list):
            said = _arrow(entry, name, *_pair(value))
        else:
            said = _value(entry, name, value)
        yield _("{label}: {value}").format(label=label, value=said)


def _label(entry: AuditRow, name: str) -> str:
    """Return a field's label; that of a format's price is the format's name."""
    reference = refers_to(name, None)
    if name.startswith(OF_FORMAT) and reference:
        named = entry.names.get(reference, UNKNOWN)
        lower = price_place(name)[1]
        if lower == 1:
            return named
        said = _("{name}, from {quantity}")
        return said.format(name=named, quantity=counted(lower))
    if "." in name and table_of(name) is not None:
        return field_label(name)
    return _(FIELDS.get(name, name.removesuffix("_id").replace("_", " ")))


def _arrow(entry: AuditRow, name: str, before: object, after: object) -> str:
    if before in (None, ""):
        return _value(entry, name, after)
    return f"{_value(entry, name, before)} → {_value(entry, name, after)}"


def _value(entry: AuditRow, name: str, value: Any) -> str:  # noqa: ANN401, PLR0911
    """Write the value of a field as the language writes it."""
    if value is None or value == "":
        return NOTHING
    if entry.entity == "rate_card" and table_of(name) is not None:
        if not name.endswith(".position_id"):
            return field_words(name, tuple(value) if isinstance(value, list) else value)
    elif isinstance(value, int) and (written := _figure(name, value)):
        return written
    if reference := refers_to(name, value):
        return entry.names.get(reference, UNKNOWN)
    if isinstance(value, str) and _CLOCK.fullmatch(value):
        at = time.fromisoformat(value)
        return clock_time(paris_instant(entry.at.date(), at.hour, at.minute))
    members = ENUMS.get((entry.entity, name))
    if members and value in set(members):
        return word(members(value))
    return _plain(name, value)


def _figure(name: str, value: int) -> str:
    if name in AMOUNTS:
        return money(Money(value), cents=value % 100 != 0)
    if name in SHARES:
        return percent(value, plus=name == "rate")
    if name == "lines":
        many = ngettext("{number} line", "{number} lines", value)
        return many.format(number=counted(value))
    return ""


def _plain(name: str, value: Any) -> str:  # noqa: ANN401  any JSON value
    if isinstance(value, str):
        if (name, value) in CODES:
            return _(CODES[name, value])
        if _DAY.fullmatch(value):
            day = date.fromisoformat(value)
            return month(day) if name == "month" else date_long(day)
        if _INSTANT.fullmatch(value):
            return moment(datetime.fromisoformat(value))
        return _clipped(value)
    if isinstance(value, list):
        kinds = REACHES.get(name)
        parts = (reached(part, kinds) if kinds else part for part in value)
        return ", ".join(_plain(name, part) for part in parts)
    return fact(value) if isinstance(value, bool | int) else _clipped(str(value))


def _clipped(text: str) -> str:
    line = " ".join(text.split()).rstrip(".")
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"


def _pair(value: list[Any]) -> tuple[Any, Any]:
    return (value[0], value[1]) if len(value) == 2 else (None, value)


def _is_day(value: object) -> bool:
    return isinstance(value, str) and _DAY.fullmatch(value) is not None


def _span(before: str, after: str) -> str:
    """Write “from 3 to 10 March 2027”: what both days share is said once."""
    first, last = date.fromisoformat(before), date.fromisoformat(after)
    start = date_long(first)
    if month_start(first) == month_start(last):
        start = start.split("\u00a0")[0]
    elif first.year == last.year:
        start = start.rpartition(" ")[0] or start.rpartition("\u00a0")[0]
    said = _("from {first} to {last}")
    return said.format(first=start, last=date_long(last))


def _of(name: str) -> str:
    """Say that something is a record's: “of X”, and in French du, d’ or de."""
    if current_language() != "fr":
        return _("of {name}").format(name=name)
    if name.startswith(("n°", "N°")):
        return f"du {name}"
    vowel = re.match(r"[aeiouyàâäéèêëîïôöùûü]", name, re.IGNORECASE)
    return f"d’{name}" if vowel else f"de {name}"
