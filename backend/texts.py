"""Texts in three languages, from gettext catalogues. A key is the message id; every language has its own translation."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from babel.dates import format_date
from babel.messages.pofile import read_po

LANGUAGES = ("nl", "fr", "en")


class Catalogue:
    """The texts of one domain (`dialogue`, `console`) under a locale directory. Read once, from the `.po` files themselves."""

    def __init__(self, directory: Path, domain: str) -> None:
        self._directory = directory
        self._domain = domain

    def text(self, key: str, language: str, **facts: Any) -> str:
        """The text of a key with its facts filled in. Raises `KeyError` for a key without a text: a missing text must not reach a person."""
        translated = _messages(self._path(language))[key]
        return translated.format(**facts) if facts else translated

    def has(self, key: str) -> bool:
        """Whether the key has a text."""
        return key in _messages(self._path(LANGUAGES[0]))

    def keys(self, language: str) -> set[str]:
        """All keys of a language, for the test that the languages agree."""
        return set(_messages(self._path(language)))

    def _path(self, language: str) -> Path:
        return self._directory / language / "LC_MESSAGES" / f"{self._domain}.po"


@lru_cache(maxsize=16)
def _messages(path: Path) -> dict[str, str]:
    with path.open("rb") as file:
        return {str(message.id): str(message.string) for message in read_po(file) if message.id and message.string}


def day_text(day: Any, language: str) -> str:
    """A day as people write it: "3 november 2026", "3 novembre 2026", "3 November 2026"."""
    return format_date(day, "d MMMM y", locale={"nl": "nl_BE", "fr": "fr_BE", "en": "en_GB"}[language])
