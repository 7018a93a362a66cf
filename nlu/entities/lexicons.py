"""Word lists of the package, read once when first needed. Entries are folded."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from nlu.entities.text import fold


@cache
def lexicon(name: str) -> frozenset[str]:
    """The entries of ``data/<name>.txt``: separated by white space, lines that begin with # are comments."""
    text = (files("nlu.entities") / "data" / f"{name}.txt").read_text(encoding="utf-8")
    return frozenset(fold(word) for line in text.splitlines() if not line.startswith("#") for word in line.split())


@cache
def name_parts(name: str) -> frozenset[str]:
    """The same list with compound names ("Jean-Claude") taken apart too."""
    return lexicon(name) | {part for entry in lexicon(name) for part in entry.replace("'", "-").split("-") if len(part) > 2}
