"""One character after the other: what is typed, in plain lower-case letters.

Accents, invisible characters, mathematical and full-width letters, quotes of all kinds and look-alike letters of other scripts are all ways in
which the same word reaches us, by accident or to get past a filter.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib.resources import files

import yaml

_SIGNS = {
    "'": "’‘´`ʼ′＇‛ʹꞌ\u02bb",
    '"': "“”„«»‟″＂❝❞",
    "-": "‐‑‒–—−﹣－",
    " . ": "\n\r\x0b\x0c\u2028\u2029\u0085…",
    "oe": "œŒ",
    "ae": "æÆ",
    "ss": "ßẞ",
    "o": "øØ",
    "l": "łŁ",
    "d": "đĐðÐ",
    "i": "ıI",
    "h": "ħĦ",
    "t": "ŧŦ",
}
# Letters of other scripts that look like ours; they count as ours only inside a text that is written in ours.
_LOOK_ALIKES = {
    "а": "a", "в": "b", "с": "c", "ԁ": "d", "е": "e", "ё": "e", "һ": "h", "і": "i", "ї": "i", "ј": "j", "к": "k", "ӏ": "l", "м": "m",
    "н": "h", "п": "n", "о": "o", "р": "p", "ԛ": "q", "г": "r", "ѕ": "s", "т": "t", "υ": "u", "ц": "u", "ѵ": "v", "ѡ": "w", "ш": "w",
    "х": "x", "у": "y", "з": "z", "и": "u", "я": "r", "б": "b", "д": "d", "α": "a", "β": "b", "ϲ": "c", "ε": "e", "η": "n", "ι": "i", "κ": "k", "μ": "m", "ν": "v", "ο": "o",
    "ρ": "p", "τ": "t", "χ": "x", "γ": "y", "ω": "w", "σ": "o", "ζ": "z", "ɑ": "a", "ɡ": "g", "ɪ": "i", "ո": "n", "ս": "u", "օ": "o",
    "ᴀ": "a", "ʙ": "b", "ᴄ": "c", "ᴅ": "d", "ᴇ": "e", "ɢ": "g", "ʜ": "h", "ᴊ": "j", "ᴋ": "k", "ʟ": "l", "ᴍ": "m", "ɴ": "n", "ᴏ": "o",
    "ᴘ": "p", "ʀ": "r", "ꜱ": "s", "ᴛ": "t", "ᴜ": "u", "ᴠ": "v", "ᴡ": "w", "ʏ": "y", "ᴢ": "z", "ə": "e", "ɛ": "e", "ɔ": "o",
}  # fmt: skip
_INVISIBLE = {"Mn", "Me", "Cf", "Cc", "Co", "Cs"}
_FRAMED_LETTERS = (0x1F130, 0x1F150, 0x1F170, 0x1F1E6)  # squared, circled, reversed and regional-indicator A


@cache
def _special() -> dict[str, str]:
    """The signs above and the emojis of ``data/emoji.yml``, each an own word."""
    text = (files("nlu.safety") / "data" / "emoji.yml").read_text(encoding="utf-8")
    emojis = {sign: f" {name} " for name, signs in yaml.safe_load(text).items() for sign in signs}
    plain = {sign: target for target, signs in _SIGNS.items() for sign in signs}
    return {**plain, **emojis}


def _fold_character(code: int) -> str:
    char = chr(code)
    special = _special().get(char)
    if special is not None:
        return special
    for first in _FRAMED_LETTERS:
        if first <= code < first + 26:
            return chr(ord("a") + code - first)
    category = unicodedata.category(char)
    if category == "Zs" or char == "\t":
        return " "
    if category in _INVISIBLE:
        return ""
    if category == "So" and not unicodedata.decomposition(char):
        return " "
    decomposed = unicodedata.normalize("NFKD", char).lower()
    kept = "".join(c for c in unicodedata.normalize("NFKD", decomposed) if unicodedata.category(c) not in _INVISIBLE)
    return "".join(_special().get(c, c) for c in kept)


class _FoldTable(dict[int, str]):
    """Filled as characters are met: Unicode is large and a conversation uses little of it."""

    def __missing__(self, code: int) -> str:
        self[code] = _fold_character(code)
        return self[code]


_TABLE = _FoldTable()
_LOOK_ALIKE_TABLE = {ord(char): plain for char, plain in _LOOK_ALIKES.items()}
_FOREIGN_WORD = re.compile(r"[^\W_]*[^\W\d_a-z][^\W_]*")
_LATIN = re.compile(r"[a-z]")


def _as_ours(word: re.Match[str]) -> str:
    read = word[0].translate(_LOOK_ALIKE_TABLE)
    return read if read.isascii() else word[0]


def fold(text: str) -> str:
    """Lower-case ASCII as far as the text allows; words in another script stay as they are. Never raises."""
    folded = text.translate(_TABLE)
    if not folded.isascii() and _LATIN.search(folded):
        folded = _FOREIGN_WORD.sub(_as_ours, folded)
    return folded
