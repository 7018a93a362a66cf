"""The forms' actions: each takes in a message through the pure `take_in` and asks what is still open."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from dialogue.actions.answers import INSIDE_A_FORM
from dialogue.actions.ask import WHAT_TO_CHANGE, listed, notice, question
from dialogue.actions.say import Button, say, text
from dialogue.fields.model import Known
from dialogue.fields.school import SCHOOL_ID, TYPED
from dialogue.forms import FORMS
from dialogue.forms.intake import Outcome, take_in
from dialogue.forms.model import VERIFIED, IntakeForm
from dialogue.texts import TEXTS
from dialogue.turn import TurnContext, current_turn

REQUESTED = "requested_slot"
ASK_AGAIN = frozenset({"repeat_question", "after_safety"})
OPENING = frozenset({"seek_coach", "talk_school", "talk_wellbeing", "seek_work_training"})
TOPIC_OF_INTENT = {"talk_school": "school", "talk_wellbeing": "wellbeing", "seek_work_training": "work_training"}


class TakeIn(Action):
    """Base of `validate_<form>`: Rasa runs it when the form takes a message, and may run it again in the same turn."""

    form: IntakeForm

    def name(self) -> str:
        """The name that Rasa looks for beside a form."""
        return f"validate_{self.form.name}"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Take the message in, say what was understood, ask the next question."""
        turn = current_turn()
        requested = tracker.get_slot(REQUESTED)
        starts = requested is None  # Rasa marks the form as active before it takes in the message that opened it
        values = self._values(tracker, turn, starts=starts and not turn.taken_in)
        if turn.taken_in or turn.message.intent in ASK_AGAIN:
            upcoming = requested or self.form.next_field(values)
            word = text("safety.still_here") if turn.message.intent == "after_safety" and not turn.taken_in else ""
            self._ask(dispatcher, values, upcoming, [word], [])
            return self._events({}, upcoming, turn)
        turn.taken_in = True
        outcome = take_in(self.form, turn.message, Known(turn.schools, values), requested)
        if outcome.aside:
            return await self._answer_aside(dispatcher, tracker, turn, values, requested)
        preset = self._preset(turn) if starts else {}
        values.update(outcome.updates)
        self._speak(dispatcher, turn, values, outcome, starts=starts)
        updates = {**preset, **outcome.updates}
        return self._events(updates, outcome.next, turn)

    def _events(self, updates: dict[str, Any], upcoming: str | None, turn: TurnContext) -> list[EventType]:
        # Rasa takes a form that set no slot for one that rejected the message, and looks for another action: so one is always set.
        slots = {VERIFIED: turn.actor.verified, **updates}
        return [SlotSet(name, value) for name, value in slots.items()] + [SlotSet(REQUESTED, upcoming)]

    async def _answer_aside(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, turn: TurnContext, values: dict[str, Any], requested: str | None
    ) -> list[EventType]:
        """Answer a side question or obey a command; then the open question comes back, unless the command ended the form."""
        events = await INSIDE_A_FORM[turn.message.intent](dispatcher, tracker, turn)
        if events:
            return events
        self._ask(dispatcher, values, requested, [], [])
        return self._events({}, requested, turn)

    def _preset(self, turn: TurnContext) -> dict[str, Any]:
        preset = dict(self.form.preset or {})
        preset[VERIFIED] = turn.actor.verified
        if turn.own_school is not None and self.form.field("school"):
            preset["school"], preset[SCHOOL_ID] = turn.own_school.name, turn.own_school.short_id
        if self.form.field("topic") and turn.message.intent in TOPIC_OF_INTENT:
            preset["topic"] = TOPIC_OF_INTENT[turn.message.intent]
        return preset

    def _values(self, tracker: Tracker, turn: TurnContext, *, starts: bool) -> dict[str, Any]:
        names = [step.field.name for step in self.form.steps] + [SCHOOL_ID, TYPED, VERIFIED]
        values = {name: None if starts else tracker.get_slot(name) for name in names}
        return {**values, **self._preset(turn)} if starts else values

    def _speak(self, dispatcher: CollectingDispatcher, turn: TurnContext, values: dict[str, Any], outcome: Outcome, *, starts: bool) -> None:
        lines: list[str] = []
        buttons: list[Button] = []
        if starts and turn.message.intent in OPENING and self.form.audience == "youth":
            lines.append(TEXTS.text(f"youth.opening.{turn.message.intent}", turn.language))
        if outcome.noted:
            lines.append(text("noted", items=listed(outcome.noted, values)))
        if outcome.corrected:
            lines.append(text("corrected", items=listed(outcome.corrected, values)))
        if "half_days" in outcome.updates:
            lines.append(self._rule_that_applies(turn, values["half_days"]))
        if outcome.problem is not None:
            line, buttons = notice(self.form, outcome.problem, values)
            lines.append(line)
            if outcome.problem.code == WHAT_TO_CHANGE:  # the review was just shown: not again
                say(dispatcher, *lines, buttons=buttons, asks="confirm")
                return
        self._ask(dispatcher, values, outcome.next, lines, buttons)

    def _ask(self, dispatcher: CollectingDispatcher, values: dict[str, Any], asked: str | None, lines: list[str], buttons: list[Button]) -> None:
        field = self.form.field(asked)
        if field is None:
            if lines:
                say(dispatcher, *lines)
            return
        asking, own_buttons = question(self.form, field, values)
        say(dispatcher, *lines, asking, buttons=buttons or own_buttons, asks=field.name)

    def _rule_that_applies(self, turn: TurnContext, half_days: int | None) -> str:
        threshold = turn.casework.rulebook.threshold("clb_involvement", turn.today)
        if threshold is None or half_days is None or half_days < threshold.value:
            return ""
        return text("rule.clb_involvement", n=half_days, threshold=threshold.value, source=threshold.source)


def intake_actions() -> list[type[Action]]:
    """One action class for each form."""
    return [type(f"TakeIn_{form.name}", (TakeIn,), {"form": form}) for form in FORMS.values()]
