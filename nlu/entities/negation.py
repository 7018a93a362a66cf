"""Whether something is named only to be denied: "niet 4B maar 4C"."""

from __future__ import annotations

import re

from nlu.entities.text import Utterance

_DENIED = re.compile(
    r"\b(?:niet|ni|nie|geen|not|pas|non|ipv|i\.p\.v\.|in plaats van|instead of|au lieu de?|plutot que|rather than)\s"
    r"(?:(?:in|uit|van|de|het|la|le|the|en|from|du|au|op)\s|d'|l'){0,2}$"
)


def is_negated(message: Utterance, start: int) -> bool:
    """Whether a denial stands right before."""
    return bool(_DENIED.search(message.before(start, 30)))
