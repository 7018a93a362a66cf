"""The lines that help at once, as data, and the card that shows them. Deterministic: the same category, language and audience give the same card."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

Texts = dict[str, str]  # by language


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Hours(_Data):
    """When a line answers, on Brussels' clock; `days` as ISO numbers, 1 is Monday."""

    days: tuple[int, ...]
    opens: time
    closes: time


class HelpLine(_Data):
    """A line. No `hours`: always open."""

    name: Texts
    for_: Texts
    source: str
    verified: bool
    review_by: date
    phone: str | None = None
    website: str | None = None
    hours: tuple[Hours, ...] = ()

    def is_open(self, at: datetime) -> bool:
        """Whether it answers at an instant, given in Brussels' time."""
        return not self.hours or any(at.isoweekday() in h.days and h.opens <= at.time() < h.closes for h in self.hours)


class Lines(_Data):
    """Everything in `lines.yml`."""

    lines: dict[str, HelpLine]
    order: dict[str, dict[str, tuple[str, ...]]]
    words: dict[str, dict[str, dict[str, tuple[str, str]]]]
    short: Texts


@dataclass(frozen=True)
class Card:
    """What is said at once. `short_text` is for the third time within the hour."""

    text: str
    short_text: str
    open_lines: tuple[str, ...]


@lru_cache(maxsize=1)
def load_lines() -> Lines:
    """The data. Raises `pydantic.ValidationError` for data that are wrong: a test sees to it that they are not."""
    document = yaml.safe_load((Path(__file__).parent / "lines.yml").read_text(encoding="utf-8"))
    for line in document["lines"].values():
        line["for_"] = line.pop("for")
    return Lines.model_validate(document)


def card(category: str, language: str, audience: str | None, now: datetime) -> Card:
    """The card of a category. Lines that are closed at `now` (aware, in Brussels) are left out. An unknown audience is spoken to as youth."""
    data = load_lines()
    shown = [data.lines[name] for name in data.order[category][language]]
    shown = [line for line in shown if line.is_open(now)] or shown
    before, after = data.words[category]["staff" if audience == "staff" else "youth"][language]
    rows = [f"• {line.name[language]}: {line.for_[language]}" + (f" ({line.website})" if line.website else "") for line in shown]
    short = data.short[language].format(line=shown[0].name[language])
    return Card("\n".join([before, *rows, after]), short, tuple(line.name[language] for line in shown))
