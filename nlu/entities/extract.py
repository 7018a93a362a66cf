"""From a message to its entities: candidates of the finders, the tagger's opinion, one reading for each place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import partial

from nlu.entities.candidates import Candidate
from nlu.entities.finders import find_candidates
from nlu.entities.model import Entity
from nlu.entities.names import find_names
from nlu.entities.negation import is_negated
from nlu.entities.resolve import resolve, weigh
from nlu.entities.schools import SchoolNames
from nlu.entities.tagger import NameTagger
from nlu.entities.text import Utterance

# "amira vd 4B": a particle at the end of a name belongs to what follows.
_TRAILING = re.compile(r"(?:[ ,.]+(?:vd|v/d|v\.d\.|vh|van|de|den|der|du|des|of|from|uit|in|en|et|and))*$", re.IGNORECASE)


def extract(
    text: str,
    *,
    today: date,
    language: str | None = None,
    audience: str | None = None,
    intent: str | None = None,
    schools: SchoolNames | None = None,
    tagger: NameTagger | None = None,
) -> list[Entity]:
    """All entities of a message, in the order in which they stand; the same for the same arguments.

    ``today`` is the day from which relative dates are counted. ``audience`` is ``staff`` or ``youth`` where that is known, ``intent`` what the
    message was understood as: both help to tell a pupil from a coach. Without a
    ``tagger`` only what the wording makes likely by itself is found, and of names only the plainest.
    """
    message = Utterance(text)
    if not message.tokens:
        return []
    candidates = find_candidates(message, today, schools, language)
    spans = tagger.spans(message, candidates, audience, intent) if tagger else []
    judge = partial(_judge, tagger, message, candidates, audience, intent) if tagger else None
    weighed = weigh(message, candidates, spans, judge)
    weighed += find_names(message, spans, audience)
    entities = []
    for candidate in resolve(message, weighed):
        start, end = message.raw_span(candidate.start, candidate.end)
        if candidate.entity == "pupil_name":
            end = start + len(_TRAILING.sub("", text[start:end]))
        confidence = round(min(candidate.confidence, 1.0), 3)
        negated = is_negated(message, candidate.start)
        entities.append(
            Entity(
                candidate.entity,
                text[start:end] if candidate.entity == "pupil_name" else candidate.value,
                start,
                end,
                text[start:end],
                confidence,
                candidate.official,
                negated,
            )
        )
    return entities


def _judge(
    tagger: NameTagger,
    message: Utterance,
    candidates: Sequence[Candidate],
    audience: str | None,
    intent: str | None,
    candidate: Candidate,
) -> float:
    return tagger.judge(message, candidates, candidate, audience, intent)
