"""Answers to what people ask beside a form, and the commands that apply anywhere. One action an intent."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from backend.cases.model import status_for_reporter
from backend.errors import IllegalTransition
from dialogue.actions.say import intent_button, say, start_buttons, text
from dialogue.actions.send import cleared
from dialogue.texts import TEXTS
from dialogue.turn import TurnContext, current_turn

Answer = Callable[[CollectingDispatcher, Tracker, TurnContext], Awaitable[list[EventType]]]
HELPDESK_PHONE = "03 000 00 00 (demo)"


def in_form(tracker: Tracker) -> bool:
    """Whether a form is open: then its question follows the answer, and no buttons of ours should stand between."""
    return bool((tracker.active_loop or {}).get("name"))


def _plain(key: str) -> Answer:
    async def answer(dispatcher: CollectingDispatcher, tracker: Tracker, turn: TurnContext) -> list[EventType]:
        say(dispatcher, text(key), buttons=None if in_form(tracker) else start_buttons())
        return []

    return answer


async def greet(dispatcher: CollectingDispatcher, tracker: Tracker, turn: TurnContext) -> list[EventType]:
    """Say hello, and what can be done here."""
    key = f"welcome.{turn.audience}" if turn.audience else "welcome"
    say(dispatcher, TEXTS.text(key, turn.language), buttons=start_buttons())
    return []


async def choose_audience(dispatcher: CollectingDispatcher, tracker: Tracker, turn: TurnContext) -> list[EventType]:
    """Somebody said by button who they are."""
    chosen = (turn.message.payload or {}).get("audience")
    if chosen in ("staff", "youth"):
        turn.audience = turn.audience_chosen = str(chosen)
    return await greet(dispatcher, tracker, turn)


async def goodbye(dispatcher: CollectingDispatcher, tracker: Tracker, turn: TurnContext) -> list[EventType]:
    """A word at the end."""
    say(dispatcher, text("answer.goodbye"))
    return []


async def thank(dispatcher: CollectingDispatcher, tracker: Tracker, turn: TurnContext) -> list[EventType]:
    """You are welcome."""
    say(dispatcher, text("answer.thanks"))
    return []


async def procedure(dispatcher: CollectingDispatcher, tracker: Tracker, turn: TurnContext) -> list[EventType]:
    """The steps, with the threshold that is in force and its source."""
    threshold = turn.casework.rulebook.threshold("clb_involvement", turn.today)
    if threshold is None:
        return await _plain("answer.help")(dispatcher, tracker, turn)
    facts = {"threshold": threshold.value, "before": threshold.value - 1, "source": threshold.source}
    say(dispatcher, text("answer.procedure", **facts), buttons=None if in_form(tracker) else start_buttons())
    return []


async def human(dispatcher: CollectingDispatcher, tracker: Tracker, turn: TurnContext) -> list[EventType]:
    """Somebody wants a person: recorded for the team, and said."""
    turn.human_wanted = "human"
    say(dispatcher, text("answer.human"))
    return []


async def complaint(dispatcher: CollectingDispatcher, tracker: Tracker, turn: TurnContext) -> list[EventType]:
    """A complaint goes to a person."""
    turn.human_wanted = "complaint"
    say(dispatcher, text("answer.complaint"))
    return []


async def language(dispatcher: CollectingDispatcher, tracker: Tracker, turn: TurnContext) -> list[EventType]:
    """Change the language of the conversation: by button, by the language that was named, or else the one that was written in."""
    named = [(turn.message.payload or {}).get("language"), *turn.message.values("contact_language")]
    wanted = next((str(name) for name in reversed(named) if name), turn.message.language)
    if wanted in ("nl", "fr", "en"):
        turn.language = turn.language_chosen = wanted
        say(dispatcher, TEXTS.text("answer.language", wanted), buttons=None if in_form(tracker) else start_buttons())
        return []
    turn.human_wanted = "human"
    say(dispatcher, text("answer.language_other"))
    return []


async def forget_me(dispatcher: CollectingDispatcher, tracker: Tracker, turn: TurnContext) -> list[EventType]:
    """Erase the chat at once, and say what stays and why."""
    turn.erase_wanted = True
    cases = await turn.casework.cases.reported_in(turn.conversation_id)
    references = ", ".join(case.reference for case in cases)
    kept = text("answer.forgotten_kept", references=references) if cases else text("answer.forgotten_none")
    say(dispatcher, text("answer.forgotten", kept=kept))
    return [*cleared(), SlotSet("requested_slot", None), ActiveLoop(None)]


async def status(dispatcher: CollectingDispatcher, tracker: Tracker, turn: TurnContext) -> list[EventType]:
    """Received, linked or closed: never more."""
    cases = await turn.casework.cases.reported_in(turn.conversation_id)
    lines = [text("answer.status", reference=c.reference, status=text(f"status.{status_for_reporter(c.state)}")) for c in cases]
    say(dispatcher, *(lines or [text("answer.status_none")]), buttons=None if in_form(tracker) else start_buttons())
    return []


async def withdraw(dispatcher: CollectingDispatcher, tracker: Tracker, turn: TurnContext) -> list[EventType]:
    """Take back the report that was named, or else the newest one of this chat."""
    named = {str(reference) for reference in turn.message.values("case_reference")}
    cases = [c for c in await turn.casework.cases.reported_in(turn.conversation_id) if not named or c.reference in named]
    if not cases:
        say(dispatcher, text("answer.status_none"), buttons=start_buttons())
        return []
    try:
        case = await turn.casework.withdraw_reported(turn.conversation_id, cases[0].reference)
        say(dispatcher, text("answer.withdrawn", reference=case.reference), buttons=start_buttons())
    except IllegalTransition:
        say(dispatcher, text("answer.withdraw_late", reference=cases[0].reference), buttons=[intent_button("ask_human")])
    return []


async def cancel(dispatcher: CollectingDispatcher, tracker: Tracker, turn: TurnContext) -> list[EventType]:
    """Drop what is open."""
    say(dispatcher, text("answer.cancelled" if in_form(tracker) else "answer.nothing_open"), buttons=start_buttons())
    return [*cleared(), SlotSet("requested_slot", None), ActiveLoop(None)]


async def restart(dispatcher: CollectingDispatcher, tracker: Tracker, turn: TurnContext) -> list[EventType]:
    """From the beginning."""
    say(dispatcher, text("answer.restarted"), buttons=start_buttons())
    return [*cleared(), SlotSet("requested_slot", None), ActiveLoop(None)]


async def radicalisation(dispatcher: CollectingDispatcher, tracker: Tracker, turn: TurnContext) -> list[EventType]:
    """By phone first; nothing of it is put in a case here."""
    say(dispatcher, text("answer.radicalisation", phone=HELPDESK_PHONE))
    return []


async def no_coach_yet(dispatcher: CollectingDispatcher, tracker: Tracker, turn: TurnContext) -> list[EventType]:
    """Another coach, or leaving a chat, when there is none."""
    say(dispatcher, text("answer.no_coach_yet"), buttons=None if in_form(tracker) else [intent_button("seek_coach"), intent_button("ask_human")])
    return []


async def not_understood(dispatcher: CollectingDispatcher, tracker: Tracker, turn: TurnContext) -> list[EventType]:
    """Said once in other words, with ways on, and a human among them."""
    say(dispatcher, text("answer.not_understood"), buttons=[*start_buttons(), intent_button("ask_human")])
    return []


async def still_here(dispatcher: CollectingDispatcher, tracker: Tracker, turn: TurnContext) -> list[EventType]:
    """A warm word after the card with the lines."""
    say(dispatcher, text("safety.still_here"), buttons=[intent_button("seek_coach"), intent_button("ask_human")])
    return []


ANSWERS: dict[str, Answer] = {
    "action_greet": greet,
    "action_choose_audience": choose_audience,
    "action_goodbye": goodbye,
    "action_thank": thank,
    "action_help": _plain("answer.help"),
    "action_human": human,
    "action_complaint": complaint,
    "action_language": language,
    "action_bot": _plain("answer.bot"),
    "action_privacy": _plain("answer.privacy"),
    "action_procedure": procedure,
    "action_services": _plain("answer.services"),
    "action_forget_me": forget_me,
    "action_case_status": status,
    "action_withdraw": withdraw,
    "action_cancel": cancel,
    "action_restart": restart,
    "action_radicalisation": radicalisation,
    "action_no_coach_yet": no_coach_yet,
    "action_still_here": still_here,
    "action_nothing_open": _plain("answer.nothing_open"),
    "action_default_fallback": not_understood,
}

# Inside a form the same answers are given by the form's own action, which then asks its question again.
INSIDE_A_FORM: dict[str, Answer] = {
    "ask_help": ANSWERS["action_help"],
    "ask_human": human,
    "ask_language": language,
    "choose_language": language,
    "ask_privacy": ANSWERS["action_privacy"],
    "ask_procedure": procedure,
    "ask_services": ANSWERS["action_services"],
    "ask_case_status": status,
    "bot_challenge": ANSWERS["action_bot"],
    "complain": complaint,
    "forget_me": forget_me,
    "cancel": cancel,
    "restart": restart,
    "withdraw_report": cancel,
    "report_radicalisation": radicalisation,
    "change_coach": no_coach_yet,
    "end_chat": no_coach_yet,
}


def answer_actions() -> list[type[Action]]:
    """One action class for each answer."""
    return [_action(name, answer) for name, answer in ANSWERS.items()]


def _action(name: str, answer: Answer) -> type[Action]:
    class Answering(Action):
        def name(self) -> str:
            return name

        async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
            return await answer(dispatcher, tracker, current_turn())

    Answering.__name__ = Answering.__qualname__ = f"Answer_{name}"
    return Answering
