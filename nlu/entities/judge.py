"""A second opinion on the finders' candidates: a maximum-entropy model that has learned from annotated messages which of them count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pycrfsuite

from nlu.entities.candidates import CERTAIN, Candidate
from nlu.entities.crf import train_crf
from nlu.entities.cues import CUES, cues_in, is_near
from nlu.entities.lexicons import lexicon, name_parts
from nlu.entities.text import Utterance

_YES, _NO = "yes", "no"
_WINDOW = 7
_MOST_OTHERS = 60
# What means one thing in a report and another in a correction.
_TELLING_WITH_INTENT = ("<0=", ">0=", "neg=", "near:", "edge=", "n=", "t=", "with=", "before", "after")
_NEGATIONS = frozenset(
    [
        "niet",
        "ni",
        "nie",
        "geen",
        "not",
        "no",
        "never",
        "pas",
        "plus",
        "ni",
        "don",
        "doesn",
        "didn",
        "dont",
        "doesnt",
        "zonder",
        "sans",
        "without",
        "ipv",
        "instead",
        "nooit",
        "jamais",
        "dan",
        "than",
    ]
)
_PREFERENCES = frozenset(
    [
        "liever",
        "liefst",
        "wil",
        "graag",
        "moet",
        "maar",
        "prefer",
        "rather",
        "want",
        "need",
        "plutot",
        "prefere",
        "veux",
        "voudrais",
        "aimerais",
        "meant",
        "bedoelde",
        "bedoel",
        "should",
    ]
)


@dataclass(frozen=True)
class JudgedCandidate:
    """A candidate in its message, and whether a person marked it."""

    message: Utterance
    candidates: Sequence[Candidate]
    candidate: Candidate
    audience: str
    intent: str
    marked: bool


class CandidateJudge:
    """Trained by ``train``; the model is a plain CRFsuite file. Not safe for use by several threads at once."""

    def __init__(self, model: bytes) -> None:
        self.model = model
        self._tagger = pycrfsuite.Tagger()
        self._tagger.open_inmemory(model)
        # Data with no candidate of either kind teaches nothing.
        self._knows = {_YES, _NO} <= set(self._tagger.labels())

    @classmethod
    def train(cls, examples: Sequence[JudgedCandidate]) -> CandidateJudge:
        """The same examples in the same order give the same judge."""
        sequences = [([_features(e.message, e.candidates, e.candidate, e.audience, e.intent)], [_YES if e.marked else _NO]) for e in examples]
        return cls(train_crf(sequences, {"c1": 0.05, "c2": 0.3, "max_iterations": 80, "feature.minfreq": 1}))

    def probability(
        self,
        message: Utterance,
        candidates: Sequence[Candidate],
        candidate: Candidate,
        audience: str | None,
        intent: str | None,
    ) -> float:
        if not self._knows:
            return candidate.confidence
        features = _features(message, candidates, candidate, audience or "none", intent or "none")
        self._tagger.set(pycrfsuite.ItemSequence([features]))
        return float(self._tagger.marginal(_YES, 0))


def _features(message: Utterance, candidates: Sequence[Candidate], candidate: Candidate, audience: str, intent: str) -> list[str]:
    kind = candidate.entity
    places = message.token_range(candidate.start, candidate.end)
    tokens = message.tokens
    left = [token.folded for token in tokens[max(0, places[0] - _WINDOW) : places[0]]]
    right = [token.folded for token in tokens[places[-1] + 1 : places[-1] + 1 + _WINDOW]]
    features = [
        "bias",
        f"c={int(candidate.confidence * 10)}",
        f"a={audience}",
        f"i={intent}",
        f"i={intent}|c={int(candidate.confidence * 10)}",
        f"n={min(len(tokens), 12) // 2}",
        *(f"t={_digits_out(tokens[place].folded)}" for place in places[:6]),
        *(f"<{word}" for word in left),
        *(f">{word}" for word in right),
        *(f"<{back}={word}" for back, word in enumerate(reversed(left[-3:]))),
        *(f">{ahead}={word}" for ahead, word in enumerate(right[:3])),
        f"<<{'_'.join(left[-2:])}",
        f">>{'_'.join(right[:2])}",
        f"edge={'l' if not left else ''}{'r' if not right else ''}",
    ]
    if isinstance(candidate.value, int):
        features.append(f"v={candidate.value if candidate.value < 25 else 25}")
    if places[0] > 0:
        before = tokens[places[0] - 1]
        named = before.folded in name_parts("first_names") or before.folded in lexicon("surnames")
        features.append(f"named={named}{before.text[:1].isupper()}")
    features += _cues(message, candidate)
    negation = next((back for back, word in enumerate(reversed(left[-4:])) if word in _NEGATIONS), None)
    contrast = next((back for back, word in enumerate(reversed(left[-5:])) if word in _PREFERENCES), None)
    features += [f"neg={negation}", f"prefers={contrast}", f"neg={negation}|prefers={contrast}"]
    features += _others(candidates, candidate)
    features += [f"i={intent}|{feature}" for feature in features if feature.startswith(_TELLING_WITH_INTENT)]
    return [f"{kind}:{feature}" for feature in features] + [f"all:{features[1]}"]


def _digits_out(word: str) -> str:
    return "".join("0" if char.isdigit() else char for char in word)


def _cues(message: Utterance, candidate: Candidate) -> list[str]:
    near = [f"near:{name}" for name in CUES if is_near(message, name, candidate.start, candidate.end)]
    return near + [f"whole:{name}" for name, places in cues_in(message).items() if places]


def _others(candidates: Sequence[Candidate], candidate: Candidate) -> list[str]:
    features = set()
    for other in candidates[:_MOST_OTHERS]:
        if other is candidate:
            continue
        if other.start < candidate.end and candidate.start < other.end:
            features.add(f"over={other.entity}{int(other.confidence * 5)}")
        elif other.confidence >= CERTAIN:
            features.add(f"with={other.entity}")
        if other.entity == candidate.entity:
            features.add("before" if other.start < candidate.start else "after")
            if other.confidence > candidate.confidence:
                features.add("better")
    return sorted(features)
