"""What people say instead of pressing a button: words and phrases for the options of a field, as data in `cues.yml`. Pure."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from pathlib import Path

import yaml


def plain(text: str) -> str:
    """Lower case, without accents, apostrophes made one kind, spaces single: what the patterns are written against."""
    folded = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).lower()
    return " ".join(re.sub(r"[\u2018\u2019\u02bc`\u00b4]", "'", folded).split())


@lru_cache(maxsize=1)
def _patterns() -> dict[str, dict[str, dict[str, list[re.Pattern[str]]]]]:
    document = yaml.safe_load((Path(__file__).parent / "cues.yml").read_text(encoding="utf-8"))
    return {
        field: {
            option: {kind: [re.compile(rf"(?<!\w)(?:{p})(?!\w)") for p in patterns] for kind, patterns in kinds.items()}
            for option, kinds in options.items()
        }
        for field, options in document.items()
    }


def picked(field: str, text: str) -> str | None:
    """The option that a message names by itself, whatever was asked; the first that matches, in the order of the data."""
    return _first(field, text, ("anywhere",))


def answered(field: str, text: str) -> str | None:
    """The option that a message names as the answer to the field's own question."""
    return _first(field, text, ("anywhere", "answer"))


def all_picked(field: str, text: str) -> list[str]:
    """Every option that a message names, for fields with several values."""
    said = plain(text)
    return [option for option, kinds in _patterns()[field].items() if any(p.search(said) for p in kinds.get("anywhere", []))]


def _first(field: str, text: str, kinds: tuple[str, ...]) -> str | None:
    said = plain(text)
    for kind in kinds:
        for option, by_kind in _patterns()[field].items():
            if any(pattern.search(said) for pattern in by_kind.get(kind, [])):
                return option
    return None
