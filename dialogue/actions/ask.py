"""How a field is asked: its question, its options as buttons, and the review at the end."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from babel import Locale

from backend.texts import day_text
from dialogue.actions.say import Button, text
from dialogue.fields.model import SKIPPED, Field
from dialogue.fields.school import KEEP_AS_TYPED, TYPED
from dialogue.forms.intake import CHANGE_FIELD, Notice
from dialogue.forms.model import IntakeForm
from dialogue.payloads import SET_FIELD, payload
from dialogue.texts import TEXTS
from dialogue.turn import current_turn

Values = Mapping[str, Any]
TYPED_SHOWN = 30
WHAT_TO_CHANGE = "problem.what_to_change"


def question(form: IntakeForm, field: Field, values: Values) -> tuple[str, list[Button]]:
    """The text that asks for a field, and its buttons."""
    if field.name == "confirm":
        return review(form, values)
    buttons = [(option_title(field.name, option), payload(SET_FIELD, **{field.name: option})) for option in field.choices]
    if field.optional:
        buttons.append((text("button.skip"), payload("skip")))
    return text(f"ask.{form.audience}.{field.name}"), buttons


def review(form: IntakeForm, values: Values) -> tuple[str, list[Button]]:
    """What was understood, line by line, to be sent or changed."""
    lines = [
        f"• {text(f'field.{step.field.name}')}: {shown(step.field.name, values[step.field.name])}"
        for step in form.steps
        if step.field.name != "confirm" and values.get(step.field.name) not in (None, SKIPPED)
    ]
    buttons = [(text("button.send"), payload("affirm")), (text("button.change"), payload("deny")), (text("button.cancel"), payload("cancel"))]
    return TEXTS.text(f"review.{form.audience}", current_turn().language, lines="\n".join(lines)), buttons


def notice(form: IntakeForm, said: Notice, values: Values) -> tuple[str, list[Button]]:
    """The sentence that helps after an answer that could not be used, and the buttons that go with it."""
    buttons: list[Button] = []
    if said.code == WHAT_TO_CHANGE:
        buttons = [
            (text(f"field.{step.field.name}"), payload(SET_FIELD, **{CHANGE_FIELD: step.field.name}))
            for step in form.steps
            if step.field.name != "confirm" and values.get(step.field.name) is not None
        ]
    elif said.code.startswith("problem.school"):
        buttons = [(title, payload(SET_FIELD, school=value)) for title, value in said.choices]
        typed = str(values.get(TYPED) or "")
        if typed:
            short = typed if len(typed) <= TYPED_SHOWN else typed[: TYPED_SHOWN - 1] + "…"
            buttons.append((text("button.not_listed", typed=short), payload(SET_FIELD, school=KEEP_AS_TYPED)))
    facts = {name: value for name, value in said.facts.items() if name != "field"}
    return text(said.code, **facts), buttons


def shown(name: str, value: Any) -> str:
    """A value as a person reads it."""
    if value == SKIPPED:
        return text("value.skipped")
    if isinstance(value, list):
        return ", ".join(option_title(name, item) for item in value)
    if name == "since":
        return day_text(date.fromisoformat(value), current_turn().language)
    return option_title(name, str(value))


def option_title(name: str, option: str) -> str:
    """An option's words; languages and free values as they are called."""
    if name == "contact_language":
        return str(Locale(current_turn().language).languages.get(option, option))
    key = f"option.{name}.{option}"
    return text(key) if TEXTS.has(key) else option


def listed(names: tuple[str, ...], values: Values) -> str:
    """Fields with their values in one line, for "noted" and "changed"."""
    return ", ".join(f"{text(f'field.{name}').lower()} {shown(name, values[name])}" for name in names)
