"""What the extractor gives back."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entity:
    """One thing that was named in a message, with its normalised value.

    ``start`` and ``end`` are offsets in code points of the message, ``text`` is the message between them. ``value`` is normalised as the
    NLU contract says: a whole number for ``half_days`` and ``age``, an ISO date for ``since``, else text. ``official`` is the directory's
    name of a school that was recognised, while ``value`` stays the school as typed. ``negated`` marks what is named to be denied: "4B" in
    "niet 4B maar 4C".
    """

    entity: str
    value: str | int
    start: int
    end: int
    text: str
    confidence: float = 1.0
    official: str | None = None
    negated: bool = False
