"""What a finder proposes, before it is decided what stands."""

from __future__ import annotations

from dataclasses import dataclass

# From here on a candidate stands whatever the tagger says; below the other bound it falls.
CERTAIN = 0.9
HOPELESS = 0.05


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span that could be an entity. Offsets are those of ``Utterance.clean``.

    ``confidence`` is what the finder thinks from the wording alone: ``CERTAIN`` and above needs no second opinion, below that the tagger,
    where there is one, has a say.
    """

    entity: str
    value: str | int
    start: int
    end: int
    confidence: float
    official: str | None = None
