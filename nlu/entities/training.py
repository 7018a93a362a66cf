"""From annotated messages to the tagger's training examples, with made-up variants so that it also knows names nobody has written yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.resources import files

from nlu.entities.finders import find_candidates
from nlu.entities.lexicons import lexicon
from nlu.entities.tagger import SHORT, NameTagger, TrainingExample
from nlu.entities.tagger_features import stable_fraction
from nlu.entities.text import Utterance, fold

# Any day will do: what is learned is which dates count, not which days they are.
_ANY_DAY = date(2026, 11, 20)
_STAFF_INTENTS = frozenset(
    {
        "report_absence",
        "report_dropout_risk",
        "report_expulsion",
        "report_radicalisation",
        "request_parent_support",
        "ask_case_status",
        "withdraw_report",
        "ask_procedure",
    }
)
_YOUTH_INTENTS = frozenset({"seek_coach", "change_coach", "talk_school", "talk_wellbeing", "seek_work_training", "end_chat"})
_HIDDEN_SHARE = 0.4
_LOWER_SHARE = 0.35
# Of messages that name nothing this share is enough to learn what is no name.
_PLAIN_SHARE = 0.3
# And of messages that name a pupil this share is told once more of somebody else.
_RETOLD_SHARE = 0.75
# In use, what a message was understood as is sometimes not known and sometimes wrong.
_UNKNOWN_INTENT_SHARE = 0.35
_WRONG_INTENT_SHARE = 0.04


@dataclass(frozen=True)
class Annotated:
    """A message as written, with the spans that a person has marked (start, end, entity), and its intent where known."""

    text: str
    spans: tuple[tuple[int, int, str], ...]
    intent: str | None = None

    @property
    def audience(self) -> str:
        if self.intent in _STAFF_INTENTS:
            return "staff"
        return "youth" if self.intent in _YOUTH_INTENTS else "none"


@cache
def _name_list(kind: str) -> tuple[str, ...]:
    text = (files("nlu.entities") / "data" / f"{kind}.txt").read_text(encoding="utf-8")
    words = (word for line in text.splitlines() if not line.startswith("#") for word in line.split())
    return tuple(word for word in words if fold(word) not in lexicon("ambiguous_names"))


def _pick(kind: str, *seed: str) -> str:
    names = _name_list(kind)
    return names[int(stable_fraction(kind, *seed) * (len(names) - 1))]


def train_tagger(messages: Iterable[Annotated]) -> NameTagger:
    """A tagger from annotated messages; the order in which they come makes no difference."""
    known = sorted(set(messages), key=lambda message: (stable_fraction("order", message.text), message.text))
    return NameTagger.train(training_examples(known))


def training_examples(messages: Iterable[Annotated]) -> Iterator[TrainingExample]:
    """Each message as it is, and each that names a pupil once more with another name, some in lower case."""
    for message in messages:
        wanted = bool(message.spans) or stable_fraction("plain", message.text) < _PLAIN_SHARE
        yield replace(_example(message, made=False), for_names=wanted)
        names = [span for span in message.spans if span[2] == "pupil_name"]
        if names and stable_fraction("retold", message.text) < _RETOLD_SHARE:
            yield _example(_with_other_names(message), made=True)
        elif stable_fraction("lower", message.text) < _LOWER_SHARE and message.text != message.text.lower() and message.spans:
            lowered = message.text.lower()
            if len(lowered) == len(message.text):
                yield _example(Annotated(lowered, message.spans, message.intent), made=True)
    yield from _bare_names()


def _example(source: Annotated, *, made: bool) -> TrainingExample:
    message = Utterance(source.text)
    spans = [(*message.clean_span(start, end), entity) for start, end, entity in source.spans]
    named = {message.tokens[place].folded for start, end, entity in spans if entity == "pupil_name" for place in message.token_range(start, end)}
    hidden = frozenset(word for word in named if stable_fraction("hide", word, source.text) < _HIDDEN_SHARE)
    audience = source.audience if stable_fraction("audience", source.text) < 0.7 else "none"
    intent = source.intent or "none"
    known = stable_fraction("intent", source.text)
    if known < _UNKNOWN_INTENT_SHARE or len(message.tokens) <= SHORT:
        intent = "none"
    elif known > 1 - _WRONG_INTENT_SHARE:
        intent = sorted(_STAFF_INTENTS | _YOUTH_INTENTS)[int(stable_fraction("wrong", source.text) * 13)]
    candidates = find_candidates(message, _ANY_DAY)
    return TrainingExample(message, candidates, spans, audience, intent, hidden, made)


def _with_other_names(message: Annotated) -> Annotated:
    """The same message about somebody else. Initials and single letters stay as they are."""
    pieces: list[str] = []
    spans: list[tuple[int, int, str]] = []
    position = length = 0
    for start, end, entity in sorted(message.spans):
        before = message.text[position:start]
        inside = message.text[start:end]
        if entity == "pupil_name":
            inside = _other_name(inside, message.text)
        pieces += [before, inside]
        spans.append((length + len(before), length + len(before) + len(inside), entity))
        length += len(before) + len(inside)
        position = end
    text = "".join([*pieces, message.text[position:]])
    if stable_fraction("lower", message.text) < _LOWER_SHARE and len(text.lower()) == len(text):
        text = text.lower()
    return Annotated(text, tuple(spans), message.intent)


def _other_name(name: str, seed: str) -> str:
    words = name.split()
    if any(len(word.strip(".,")) < 2 for word in words):
        return name
    given = _pick("first_names", name, seed)
    kind = stable_fraction("kind", name, seed)
    if len(words) == 1:
        if kind > 0.85:
            return f"{given} {_surname(name, seed)}"
        return given if name[0].isupper() else given.lower()
    surname = _surname(name, seed)
    if kind < 0.25:
        full = f"{surname} {given}"
    elif kind < 0.35:
        full = f"{surname.upper()} {given}"
    else:
        full = f"{given} {surname}"
    return full if name[0].isupper() else full.lower()


def _surname(name: str, seed: str) -> str:
    surname = _pick("surnames", name, seed)
    particle = stable_fraction("particle", name, seed)
    if particle < 0.08:
        return f"El {surname}"
    if particle < 0.12:
        return f"Ben {surname}"
    if particle < 0.18:
        return f"Van {surname}"
    return f"Van den {surname}" if particle < 0.2 else surname


def _bare_names() -> Iterator[TrainingExample]:
    """Names alone, as they are typed in answer to a question."""
    for number in range(700):
        seed = str(number)
        given, surname = _pick("first_names", "bare", seed), _surname("bare", seed)
        form = number % 7
        text = (
            given,
            given.lower(),
            f"{given} {surname}",
            f"{given} {surname}".lower(),
            f"{surname} {given}",
            f"{surname.upper()} {given}",
            f"{surname}, {given}",
        )[form]
        yield _example(Annotated(text, ((0, len(text), "pupil_name"),)), made=True)
