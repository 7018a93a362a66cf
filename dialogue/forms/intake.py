"""How a form takes in a message: several answers at once, corrections at any time, nothing asked twice. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dialogue.fields.cues import plain
from dialogue.fields.model import SKIPPED, Field, Known, Problem, Value
from dialogue.forms.model import IntakeForm
from dialogue.turn import Message

# What somebody may ask or want in the middle of a form: answered, and then the open question comes back.
SIDE_INTENTS = frozenset(
    {
        "ask_help",
        "ask_human",
        "ask_language",
        "choose_language",
        "ask_privacy",
        "ask_procedure",
        "ask_services",
        "ask_case_status",
        "bot_challenge",
        "complain",
        "forget_me",
        "cancel",
        "restart",
        "withdraw_report",
        "report_radicalisation",
        "change_coach",
        "end_chat",
    }
)
SURE = 0.6
SURE_IN_FREE_TEXT = 0.8
CHANGE_FIELD = "change_field"  # the payload key of "change something"
FREE_TEXT = frozenset({"remarks", "nickname"})

_CORRECTION = re.compile(
    r"(?<!\w)(niet?|ni|pas|not|sorry|bedoel(de)?|eigenlijk|moet(en)? zijn|moest|fout|vergist|plutot|en fait|je voulais dire|trompee?|erreur|c'etait"
    r"|i meant?|meant|actually|should be|wrong|correction|correctie|instead|rather)(?!\w)"
)


@dataclass(frozen=True)
class Notice:
    """Something to say before the next question: a code of the catalogue with its facts, and buttons (title or None, payload value)."""

    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Outcome:
    """What a message changed: `updates` of slots, a `problem`, and the field to ask `next`.

    `noted` are open fields that were told beside the question, `corrected` filled ones that were told anew. `aside`: the message is no answer,
    but a side question or a command; nothing was changed.
    """

    updates: Mapping[str, Any] = field(default_factory=dict)
    noted: tuple[str, ...] = ()
    corrected: tuple[str, ...] = ()
    problem: Notice | None = None
    next: str | None = None
    aside: bool = False


def take_in(form: IntakeForm, message: Message, known: Known, requested: str | None) -> Outcome:
    """What `message` means for the form, when `requested` is the field that was asked (None at the start)."""
    asked = form.field(requested)
    if message.payload is not None:
        if asked is not None and message.intent in SIDE_INTENTS:
            return Outcome(aside=True, next=requested)
        return _take_payload(form, message, known, requested)
    if asked is not None and is_aside(message, asked, known):
        return Outcome(aside=True, next=requested)
    updates: dict[str, Any] = {}
    problem: Notice | None = None
    if asked is not None:
        problem = _read_answer(asked, message, known, updates)
    noted, corrected, picked_problem = _pick_others(form, message, known, asked, updates)
    if asked is not None and asked.name not in updates and problem is None:
        problem = picked_problem if noted or corrected or picked_problem else _loose(asked, message, known, updates)
    elif problem is None:
        problem = picked_problem
    return _outcome(form, known, updates, noted, corrected, problem, requested)


def is_aside(message: Message, asked: Field, known: Known) -> bool:
    """Whether the message is a question or a command rather than an answer to `asked`."""
    if message.intent not in SIDE_INTENTS:
        return False
    if asked.name in FREE_TEXT:
        short = len(message.text.split()) <= 4
        return message.confidence >= SURE_IN_FREE_TEXT and ("?" in message.text or short)
    if message.confidence < SURE:
        return False
    return "?" in message.text or not isinstance(asked.read(message, known), Value)


def _read_answer(asked: Field, message: Message, known: Known, updates: dict[str, Any]) -> Notice | None:
    """Read the answer to the question that was asked into `updates`; a notice if there is one but it cannot be used."""
    if message.intent == "skip" and message.confidence >= SURE and not isinstance(asked.read(message, known), Value):
        if asked.optional:
            updates[asked.name] = SKIPPED
            return None
        return Notice("problem.needed")
    return _apply(asked, asked.read(message, known), updates)


def _loose(asked: Field, message: Message, known: Known, updates: dict[str, Any]) -> Notice | None:
    return _apply(asked, asked.loose(message, known), updates)


def _pick_others(
    form: IntakeForm, message: Message, known: Known, asked: Field | None, updates: dict[str, Any]
) -> tuple[list[str], list[str], Notice | None]:
    """Fields that the message tells beside the one that was asked: open ones are noted, filled ones corrected where that is what is meant."""
    noted: list[str] = []
    corrected: list[str] = []
    problem: Notice | None = None
    if asked is not None and asked.name in FREE_TEXT:
        return noted, corrected, problem
    at_review = asked is not None and asked.name == "confirm"
    may_correct = at_review or message.intent == "correct_detail" or bool(_CORRECTION.search(plain(message.text)))
    for step in form.steps:
        name = step.field.name
        current = known.values.get(name)
        if name in updates or (asked is not None and name == asked.name) or (current is not None and not may_correct):
            continue
        result = step.field.pick(message, known)
        if isinstance(result, Problem):
            if current is None and problem is None:
                problem = _notice(name, result)
                updates.update(result.also or {})
            continue
        if result is None or result.value == current:
            continue
        updates[name] = result.value
        updates.update(result.also or {})
        (noted if current is None else corrected).append(name)
    return noted, corrected, problem


def _take_payload(form: IntakeForm, message: Message, known: Known, requested: str | None) -> Outcome:
    """A button: its values are checked as strictly as free text, since anybody can send one."""
    updates: dict[str, Any] = {}
    problem: Notice | None = None
    payload = dict(message.payload or {})
    wanted = payload.pop(CHANGE_FIELD, None)
    if wanted is not None:
        target = form.field(str(wanted))
        if target is None or target.name == "confirm":
            return Outcome(problem=Notice("problem.choose_one"), next=requested)
        return Outcome(updates={target.name: None}, next=target.name)
    for name, raw in payload.items():
        target = form.field(name)
        if target is not None and (name != "confirm" or requested == "confirm"):  # nothing is sent without its review
            problem = _apply(target, target.accept(raw, known), updates) or problem
    if not payload and message.intent in ("affirm", "deny", "skip"):
        asked = form.field(requested)
        if asked is not None:
            problem = _read_answer(asked, message, known, updates)
            if asked.name not in updates and problem is None:
                problem = Notice("problem.choose_one")
    return _outcome(form, known, updates, [], [], problem, requested)


def _apply(target: Field, result: Value | Problem | None, updates: dict[str, Any]) -> Notice | None:
    if isinstance(result, Value):
        updates[target.name] = result.value
        updates.update(result.also or {})
        return None
    if isinstance(result, Problem):
        updates.update(result.also or {})
        return _notice(target.name, result)
    return None


def _notice(name: str, problem: Problem) -> Notice:
    return Notice(f"problem.{problem.code}", {**(problem.facts or {}), "field": name}, problem.choices)


def _outcome(
    form: IntakeForm,
    known: Known,
    updates: dict[str, Any],
    noted: list[str],
    corrected: list[str],
    problem: Notice | None,
    requested: str | None,
) -> Outcome:
    values = {**known.values, **updates}
    if problem is not None and problem.facts.get("field") and problem.facts["field"] != requested and form.field(requested) is not None:
        # The open question stays; what was unclear beside it is asked in its turn.
        problem = None if requested in updates else problem
    upcoming = form.next_field(values)
    if problem is not None and requested is not None and requested not in updates and values.get(requested) is None:
        upcoming = requested
    if problem is not None and problem.facts.get("field") not in (None, upcoming) and problem.code.startswith("problem.school"):
        upcoming = str(problem.facts["field"])
    return Outcome(updates, tuple(noted), tuple(corrected), problem, upcoming)
