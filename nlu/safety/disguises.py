"""Words behind a disguise: digits for letters, stretched letters, letters taken apart, letters blotted out."""

from __future__ import annotations

import re
from itertools import product

from nlu.safety.vocabulary import Vocabulary

_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")
_LETTERS_APART = re.compile(r"(?<![^\W_])[a-z0-9@$](?:([ .\-_*·•|/~,]{1,3})[a-z0-9@$!](?![^\W_])){2,}")
_APART = re.compile(r"[ .\-_*·•|/~,]{1,3}")
_DIGIT_LETTERS = {
    "0": "o", "1": "il", "2": "z", "3": "e", "4": "a", "5": "s", "6": "g", "7": "t", "8": "b", "9": "g",
    "@": "a", "$": "s", "!": "i", "|": "li", "€": "e", "+": "t",
}  # fmt: skip
_MOST_READINGS = 16
_NO_LETTER = re.compile(r"[^a-z]")


def unstretch(word: str, vocabulary: Vocabulary) -> str:
    """ "doooood" is "dood", "niiiet" is "niet": each run of three and more is one letter or two, whichever makes a known word."""
    if not _STRETCHED.search(word):
        return word
    runs = list(_STRETCHED.finditer(word))
    single = _STRETCHED.sub(r"\1", word)
    if 2 ** len(runs) > _MOST_READINGS:
        return single
    for reading in product(*([run[1], run[1] * 2] for run in runs)):
        letters = iter(reading)
        candidate = _STRETCHED.sub(lambda _run, letters=letters: next(letters), word)  # type: ignore[misc]
        if vocabulary.knows(candidate):
            return candidate
    return single


def undigit(word: str, vocabulary: Vocabulary) -> str | None:
    """The known word behind "z3lfm00rd" or "k1ll"; None where there is none ("4b", "18u06")."""
    choices = [_DIGIT_LETTERS.get(char, char) for char in word]
    readings = 1
    for choice in choices:
        readings *= len(choice)
    if readings > _MOST_READINGS:
        choices = [choice[0] for choice in choices]
    for letters in product(*choices):
        candidate = unstretch("".join(letters), vocabulary)
        if len(candidate) > 2 and vocabulary.knows(candidate):
            return candidate
    return None


def unblot(word: str, vocabulary: Vocabulary) -> str | None:
    """The alarming word behind "s*icide" or "k**l"; None where no word fits."""
    if "*" not in word or len(word) < 4 or not word[0].isalpha():
        return None
    shape = re.compile(re.escape(word).replace(r"\*", "[a-z]"))
    fitting = vocabulary.alarming_by_shape.get((len(word), word[0]), ())
    return next((candidate for candidate in fitting if shape.fullmatch(candidate)), None)


def rejoin(parts: list[str], vocabulary: Vocabulary) -> str | None:
    """The alarming word that was cut by signs ("zelf-moord", "sui.cide"); None where the parts are words of their own."""
    joined = "".join(parts)
    if len(joined) < 4 or not vocabulary.alarms(joined) or all(vocabulary.knows(part) for part in parts):
        return None
    return joined


def segment(letters: str, vocabulary: Vocabulary) -> list[str]:
    """Letters that were written apart, put together as the fewest known words; as one word where that fails."""
    best: list[list[str] | None] = [[], *([None] * len(letters))]
    for end in range(1, len(letters) + 1):
        for start in range(max(0, end - vocabulary.longest), end):
            before, word = best[start], letters[start:end]
            if before is None or word not in vocabulary.words:
                continue
            current = best[end]
            if current is None or len(before) + 1 < len(current):
                best[end] = [*before, word]
    return best[-1] or [letters]


def join_letters(text: str, vocabulary: Vocabulary) -> str:
    """ "s.u.i.c.i.d.e" is "suicide" and "i k w i l d o o d" is "ik wil dood". Works on a whole folded text."""

    def together(match: re.Match[str]) -> str:
        # A wider gap than the others parts two words ("i k  w i l").
        gaps = _APART.findall(match[0])
        narrow = min(len(gap) for gap in gaps)
        chunks, letters = [""], _APART.split(match[0])
        for letter, gap in zip(letters, [*gaps, ""], strict=True):
            chunks[-1] += letter
            if len(gap) > narrow:
                chunks.append("")
        words = []
        for chunk in chunks:
            read = chunk if chunk.isalpha() or chunk.isdigit() else undigit(chunk, vocabulary) or chunk
            words += segment(read, vocabulary) if len(read) > 2 and read.isalpha() else [read]
        if all(len(word) == 1 for word in words) or (len(letters) < 4 and not vocabulary.alarms("".join(words))):
            return match[0]
        return " ".join(words)

    return _LETTERS_APART.sub(together, text)
