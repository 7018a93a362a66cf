"""Sending what a form has gathered: one command to the casework, in the turn's transaction."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from backend.cases.model import CaseKind, Referral
from backend.texts import day_text
from backend.timekeeping import day_in_brussels
from dialogue.actions.say import intent_button, say, text
from dialogue.fields.model import SKIPPED
from dialogue.fields.school import SCHOOL_ID, TYPED
from dialogue.forms import FORMS
from dialogue.forms.model import VERIFIED, IntakeForm
from dialogue.turn import current_turn

REFERRAL_FIELDS = tuple(Referral.model_fields)


class SendReferral(Action):
    """Base of `action_send_<kind>`."""

    form: IntakeForm

    def name(self) -> str:
        """The action's name."""
        return f"action_send_{self.form.kind.value}"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Make the case, tell its reference and what happens next, and clear the form."""
        turn = current_turn()
        if tracker.get_slot("confirm") != "yes":
            return []
        values = {n: tracker.get_slot(n) for n in REFERRAL_FIELDS}
        told = {name: value for name, value in values.items() if value not in (None, SKIPPED)}
        if isinstance(told.get("concerns"), str):
            told["concerns"] = [told["concerns"]]
        school = next((s for s in turn.schools if s.short_id == tracker.get_slot(SCHOOL_ID)), None)
        case = await turn.casework.submit(self.form.kind, Referral.model_validate(told), school=school)
        owner = await turn.casework.directory.get(case.owner_id) if case.owner_id else None
        facts = {
            "reference": case.reference,
            "owner": owner.name if owner else "",
            "reason": case.decision.reason[turn.language] if case.decision else "",
            "due": day_text(day_in_brussels(case.due_at), turn.language) if case.due_at else "",
        }
        unverified = self.form.kind is not CaseKind.YOUTH_REQUEST and not turn.actor.verified
        key = "sent.youth" if self.form.audience == "youth" else "sent.staff"
        say(
            dispatcher,
            text(key, **facts),
            text("sent.unverified") if unverified else "",
            buttons=[intent_button("report_absence"), intent_button("ask_case_status")] if self.form.audience == "staff" else [],
        )
        return cleared()


def cleared() -> list[EventType]:
    """Empty every slot of the forms: the next report begins with nothing of this one."""
    return [SlotSet(name, None) for name in (*REFERRAL_FIELDS, "confirm", SCHOOL_ID, TYPED, VERIFIED)]


def send_actions() -> list[type[Action]]:
    """One action class for each form."""
    return [type(f"Send_{form.name}", (SendReferral,), {"form": form}) for form in FORMS.values()]
