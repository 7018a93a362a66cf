"""References such as ANT-2026-7F3K: random, so that none is guessed from another, without letters that are read wrongly."""

from __future__ import annotations

import secrets

ALPHABET = "34679ACDEFGHJKMNPQRTUVWXY"
LENGTH = 4


def new_reference(city: str, year: int, *, attempt: int = 0) -> str:
    """A random reference. Later attempts are longer: a year that has used up many of the 390,625 short ones goes on without a search."""
    code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH + attempt // 2))
    return f"{city}-{year}-{code}"
