"""How actions speak: texts in the turn's language and for its audience, with buttons, and the field that is asked."""

from __future__ import annotations

from typing import Any

from rasa_sdk.executor import CollectingDispatcher

from dialogue.payloads import payload
from dialogue.texts import TEXTS
from dialogue.turn import current_turn

Button = tuple[str, str]  # title, payload


def text(key: str, **facts: Any) -> str:
    """The text of a key in the turn's language; the audience's own version where there is one."""
    turn = current_turn()
    own = f"{key}.{turn.audience or 'staff'}"
    return TEXTS.text(own if TEXTS.has(own) else key, turn.language, **facts)


def say(dispatcher: CollectingDispatcher, *parts: str, buttons: list[Button] | None = None, asks: str | None = None) -> None:
    """One reply: its parts as paragraphs."""
    dispatcher.utter_message(
        text="\n".join(part for part in parts if part),
        buttons=[{"title": title, "payload": carried} for title, carried in buttons or []],
        json_message={"asks": asks} if asks else None,
    )


def intent_button(intent: str) -> Button:
    """A button that says what an intent says."""
    return text(f"button.{intent}"), payload(intent)


STAFF_START = ("report_absence", "report_dropout_risk", "report_expulsion", "request_parent_support")
YOUTH_START = ("seek_coach", "talk_school", "talk_wellbeing", "seek_work_training")


def start_buttons() -> list[Button]:
    """What can be begun, for the audience; for an unknown one, who it is."""
    turn = current_turn()
    if turn.audience == "staff":
        return [intent_button(intent) for intent in STAFF_START]
    if turn.audience == "youth":
        return [intent_button(intent) for intent in YOUTH_START]
    return [(text(f"button.{audience}"), payload("choose_audience", audience=audience)) for audience in ("staff", "youth")]
