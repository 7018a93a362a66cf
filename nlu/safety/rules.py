"""The rules: patterns of concepts that say what is going on, kept as data in ``data/rules``.

A pattern is a line of concepts in the order in which they stand, each within four words of the one before and in the same sentence:

    he|father hit me        one of several concepts
    want ~6 die             up to six words in between
    =stap =eruit            these very words, as they are after reading
    knife & wait_for        in one sentence, in any order
    knife + school_place    anywhere in the message, in any order
    ^die                    the concept whose denial takes the meaning away (by default the last one)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

import yaml

from nlu.safety.message import Message

Category = Literal["none", "self_harm", "abuse", "danger"]
CATEGORIES: tuple[Category, ...] = ("none", "self_harm", "abuse", "danger")

_DEFAULT_GAP = 4
_SENTENCE_REACH = 16


@dataclass(frozen=True, slots=True)
class Element:
    """One step of a pattern: the concepts and words that fit, and how many words may lie before it."""

    concepts: tuple[str, ...]
    words: frozenset[str]
    gap: int
    is_key: bool

    def places(self, message: Message) -> list[tuple[int, int]]:
        found = [place for concept in self.concepts for place in message.places.get(concept, ())]
        if self.words:
            found += [(index, index + 1) for index, word in enumerate(message.words) if word in self.words]
        return sorted(found)


@dataclass(frozen=True, slots=True)
class Pattern:
    """``order`` is "line" (as written), "sentence" (any order in one sentence) or "message" (anywhere)."""

    elements: tuple[Element, ...]
    order: str

    def could_match(self, message: Message) -> bool:
        places = message.places
        return all(element.words or any(concept in places for concept in element.concepts) for element in self.elements)

    def matches(self, message: Message) -> Iterator[tuple[tuple[int, int], ...]]:
        """The places of the elements, for each way in which the pattern fits."""
        if not self.could_match(message):
            return
        choices = [element.places(message) for element in self.elements]
        if all(choices):
            yield from self._extend(message, choices, ())

    def _extend(
        self, message: Message, choices: list[list[tuple[int, int]]], chosen: tuple[tuple[int, int], ...]
    ) -> Iterator[tuple[tuple[int, int], ...]]:
        if len(chosen) == len(choices):
            yield chosen
            return
        for place in choices[len(chosen)]:
            if not chosen or self._follows(message, chosen, place, self.elements[len(chosen)].gap):
                yield from self._extend(message, choices, (*chosen, place))

    def _follows(self, message: Message, chosen: Sequence[tuple[int, int]], place: tuple[int, int], gap: int) -> bool:
        if self.order == "message":
            return all(place[1] <= other[0] or place[0] >= other[1] for other in chosen)
        last = chosen[-1]
        if message.sentence(last[0]) != message.sentence(place[0]):
            return False
        if self.order == "sentence":
            apart = all(place[1] <= other[0] or place[0] >= other[1] for other in chosen)
            return apart and abs(place[0] - chosen[0][0]) <= _SENTENCE_REACH
        return last[1] <= place[0] <= last[1] + gap

    def key_of(self, match: Sequence[tuple[int, int]]) -> tuple[int, int]:
        keys = [place for place, element in zip(match, self.elements, strict=True) if element.is_key]
        return keys[0] if keys else match[-1]


@dataclass(frozen=True, slots=True)
class Rule:
    """``certain`` rules decide on their own; the others only add weight. ``deniable`` is False where a denial is part of the meaning."""

    id: str
    category: Category
    patterns: tuple[Pattern, ...]
    certain: bool
    deniable: bool


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that fits a message, and whether every way in which it fits is denied."""

    rule: Rule
    denied: bool


def _element(written: str, gap: int) -> Element:
    is_key = written.startswith("^")
    options = written.lstrip("^").split("|")
    words = frozenset(option[1:] for option in options if option.startswith("="))
    return Element(tuple(option for option in options if not option.startswith("=")), words, gap, is_key)


def parse_pattern(written: str) -> Pattern:
    """Reads the notation above."""
    for sign, order in ((" & ", "sentence"), (" + ", "message")):
        if sign in written:
            return Pattern(tuple(_element(part.strip(), 0) for part in written.split(sign)), order)
    elements, gap = [], _DEFAULT_GAP
    for part in written.split():
        if part.startswith("~"):
            gap = int(part[1:])
        else:
            elements.append(_element(part, gap))
            gap = _DEFAULT_GAP
    return Pattern(tuple(elements), "line")


@cache
def rules() -> tuple[Rule, ...]:
    """All rules of ``data/rules``, read once."""
    found = []
    for category in CATEGORIES[1:]:
        text = (files("nlu.safety") / "data" / "rules" / f"{category}.yml").read_text(encoding="utf-8")
        for item in yaml.safe_load(text):
            patterns = tuple(parse_pattern(written) for written in item["patterns"])
            found.append(Rule(item["id"], category, patterns, item.get("certain", False), item.get("deniable", True)))
    return tuple(found)


def apply_rules(message: Message) -> list[Finding]:
    """The rules that fit, in the order of the files."""
    return [finding for rule in rules() if (finding := _apply(rule, message)) is not None]


def _apply(rule: Rule, message: Message) -> Finding | None:
    fits = False
    for pattern in rule.patterns:
        for match in pattern.matches(message):
            fits = True
            if not (rule.deniable and message.is_denied(*pattern.key_of(match))):
                return Finding(rule, denied=False)
    return Finding(rule, denied=True) if fits else None
