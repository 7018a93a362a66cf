"""What is learned from annotated messages: a conditional random field for names, schools and classes, and a judge of candidates."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pycrfsuite

from nlu.entities.candidates import CERTAIN, Candidate
from nlu.entities.crf import train_crf
from nlu.entities.judge import CandidateJudge, JudgedCandidate
from nlu.entities.tagger_features import Context, features_of
from nlu.entities.text import Utterance

TAGGED = ("pupil_name", "school", "class_group")
# Kinds whose candidates must have the very bounds that a person has marked; of others it is enough that they overlap.
_BOUNDED = frozenset({"school", "class_group"})
_CRF_FILE = "tagger.crfsuite"
_JUDGE_FILE = "judge.crfsuite"
_LEXICON_FILE = "tagger_lexicon.json"
# Beyond this many words a message is no message: the rest is left to the finders alone.
_MOST_TOKENS = 1500
# The intent of a bare answer ("yusuf el idrissi") says nothing.
SHORT = 4
# A word that is more likely no name than one is still handed on from here, for those who know the word.
_POSSIBLE = 0.2


@dataclass(frozen=True)
class TrainingExample:
    """A message with the finders' candidates and the spans that a person has marked, in offsets of ``Utterance.clean``."""

    message: Utterance
    candidates: Sequence[Candidate]
    spans: Sequence[tuple[int, int, str]]
    audience: str = "none"
    intent: str = "none"
    hidden: frozenset[str] = frozenset()
    # Made from another example: does not count in the lexicon, nor for the judge.
    made: bool = False
    # Left out where names are learned; the lexicon and the judge learn from all.
    for_names: bool = True


@dataclass(frozen=True)
class TaggedSpan:
    entity: str
    start: int
    end: int
    confidence: float


class NameTagger:
    """Trained by ``train``, kept as plain CRFsuite files with a lexicon beside. Not safe for use by several threads at once."""

    def __init__(self, model: bytes, lexicon: Mapping[str, int], judge: CandidateJudge) -> None:
        self._model = model
        self._lexicon = dict(lexicon)
        self._judge = judge
        self._tagger = pycrfsuite.Tagger()
        self._tagger.open_inmemory(model)
        self._labels = frozenset(self._tagger.labels())

    @classmethod
    def train(cls, examples: Iterable[TrainingExample], iterations: int = 30) -> NameTagger:
        """Learns from annotated messages. The same examples in the same order give the same tagger."""
        known = list(examples)
        counts = _count_words(known)
        sequences = [(_features(example, counts), labels_of(example.message, example.spans)) for example in known if example.for_names]
        parameters = {"c1": 0.05, "c2": 0.05, "max_iterations": iterations, "feature.minfreq": 3}
        judged = [item for example in known if not example.made for item in _judged(example)]
        return cls(train_crf(sequences, parameters), counts, CandidateJudge.train(judged))

    def save(self, folder: Path) -> None:
        (folder / _CRF_FILE).write_bytes(self._model)
        (folder / _JUDGE_FILE).write_bytes(self._judge.model)
        (folder / _LEXICON_FILE).write_text(json.dumps(self._lexicon, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> NameTagger:
        lexicon = json.loads((folder / _LEXICON_FILE).read_text(encoding="utf-8"))
        judge = CandidateJudge((folder / _JUDGE_FILE).read_bytes())
        return cls((folder / _CRF_FILE).read_bytes(), lexicon, judge)

    def judge(
        self,
        message: Utterance,
        candidates: Sequence[Candidate],
        candidate: Candidate,
        audience: str | None = None,
        intent: str | None = None,
    ) -> float:
        """How likely it is that a person would mark this candidate, from 0 to 1."""
        if len(message.tokens) <= SHORT:
            intent = None
        return self._judge.probability(message, candidates, candidate, audience, intent)

    def spans(
        self,
        message: Utterance,
        candidates: Sequence[Candidate],
        audience: str | None = None,
        intent: str | None = None,
    ) -> list[TaggedSpan]:
        """Names, schools and classes as the words around them suggest."""
        if not message.tokens:
            return []
        if len(message.tokens) <= SHORT:
            intent = None
        context = Context(audience or "none", intent or "none", self._lexicon)
        self._tagger.set(pycrfsuite.ItemSequence(features_of(message, candidates, context, _MOST_TOKENS)))
        labels = self._tagger.tag()
        found = [self._span(message, *place) for place in _places(labels)]
        missed = (self._span(message, "pupil_name", place, place) for place, label in enumerate(labels) if label == "O")
        return found + [span for span in missed if span.confidence >= _POSSIBLE]

    def _span(self, message: Utterance, entity: str, first: int, last: int) -> TaggedSpan:
        labels = [label for label in (f"B-{entity}", f"I-{entity}") if label in self._labels]
        confidence = min(sum(self._tagger.marginal(label, place) for label in labels) for place in range(first, last + 1))
        return TaggedSpan(entity, message.tokens[first].start, message.tokens[last].end, confidence)


def _places(labels: Sequence[str]) -> list[tuple[str, int, int]]:
    """Entity, first and last token of each run of labels."""
    runs: list[tuple[str, int, int]] = []
    for place, label in enumerate(labels):
        if label.startswith("B-"):
            runs.append((label[2:], place, place))
        elif label.startswith("I-") and runs and runs[-1][0] == label[2:] and runs[-1][2] == place - 1:
            runs[-1] = (runs[-1][0], runs[-1][1], place)
    return runs


def labels_of(message: Utterance, spans: Sequence[tuple[int, int, str]]) -> list[str]:
    """One label a token: B- begins an entity, I- goes on with it, O is none."""
    labels = ["O"] * len(message.tokens)
    for start, end, entity in spans:
        for count, place in enumerate(message.token_range(start, end)):
            if entity in TAGGED:
                labels[place] = f"{'I' if count else 'B'}-{entity}"
    return labels


def _features(example: TrainingExample, counts: Mapping[str, int]) -> list[list[str]]:
    own = frozenset() if example.made else _plain_words(example)
    context = Context(example.audience, example.intent, counts, example.hidden, own)
    return features_of(example.message, example.candidates, context)


def _judged(example: TrainingExample) -> Iterable[JudgedCandidate]:
    for candidate in example.candidates:
        if candidate.confidence < CERTAIN:
            marked = any(_agrees(candidate, *span) for span in example.spans)
            yield JudgedCandidate(example.message, example.candidates, candidate, example.audience, example.intent, marked)


def _agrees(candidate: Candidate, start: int, end: int, entity: str) -> bool:
    if entity != candidate.entity:
        return False
    if entity in _BOUNDED:
        return (start, end) == (candidate.start, candidate.end)
    return candidate.start < end and start < candidate.end


def _plain_words(example: TrainingExample) -> frozenset[str]:
    """Words that are part of no name and no school."""
    message = example.message
    named = {place for start, end, entity in example.spans if entity in ("pupil_name", "school") for place in message.token_range(start, end)}
    return frozenset(token.folded for place, token in enumerate(message.tokens) if place not in named and token.folded.isalpha())


def _count_words(examples: Sequence[TrainingExample]) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for example in examples:
        if not example.made:
            counts.update(_plain_words(example))
    return dict(sorted(counts.items()))
