"""A message as the list of words that the rules and the model see."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from nlu.safety.disguises import join_letters, rejoin, unblot, undigit, unstretch
from nlu.safety.folding import fold
from nlu.safety.vocabulary import Vocabulary

STOP, PAUSE, QUESTION, QUOTE = ".", ",", "?", '"'
MARKS = frozenset((STOP, PAUSE, QUESTION, QUOTE))

_PIECE = re.compile(r"[@$]?[^\W_]+(?:['@$!|*+€_.~\-]{1,3}[^\W_]+)*|[.!;]+|[,:()\-/]|\?[?!.]*|\"")
_SIGN_IN_WORD = re.compile(r"['@$!|*+€_.~\-]+")
_LAUGHTER = re.compile(r"^(?:[ao]?(?:h[aeiou]){2,}h?|(?:j[ae]){3,}|(?:ha|ah){2,}|(?:xd)+)$")
_ELISIONS = frozenset(["j", "t", "l", "d", "n", "s", "m", "c", "qu", "jusqu", "lorsqu", "puisqu", "quelqu", "aujourd"])
_MARK_OF = {"?": QUESTION, '"': QUOTE, ".": STOP, "!": STOP, ";": STOP}


@cache
def aliases() -> Mapping[str, tuple[str, ...]]:
    """Short forms and what they stand for, of ``data/aliases.yml``."""
    text = (files("nlu.safety") / "data" / "aliases.yml").read_text(encoding="utf-8")
    return {str(short): tuple(str(long).split()) for table in yaml.safe_load(text).values() for short, long in table.items()}


@dataclass(frozen=True)
class Reader:
    """Reads messages with a vocabulary; without one (``vocabulary=None``) nothing is taken for a disguise."""

    vocabulary: Vocabulary | None

    def read(self, text: str) -> list[str]:
        """The words in order, with the marks of ``MARKS`` between them. Never raises; linear in the length of the text."""
        folded = fold(text)
        if self.vocabulary is not None:
            folded = join_letters(folded, self.vocabulary)
        known = aliases()
        words: list[str] = []
        for piece in _PIECE.findall(folded):
            mark = _MARK_OF.get(piece[0]) or (PAUSE if not piece[-1].isalnum() else None)
            if mark:
                words.append(mark)
            elif piece in known:
                words += known[piece]
            else:
                for word in self._piece(piece):
                    words += known.get(word, (word,))
        return words

    def _piece(self, piece: str) -> Iterator[str]:
        if piece.isalpha():
            yield self._word(piece)
        elif piece.isalnum():
            yield self._with_digits(piece)
        else:
            yield from self._with_signs(piece)

    def _word(self, word: str) -> str:
        if _LAUGHTER.match(word):
            return "haha"
        return unstretch(word, self.vocabulary) if self.vocabulary else word

    def _with_digits(self, word: str) -> str:
        if self.vocabulary is None or word.isdigit() or len(word) < 3:
            return word
        return undigit(word, self.vocabulary) or word

    def _with_signs(self, piece: str) -> Iterator[str]:
        vocabulary, parts = self.vocabulary, [part for part in _SIGN_IN_WORD.split(piece) if part]
        if vocabulary is not None:
            whole = unblot(piece, vocabulary) or rejoin(parts, vocabulary)
            if whole is None and not piece.replace("'", "").replace("-", "").isalnum():
                read = undigit(piece, vocabulary)
                whole = read if read is not None and vocabulary.alarms(read) else None
            if whole is not None:
                yield whole
                return
        if "'" in piece:
            yield from self._with_apostrophe(piece)
            return
        for part in parts:
            yield from self._piece(part)

    def _with_apostrophe(self, piece: str) -> Iterator[str]:
        """French elisions are words of their own; in Dutch and English the apostrophe only goes."""
        first, _, rest = piece.partition("'")
        rest = rest.lstrip("'")
        if rest == "s" and len(first) > 2:
            yield from self._piece(first)
            return
        if first in _ELISIONS and (len(rest) > 1 or rest in "ay"):
            yield first
            if rest:
                yield from self._piece(rest)
        else:
            joined = piece.replace("'", "")
            yield from self._piece(joined)
