"""Fields with a fixed set of answers, by button or in words. Pure."""

from __future__ import annotations

from typing import Any

from dialogue.fields import cues
from dialogue.fields.model import Field, Known, Problem, Result, Value
from dialogue.turn import Message


def choice(name: str, options: tuple[str, ...], *, optional: bool = False, yes: str | None = None, no: str | None = None) -> Field:
    """A field that takes one of `options`. `yes` and `no` are the options that a plain yes or no means, where it means one."""

    def accept(raw: Any, known: Known) -> Result:
        return Value(raw) if raw in options else Problem("choose_one")

    def pick(message: Message, known: Known) -> Result:
        option = cues.picked(name, message.text)
        return Value(option) if option else None

    def read(message: Message, known: Known) -> Result:
        option = cues.answered(name, message.text)
        if option is None and message.intent == "affirm":
            option = yes
        if option is None and message.intent == "deny":
            option = no
        return Value(option) if option else None

    def loose(message: Message, known: Known) -> Result:
        return Problem("choose_one")

    return Field(name, accept, pick, read, loose, optional, options)


def _accept_many(raw: Any, known: Known) -> Result:
    values = raw if isinstance(raw, list) else [raw]
    return Value(values) if values and all(v in CONCERNS_OPTIONS for v in values) else Problem("choose_one")


def _pick_many(message: Message, known: Known) -> Result:
    found = cues.all_picked("concerns", message.text)
    return Value(found) if found else None


def _read_many(message: Message, known: Known) -> Result:
    found = cues.all_picked("concerns", message.text)
    single = cues.answered("concerns", message.text)
    return Value(found or [single]) if found or single else None


def _loose_many(message: Message, known: Known) -> Result:
    return Problem("choose_one")


CONCERNS_OPTIONS = (
    "absence",
    "motivation",
    "exclusion_threatened",
    "excluded",
    "retention",
    "home",
    "wellbeing",
    "bullying",
    "substance_use",
    "poverty",
    "language",
    "other",
)
CONCERNS = Field("concerns", _accept_many, _pick_many, _read_many, _loose_many, False, CONCERNS_OPTIONS)
PARENTS_CONTACTED = choice("parents_contacted", ("yes", "no", "unreachable"), yes="yes", no="no")
CLB_INVOLVED = choice("clb_involved", ("yes", "no"), yes="yes", no="no")
CONSENT = choice("consent", ("pupil", "parents", "both", "refused", "not_asked"), yes="pupil", no="not_asked")
URGENCY = choice("urgency", ("normal", "urgent"), yes="urgent", no="normal")
SUPPORT_WANTED = choice(
    "support_wanted", ("coaching", "time_out", "training", "therapy", "parent_work", "reintegration", "unsure"), no="unsure", optional=True
)
TOPIC = choice("topic", ("school", "wellbeing", "home", "work_training", "other"), optional=True)


def _accept_gender(raw: Any, known: Known) -> Result:
    return Value(raw) if raw in ("female", "male", "any") else Problem("choose_one")


def _pick_gender(message: Message, known: Known) -> Result:
    said = message.values("coach_gender")
    return Value(said[0]) if said else None


def _read_gender(message: Message, known: Known) -> Result:
    option = cues.answered("coach_gender", message.text)
    if option is None and message.intent == "deny":
        option = "any"
    return Value(option) if option else _pick_gender(message, known)


COACH_GENDER = Field("coach_gender", _accept_gender, _pick_gender, _read_gender, _loose_many, True, ("female", "male", "any"))
