"""Which candidates stand: the finders' confidence weighed with the tagger's, and one reading for each place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from nlu.entities.candidates import CERTAIN, Candidate
from nlu.entities.class_groups import class_value
from nlu.entities.places import Places
from nlu.entities.tagger import TaggedSpan
from nlu.entities.text import Utterance

# From here on a candidate stands.
THRESHOLD = 0.5
# The judge's say, and where it says yes too seldom: found on parts of the training data that it had not seen.
_JUDGE_WEIGHT = 0.85
_JUDGED_FROM = {"since": 0.36, "half_days": 0.4, "age": 0.45, "contact_language": 0.47}
# Where two readings of a place are equally likely: what is exact in form first, then the rarer form.
PRECEDENCE = (
    "email",
    "case_reference",
    "phone",
    "school",
    "since",
    "half_days",
    "class_group",
    "age",
    "district",
    "contact_language",
    "coach_gender",
    "pupil_name",
)
_EXACT = frozenset({"email", "case_reference", "phone"})
_LENGTH_BONUS = 0.005
# No message of a person names more.
_MOST_JUDGED = 100


def weigh(
    message: Utterance,
    candidates: Sequence[Candidate],
    spans: Sequence[TaggedSpan],
    judge: Callable[[Candidate], float] | None,
) -> list[Candidate]:
    """The candidates that stand, with their final confidence; and schools and classes that only the tagger saw."""
    standing = []
    for place, candidate in enumerate(candidates):
        confidence = candidate.confidence
        if judge is not None and confidence < CERTAIN and place < _MOST_JUDGED:
            confidence = (1 - _JUDGE_WEIGHT) * confidence + _JUDGE_WEIGHT * judge(candidate)
            threshold = _JUDGED_FROM.get(candidate.entity, THRESHOLD)
        else:
            threshold = THRESHOLD
        if confidence >= threshold:
            standing.append(replace(candidate, confidence=confidence))
    return standing + _only_tagged(message, spans, standing)


def _only_tagged(message: Utterance, spans: Sequence[TaggedSpan], standing: Sequence[Candidate]) -> list[Candidate]:
    found = []
    known = {kind: Places(len(message.clean), [other for other in standing if other.entity == kind]) for kind in ("school", "class_group")}
    for span in spans:
        if span.entity not in known or span.confidence < THRESHOLD or not known[span.entity].is_free(span):
            continue
        typed = message.clean[span.start : span.end]
        if span.entity == "school" and len(typed) > 3:
            found.append(Candidate("school", typed, span.start, span.end, span.confidence))
        elif span.entity == "class_group" and any(char.isdigit() for char in typed):
            found.append(Candidate("class_group", class_value(typed), span.start, span.end, span.confidence))
    return found


def resolve(message: Utterance, candidates: Sequence[Candidate]) -> list[Candidate]:
    """No two that overlap: exact forms, then schools (districts and names stand in theirs), then the surer one (a longer
    reading is a little surer), then ``PRECEDENCE``."""

    def rank(candidate: Candidate) -> tuple[int, float, int, int]:
        tier = 0 if candidate.entity in _EXACT else 1 if candidate.entity == "school" else 2
        sureness = candidate.confidence + _LENGTH_BONUS * min(candidate.end - candidate.start, 20)
        return tier, -sureness, PRECEDENCE.index(candidate.entity), candidate.start

    kept: list[Candidate] = []
    places = Places(len(message.clean))
    for candidate in sorted(candidates, key=rank):
        if places.is_free(candidate):
            kept.append(candidate)
            places.take(candidate)
    return sorted(kept, key=lambda candidate: candidate.start)
