"""E-mail addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlu.entities.candidates import Candidate
from nlu.entities.text import Utterance

_EMAIL = re.compile(r"(?<![\w.+-])[\w][\w.+%-]{0,63}@(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.){1,5}[a-z]{2,24}(?![\w@-])", re.IGNORECASE)


def find_emails(message: Utterance) -> Iterator[Candidate]:
    """All addresses, in lower case."""
    if "@" not in message.clean:
        return
    for match in _EMAIL.finditer(message.clean):
        if ".." not in match[0]:
            yield Candidate("email", match[0].lower(), match.start(), match.end(), 1.0)
