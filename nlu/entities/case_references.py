"""References of cases, as the system issues them: ANT-2026-7F3K."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlu.entities.candidates import Candidate
from nlu.entities.text import Utterance

_REFERENCE = re.compile(r"(?<![a-z0-9])ant[ _./-]{0,3}(20\d\d)[ _./-]{0,3}([a-z0-9]{4,6})(?![a-z0-9])")


def find_case_references(message: Utterance) -> Iterator[Candidate]:
    """All references, however they are spaced or cased."""
    for match in _REFERENCE.finditer(message.folded):
        yield Candidate("case_reference", f"ANT-{match[1]}-{match[2].upper()}", match.start(), match.end(), 1.0)
