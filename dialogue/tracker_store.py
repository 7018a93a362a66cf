"""Rasa's trackers on the turn's own transaction: a snapshot of the state and the events of the last turns.

The cost of a turn in Rasa grows with the events that it replays; so a long conversation costs no more than a short one.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME, ACTION_SESSION_START_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, Event, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from backend.conversations.repository import ConversationRepository
from dialogue.turn import current_turn

TURNS_KEPT = 3


class SnapshotTrackerStore(TrackerStore):
    """Reads and writes through the repository of the turn that is being handled. Outside a turn there is nothing to read."""

    def __init__(self, domain: Domain, event_broker: EventBroker | None = None) -> None:
        super().__init__(domain, event_broker)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The tracker of a conversation; None before its first turn."""
        row = await self._conversations().dialogue(UUID(sender_id))
        if row is None:
            return None
        events = [*_snapshot_events(row.state), *(Event.from_parameters(event) for event in row.events)]
        return DialogueStateTracker.from_events(sender_id, [e for e in events if e is not None], self.domain.slots)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Write the snapshot as it stood before the turns that are kept, and those turns."""
        cut = _cut(list(tracker.events))
        before = DialogueStateTracker.from_events(tracker.sender_id, list(tracker.events)[:cut], self.domain.slots)
        kept = [_lean(event) for event in list(tracker.events)[cut:]]
        await self._conversations().save_dialogue(UUID(tracker.sender_id), _snapshot(before), kept, current_turn().now)

    async def keys(self) -> Iterable[str]:
        """No listing: conversations are listed by their repository."""
        return []

    async def delete(self, sender_id: str) -> None:
        """Forget a dialogue."""
        await self._conversations().forget_dialogue(UUID(sender_id))

    def _conversations(self) -> ConversationRepository:
        return current_turn().conversations


def _cut(events: list[Event]) -> int:
    """Where the last turns begin: at a message of the person, so that what is kept reads as whole turns."""
    starts = [index for index, event in enumerate(events) if isinstance(event, UserUttered)]
    return starts[-TURNS_KEPT] if len(starts) > TURNS_KEPT else 0


def _snapshot(tracker: DialogueStateTracker) -> dict[str, Any]:
    slots = {name: slot.value for name, slot in tracker.slots.items() if slot.value != slot.initial_value}
    return {"slots": slots, "loop": tracker.active_loop_name, "begun": len(tracker.events) > 0}


def _snapshot_events(state: dict[str, Any]) -> list[Event]:
    if not state.get("begun"):
        return []
    events: list[Event] = [ActionExecuted(ACTION_SESSION_START_NAME), SessionStarted()]
    events += [SlotSet(name, value) for name, value in state.get("slots", {}).items()]
    if state.get("loop"):
        events += [ActionExecuted(state["loop"]), ActiveLoop(state["loop"])]
        events += [SlotSet("requested_slot", state["slots"]["requested_slot"])] if "requested_slot" in state.get("slots", {}) else []
    return [*events, ActionExecuted(ACTION_LISTEN_NAME)]


def _lean(event: Event) -> dict[str, Any]:
    """An event without what nobody reads again: the parse and what the bot said are kept elsewhere, or not at all."""
    data: dict[str, Any] = event.as_dict()
    data.pop("metadata", None)
    if data.get("event") == "user":
        data["parse_data"] = {"intent": data["parse_data"].get("intent"), "entities": [], "text": "", "message_id": None, "metadata": {}}
        data["text"], data["entities"] = "", []
    if data.get("event") == "bot":
        data["text"], data["data"] = "", {}
    return data
