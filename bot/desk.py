"""The desk, where every message of every channel passes: stored first, then safety, then whoever owns the conversation.

Nothing is lost or done twice.
"""

from __future__ import annotations

import logging
import secrets
import time
import traceback
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from backend.conversations.repository import ConversationRepository
from backend.conversations.tables import ConversationRow, InboundRow, OutboundRow
from backend.core import Backend
from backend.crypto import token_hash
from backend.directory.model import Organization, OrganizationKind
from backend.directory.repository import DirectoryRepository
from backend.errors import NotFound
from backend.identity.model import Actor
from backend.identity.service import Identity, actor_of
from backend.timekeeping import day_in_brussels
from bot.messages import Button, InboundMessage, Kind, Reply
from bot.safety_card import safety_reply
from dialogue.engine import Engine, TurnRequest, TurnResult, Understood, Utterance
from dialogue.payloads import read_payload
from dialogue.texts import TEXTS

logger = logging.getLogger(__name__)

LONGEST_MESSAGE = 4000  # characters: two pages; a longer text is answered with a sentence
SCHOOLS_KEPT = 60.0  # seconds for which the list of schools is not read again
WEB = "web"
PULLED = frozenset({WEB, "terminal"})  # their clients fetch the replies; the other channels are delivered to

STAFF_INTENTS = frozenset(
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
YOUTH_INTENTS = frozenset({"seek_coach", "change_coach", "talk_school", "talk_wellbeing", "seek_work_training", "end_chat"})
SURE_OF_AUDIENCE = 0.7
SURE_OF_LANGUAGE = 0.9
WORDS_TO_SWITCH = 4
NOTHING_UNDERSTOOD = Understood("out_of_scope", 0.0, (), None, 0.0, "none")


@dataclass
class OpenedChat:
    """A new web conversation: its id, the secret that opens it again, and the first replies."""

    conversation_id: UUID
    token: str
    replies: list[Reply]


@dataclass
class _Schools:
    read_at: float = -1e9
    schools: list[Organization] = field(default_factory=list)


class Desk:
    """Handles messages. Any number of desks may work on one database: a conversation is locked while its turn is handled."""

    def __init__(self, backend: Backend, engine: Engine) -> None:
        self._backend = backend
        self._engine = engine
        self._schools = _Schools()

    async def open_chat(
        self, *, language: str | None = None, audience: str | None = None, invite: str | None = None, channel: str = WEB
    ) -> OpenedChat:
        """A new conversation whose client fetches its replies, with the words of welcome. An invite that is not valid is said, and no error."""
        token = secrets.token_urlsafe(32)
        now = self._backend.clock()
        conversation_id = uuid4()
        async with self._backend.database.transaction() as session:
            ConversationRepository(session).add(
                ConversationRow(
                    id=conversation_id,
                    channel=channel,
                    token_hash=token_hash(token),
                    language=language,
                    audience=audience,
                    owner="bot",
                    last_seq=0,
                    created_at=now,
                    last_at=now,
                )
            )
        replies = await self.receive(InboundMessage(conversation_id, channel, f"{conversation_id}:start", Kind.START, invite or ""))
        return OpenedChat(conversation_id, token, replies)

    async def conversation_at(self, channel: str, address: str, language: str | None) -> UUID:
        """The conversation of an address on a channel that delivers, made if there was none."""
        async with self._backend.database.transaction() as session:
            row = await ConversationRepository(session).open(channel, address, at=self._backend.clock(), language=language)
            return row.id

    async def receive(self, message: InboundMessage) -> list[Reply]:
        """Store a message and handle it. The same message again has no second effect and gives the same replies."""
        inbound_id = await self.store(message)
        await self.handle_waiting(message.conversation_id)
        async with self._backend.database.transaction() as session:
            return [reply_of(row) for row in await ConversationRepository(session).replies_to(inbound_id)]

    async def store(self, message: InboundMessage) -> int:
        """Store a message, once, and no more: the number under which it waits to be handled."""
        async with self._backend.database.transaction() as session:
            return await ConversationRepository(session).store_inbound(
                message.conversation_id, message.channel, message.channel_message_id, message.content(), self._backend.clock()
            )

    async def resume(self) -> list[UUID]:
        """Handle what a stopped process left behind; the conversations that were."""
        async with self._backend.database.transaction() as session:
            waiting = list(await ConversationRepository(session).conversations_waiting())
        for conversation_id in waiting:
            await self.handle_waiting(conversation_id)
        return waiting

    async def handle_waiting(self, conversation_id: UUID) -> None:
        """Handle a conversation's stored messages in their order, each in one transaction with its tracker, its case and its replies."""
        while True:
            inbound_id: int | None = None
            try:
                async with self._backend.database.transaction() as session:
                    conversations = ConversationRepository(session)
                    conversation = await conversations.lock(conversation_id)
                    waiting = await conversations.waiting(conversation_id)
                    if not waiting:
                        return
                    inbound_id = waiting[0].id
                    await self._handle(session, conversation, waiting[0])
            except Exception as error:
                if inbound_id is None:
                    raise
                # The frames only: an error's own words may repeat what somebody typed.
                frames = "".join(traceback.format_tb(error.__traceback__))
                logger.error("inbound %s was not handled: %s\n%s", inbound_id, type(error).__name__, frames)
                await self._count_failure(conversation_id, inbound_id)

    async def _count_failure(self, conversation_id: UUID, inbound_id: int) -> None:
        """After some tries a message is given up: the person is told, and somebody of the team too."""
        now = self._backend.clock()
        async with self._backend.database.transaction() as session:
            conversations = ConversationRepository(session)
            conversation = await conversations.lock(conversation_id)
            if await conversations.count_failure(inbound_id, now):
                language = conversation.language or self._backend.settings.language
                apology = Utterance(TEXTS.text("error.unavailable", language))
                await self._record(conversations, conversation, inbound_id, [apology], now)
                conversations.raise_alert(conversation_id, "failure", now)

    async def _handle(self, session: AsyncSession, conversation: ConversationRow, inbound: InboundRow) -> None:
        now = self._backend.clock()
        conversations = ConversationRepository(session)
        inbound.handled_at = now
        kind, text = Kind(inbound.content.get("kind", "other")), str(inbound.content.get("text", ""))
        pressed = read_payload(text) if kind is Kind.PAYLOAD or text.startswith("/") else None
        understood = NOTHING_UNDERSTOOD
        if kind is Kind.TEXT and pressed is None and text.strip():
            understood = await self._engine.understand(
                text[:LONGEST_MESSAGE], audience=conversation.audience, language=conversation.language, today=day_in_brussels(now)
            )
            self._settle(conversation, understood, text)
        language = conversation.language or self._backend.settings.language
        utterances: list[Utterance] = []
        first_words = ""
        if understood.safety != "none":
            utterances += await self._safety_first(conversations, conversation, understood.safety, language, now)
            if conversation.audience != "staff":
                pressed = ("after_safety", {})  # no questionnaire on top of it: a warm word, and the open question if there is one
        elif understood.other_script:
            conversations.raise_alert(conversation.id, "language", now)
            first_words, pressed = TEXTS.text("other_script", language), ("repeat_question", {})
        turn = _Turn(session, conversations, conversation, understood, language, now)
        if kind is Kind.START:
            utterances += await self._start(turn, text)
        else:
            refusal = _unusable(kind, text, pressed is not None)
            if refusal is not None:
                first_words = TEXTS.text(refusal, language, **({"longest": LONGEST_MESSAGE} if refusal.endswith("too_long") else {}))
                pressed = ("repeat_question", {})
            answer = await self._bot(turn, text, pressed or (("repeat_question", {}) if kind is Kind.PAYLOAD else None))
            utterances += _led_by(first_words, answer) if first_words else answer
        await self._record(conversations, conversation, inbound.id, utterances, now)

    async def _safety_first(
        self, conversations: ConversationRepository, conversation: ConversationRow, category: str, language: str, now: datetime
    ) -> list[Utterance]:
        """The card with the lines, before anything else, and a person of the team is called."""
        reply = await safety_reply(conversations, conversation, category, language, now)
        conversations.raise_alert(conversation.id, "safety", now, category=category)
        return [reply]

    async def _start(self, turn: _Turn, code: str) -> list[Utterance]:
        """A conversation begins, with an invite code or without."""
        utterances: list[Utterance] = []
        if code:
            try:
                async with turn.session.begin_nested():
                    account = await Identity(turn.session, self._backend.clock).redeem(code)
                    turn.conversation.account_id = account.id
                    turn.conversation.audience = turn.conversation.audience or ("youth" if account.role == "coach" else "staff")
                organization = await self._organization(turn.session, account.organization_id)
                name = organization.name if organization else "Frontdesk"
                utterances.append(Utterance(TEXTS.text("invite.bound", turn.language, organization=name)))
            except NotFound:
                utterances.append(Utterance(TEXTS.text("invite.unknown", turn.language)))
        return utterances + await self._bot(turn, "", ("greet", {}))

    async def _bot(self, turn: _Turn, text: str, pressed: tuple[str, dict[str, object]] | None) -> list[Utterance]:
        """The bot's turn, and what it asks of the desk."""
        actor, own_school = await self._actor(turn)
        result = await self._engine.respond(
            TurnRequest(
                text,
                turn.conversation.id,
                turn.conversations,
                self._backend.casework(turn.session, actor),
                actor,
                turn.now,
                turn.language,
                turn.conversation.audience,
                await self._all_schools(turn.session),
                own_school,
                turn.understood,
                pressed,
            )
        )
        await self._carry_out(turn, result)
        # Nobody is left with silence, whatever a rule forgot.
        return result.utterances or [Utterance(TEXTS.text("answer.not_understood", turn.language))]

    async def _carry_out(self, turn: _Turn, result: TurnResult) -> None:
        conversation = turn.conversation
        conversation.audience = result.audience_chosen or conversation.audience
        conversation.language = result.language_chosen or conversation.language or turn.language
        if result.human_wanted:
            turn.conversations.raise_alert(conversation.id, result.human_wanted, turn.now)
        if result.erase_wanted:
            await turn.session.flush()
            await turn.conversations.erase_content(conversation.id)

    async def _record(
        self, conversations: ConversationRepository, conversation: ConversationRow, inbound_id: int, utterances: list[Utterance], now: datetime
    ) -> None:
        for utterance in utterances:
            await conversations.record_reply(
                conversation,
                inbound_id=inbound_id,
                sender="bot",
                body=utterance.text,
                buttons=[{"title": title, "payload": carried} for title, carried in utterance.buttons],
                asks=utterance.asks,
                pending=conversation.channel not in PULLED,
                at=now,
            )

    def _settle(self, conversation: ConversationRow, understood: Understood, text: str) -> None:
        """The language and the audience of the conversation, as far as this message makes them clear."""
        if understood.language and (
            conversation.language is None
            or (understood.language_confidence >= SURE_OF_LANGUAGE and len(text.split()) >= WORDS_TO_SWITCH and not understood.other_script)
        ):
            conversation.language = understood.language
        if conversation.audience is None and understood.confidence >= SURE_OF_AUDIENCE:
            if understood.intent in STAFF_INTENTS:
                conversation.audience = "staff"
            elif understood.intent in YOUTH_INTENTS:
                conversation.audience = "youth"

    async def _actor(self, turn: _Turn) -> tuple[Actor, Organization | None]:
        """Who acts in a conversation, and the school that the account belongs to."""
        identity = Identity(turn.session, self._backend.clock)
        account = await identity.account(turn.conversation.account_id) if turn.conversation.account_id else None
        if account is None:
            return Actor(conversation_id=turn.conversation.id), None
        organization = await self._organization(turn.session, account.organization_id)
        own_school = organization if organization and organization.kind is OrganizationKind.SCHOOL else None
        return actor_of(account, conversation_id=turn.conversation.id), own_school

    async def _organization(self, session: AsyncSession, organization_id: UUID | None) -> Organization | None:
        return await DirectoryRepository(session, Actor()).get(organization_id) if organization_id else None

    async def _all_schools(self, session: AsyncSession) -> list[Organization]:
        if time.monotonic() - self._schools.read_at > SCHOOLS_KEPT:
            self._schools = _Schools(time.monotonic(), await DirectoryRepository(session, Actor()).schools())
        return self._schools.schools


@dataclass
class _Turn:
    session: AsyncSession
    conversations: ConversationRepository
    conversation: ConversationRow
    understood: Understood
    language: str
    now: datetime


def reply_of(row: OutboundRow) -> Reply:
    """A stored reply as channels show it."""
    return Reply(row.seq, row.text, row.sender, tuple(Button(b["title"], b["payload"]) for b in row.buttons), row.asks)


def _led_by(first_words: str, answer: list[Utterance]) -> list[Utterance]:
    """A sentence about the message itself, before the open question; alone, with the answer's buttons, where nothing is open."""
    first, *rest = answer
    text = f"{first_words}\n{first.text}" if first.asks else first_words
    return [Utterance(text, first.buttons, first.asks), *rest]


def _unusable(kind: Kind, text: str, pressed: bool) -> str | None:
    """The key of the sentence for a message that cannot be used; None for one that can."""
    if kind in (Kind.PHOTO, Kind.VOICE, Kind.LOCATION, Kind.OTHER):
        return f"unusable.{kind.value}"
    if pressed or kind is Kind.PAYLOAD:
        return None
    if not any(character.isalnum() for character in text):
        return "unusable.empty" if not text.strip() else None
    return "unusable.too_long" if len(text) > LONGEST_MESSAGE else None
