"""Numbers in digits and in words (Dutch, French as spoken in Belgium and in France, English), up to 99."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nlu.entities.text import Utterance

_NL = [
    "nul",
    "een",
    "twee",
    "drie",
    "vier",
    "vijf",
    "zes",
    "zeven",
    "acht",
    "negen",
    "tien",
    "elf",
    "twaalf",
    "dertien",
    "veertien",
    "vijftien",
    "zestien",
    "zeventien",
    "achttien",
    "negentien",
]
_FR = [
    "zero",
    "un",
    "deux",
    "trois",
    "quatre",
    "cinq",
    "six",
    "sept",
    "huit",
    "neuf",
    "dix",
    "onze",
    "douze",
    "treize",
    "quatorze",
    "quinze",
    "seize",
    "dix-sept",
    "dix-huit",
    "dix-neuf",
]
_EN = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_NL_TENS = {20: "twintig", 30: "dertig", 40: "veertig", 50: "vijftig", 60: "zestig", 70: "zeventig", 80: "tachtig", 90: "negentig"}
_FR_TENS = {20: "vingt", 30: "trente", 40: "quarante", 50: "cinquante", 60: "soixante", 70: "septante", 80: "quatre-vingt", 90: "nonante"}
_EN_TENS = {20: "twenty", 30: "thirty", 40: "forty", 50: "fifty", 60: "sixty", 70: "seventy", 80: "eighty", 90: "ninety"}
# Dutch ordinals look like plural or inflected numbers; they are listed where they are needed (dates, "the eighth half-day").
_ORDINALS = {
    1: "eerste premier premiere first", 2: "tweede deuxieme second", 3: "derde troisieme third", 4: "vierde quatrieme fourth",
    5: "vijfde cinquieme fifth", 6: "zesde sixieme sixth", 7: "zevende septieme seventh", 8: "achtste huitieme eighth",
    9: "negende neuvieme ninth", 10: "tiende dixieme tenth", 11: "elfde onzieme eleventh", 12: "twaalfde douzieme twelfth",
    13: "dertiende treizieme thirteenth", 14: "veertiende quatorzieme fourteenth", 15: "vijftiende quinzieme fifteenth",
    20: "twintigste vingtieme twentieth", 30: "dertigste trentieme thirtieth",
}  # fmt: skip


def _cardinals() -> dict[str, int]:
    words: dict[str, int] = {}
    for names in (_NL, _FR, _EN):
        words |= {name: value for value, name in enumerate(names)}
    words |= {"ne": 1, "ene": 1, "une": 1, "a": 1, "an": 1, "viertien": 14, "vijfien": 15, "zeve": 7, "nege": 9, "fourty": 40, "fourthy": 40}
    for ten, name in _NL_TENS.items():
        words[name] = ten
        for unit in range(1, 10):
            words[f"{_NL[unit]}en{name}"] = ten + unit
    for ten, name in _FR_TENS.items():
        words[name] = words[f"{name}s"] = ten
        words |= {f"{name}-et-un": ten + 1, f"{name}-et-une": ten + 1, f"{name}-un": ten + 1, f"{name}-une": ten + 1}
        words |= {f"{name}-{_FR[unit]}": ten + unit for unit in range(2, 10)}
    for base in (60, 80):
        words |= {f"{_FR_TENS[base]}-{_FR[unit]}": base + unit for unit in range(10, 20)} | {"soixante-et-onze": 71}
    for ten, name in _EN_TENS.items():
        words[name] = ten
        words |= {f"{name}-{_EN[unit]}": ten + unit for unit in range(1, 10)}
    return words


CARDINALS = _cardinals()
ORDINALS = {word: value for value, words in _ORDINALS.items() for word in words.split()}
_FIRST_WORDS = {word.split("-")[0] for word in CARDINALS}
_DIGITS = re.compile(r"(?<![\w.,/:+-])(\d{1,3})(?:([.,]5)|\s?(½)|\s(1/2))?(?![\d/]|[.,:]\d)")
_WORD = re.compile(r"[a-z]+")
_JOIN = re.compile(r"[ -]{1,2}(?=[a-z])")


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it stands in the folded message. ``article`` marks "een", "un", "a": one, or no number at all."""

    value: float
    start: int
    end: int
    article: bool = False
    half_sign: bool = False


def find_numbers(message: Utterance) -> list[Number]:
    """All numbers from 0 to 999, halves included ("2,5", "2½"), in the order in which they stand."""
    known: list[Number] | None = message.memory.get("numbers")
    if known is None:
        known = message.memory["numbers"] = _find(message.folded)
    return known


def _find(folded: str) -> list[Number]:
    found = [Number(int(m[1]) + (0.5 if m[2] or m[3] or m[4] else 0), m.start(), m.end(), half_sign=bool(m[4])) for m in _DIGITS.finditer(folded)]
    position = 0
    for match in _WORD.finditer(folded):
        if match.start() < position or match[0] not in _FIRST_WORDS:
            continue
        if match.start() > 0 and (folded[match.start() - 1].isalnum()):
            continue
        number = _spelled(folded, match)
        if number:
            found.append(number)
            position = number.end
    return sorted(found, key=lambda number: number.start)


def _spelled(folded: str, first: re.Match[str]) -> Number | None:
    """The longest number in words that begins here: "vingt et un", "twenty-one", "quatre-vingt-deux"."""
    best: Number | None = None
    words, end = first[0], first.end()
    for _ in range(4):
        value = CARDINALS.get(words)
        if value is not None and not (end < len(folded) and folded[end].isalnum()):
            best = Number(value, first.start(), end, article=words in _ARTICLES)
        join = _JOIN.match(folded, end)
        following = join and _WORD.match(folded, join.end())
        if not following:
            break
        words, end = f"{words}-{following[0]}", following.end()
    return best


_ARTICLES = frozenset({"een", "ne", "ene", "un", "une", "a", "an"})
