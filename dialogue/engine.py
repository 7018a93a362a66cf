"""Rasa as a library: one message in, what to say out. No HTTP hop; actions run in process, inside the turn's transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from dialogue.quiet import silence

silence()

from rasa.core.agent import Agent  # noqa: E402
from rasa.core.channels.channel import OutputChannel, UserMessage  # noqa: E402
from rasa.core.lock_store import InMemoryLockStore  # noqa: E402
from rasa.core.processor import MessageProcessor  # noqa: E402
from rasa.shared.core.domain import Domain  # noqa: E402
from rasa.utils.endpoints import EndpointConfig  # noqa: E402
from rasa_sdk.executor import ActionExecutor  # noqa: E402

from backend.cases.service import Casework  # noqa: E402
from backend.conversations.repository import ConversationRepository  # noqa: E402
from backend.directory.model import Organization  # noqa: E402
from backend.errors import ConfigurationError  # noqa: E402
from backend.identity.model import Actor  # noqa: E402
from backend.timekeeping import day_in_brussels  # noqa: E402
from dialogue.actions import all_actions  # noqa: E402
from dialogue.tracker_store import SnapshotTrackerStore  # noqa: E402
from dialogue.turn import FoundEntity, Message, TurnContext, current_turn, set_current_turn  # noqa: E402


@dataclass(frozen=True)
class Utterance:
    """One thing to say. `buttons` are (title, payload); `asks` is the field that it asks for."""

    text: str
    buttons: tuple[tuple[str, str], ...] = ()
    asks: str | None = None


@dataclass(frozen=True)
class Understood:
    """What the NLU made of a message. `safety` is one of none, self_harm, abuse, danger."""

    intent: str
    confidence: float
    entities: tuple[FoundEntity, ...]
    language: str | None
    language_confidence: float
    safety: str
    other_script: bool = False


@dataclass
class TurnRequest:
    """A message for the bot, with what its actions need. `now` is aware."""

    text: str
    conversation_id: UUID
    conversations: ConversationRepository
    casework: Casework
    actor: Actor
    now: datetime
    language: str
    audience: str | None
    schools: list[Organization]
    own_school: Organization | None
    understood: Understood
    payload: tuple[str, Mapping[str, Any]] | None = None


@dataclass
class TurnResult:
    """What to say, and what the turn asks of the desk."""

    utterances: list[Utterance]
    audience_chosen: str | None = None
    language_chosen: str | None = None
    human_wanted: str | None = None
    erase_wanted: bool = False


class _Collect(OutputChannel):
    """Rasa's way out: gathers what actions say."""

    def __init__(self) -> None:
        self.utterances: list[Utterance] = []

    @classmethod
    def name(cls) -> str:
        return "frontdesk"

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        buttons = tuple((b["title"], b["payload"]) for b in message.get("buttons") or [])
        asks = (message.get("custom") or {}).get("asks")
        if message.get("text"):
            self.utterances.append(Utterance(message["text"], buttons, asks))


class _InProcess(EndpointConfig):
    """The action server that is none: Rasa's requests go to the executor in this process."""

    def __init__(self) -> None:
        super().__init__(url="in-process", selective_domain=True)
        self.executor = ActionExecutor()
        for action in all_actions():
            self.executor.register_action(action)

    async def request(self, method: str = "post", subpath: str | None = None, json: Any = None, **kwargs: Any) -> Any:
        try:
            return await self.executor.run(json)
        except Exception as error:
            # Rasa would log it and go on without an answer; the desk must know, roll back and say so.
            current_turn().failure = error
            raise


class Engine:
    """The trained assistant. Turns of one conversation must not overlap: the desk sees to that with the conversation's lock."""

    def __init__(self, agent: Agent) -> None:
        self._agent = agent
        self._processor: MessageProcessor = agent.processor

    @classmethod
    def load(cls, model: Path) -> Engine:
        """Load a model archive. Raises `ConfigurationError` if it is missing or cannot be read."""
        if not model.is_file():
            raise ConfigurationError(f"There is no trained model at {model}: run `frontdesk train`.")
        try:
            agent = Agent(
                domain=Domain.empty(),
                generator=None,
                tracker_store=SnapshotTrackerStore(Domain.empty()),
                lock_store=InMemoryLockStore(),
                action_endpoint=_InProcess(),
            )
            agent.load_model(str(model))
        except Exception as error:
            raise ConfigurationError(f"The model at {model} cannot be loaded ({type(error).__name__}): run `frontdesk train --force`.") from error
        return cls(agent)

    async def understand(self, text: str, *, audience: str | None, language: str | None, today: date) -> Understood:
        """What a message means. Free text only; `language` is the conversation's, if known."""
        metadata = {"audience": audience, "language": language, "now": today.isoformat()}
        parse = await self._processor.parse_message(UserMessage(text, metadata=metadata), only_output_properties=True)
        intent = parse.get("intent") or {}
        found = parse.get("entities", [])
        entities = tuple(FoundEntity(e["entity"], e["value"], text[e["start"] : e["end"]], e["start"], e["end"], e.get("official")) for e in found)
        return Understood(
            intent.get("name") or "out_of_scope",
            float(intent.get("confidence") or 0.0),
            entities,
            parse.get("language"),
            float(parse.get("language_confidence") or 0.0),
            str(parse.get("safety") or "none"),
            parse.get("script") == "other",
        )

    async def respond(self, request: TurnRequest) -> TurnResult:
        """Handle one message. Raises what an action raised; the caller's transaction is then to be rolled back."""
        intent = request.payload[0] if request.payload else request.understood.intent
        if intent not in self._processor.domain.intents:
            intent = "out_of_scope"
        confidence = 1.0 if request.payload else request.understood.confidence
        message = Message(
            request.text,
            intent,
            confidence,
            () if request.payload else request.understood.entities,
            request.language,
            day_in_brussels(request.now),
            dict(request.payload[1]) if request.payload else None,
        )
        turn = TurnContext(
            message,
            request.casework,
            request.conversations,
            request.actor,
            request.conversation_id,
            request.now,
            day_in_brussels(request.now),
            request.language,
            request.audience,
            request.schools,
            request.own_school,
        )
        set_current_turn(turn)
        channel = _Collect()
        # The tracker gets the meaning and not the words: what was typed is kept, and erased, in one place only.
        parse_data = {"intent": {"name": intent, "confidence": confidence}, "entities": [], "text": ""}
        await self._processor.handle_message(UserMessage("", output_channel=channel, sender_id=str(request.conversation_id), parse_data=parse_data))
        if turn.failure is not None:
            raise turn.failure
        return TurnResult(channel.utterances, turn.audience_chosen, turn.language_chosen, turn.human_wanted, turn.erase_wanted)
