"""Telegram through python-telegram-bot: long polling or a webhook with a secret. An update is stored before it is acknowledged."""

from __future__ import annotations

import asyncio
import contextlib
import hmac
import logging
import re
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.constants import MessageLimit
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError, TimedOut
from telegram.request import HTTPXRequest

from backend.conversations.repository import ConversationRepository
from backend.conversations.tables import OutboundRow
from backend.core import Backend
from backend.errors import ConfigurationError
from bot.desk import Desk
from bot.messages import InboundMessage, Kind
from dialogue.texts import TEXTS

logger = logging.getLogger(__name__)

TELEGRAM = "telegram"
POLL_SECONDS = 25
UPDATES = ["message", "edited_message", "callback_query"]
PAUSE_AFTER_ERROR = 3.0
LANGUAGES = ("nl", "fr", "en")
MENU = ("help", "stop", "restart", "privacy", "human")
_COMMAND = re.compile(r"^/([a-z_]+)(?:@\w+)?(?:\s+(.*))?$", re.DOTALL)
_COMMANDS = {"help": "/ask_help", "stop": "/cancel", "cancel": "/cancel", "restart": "/restart", "privacy": "/ask_privacy", "human": "/ask_human"}


def read_update(update: Update) -> tuple[int, Kind, str, str | None] | None:
    """The private chat, the kind, the text and the person's language of an update; None for what is no message of a person to us."""
    query = update.callback_query
    if query is not None:
        if query.message is None or query.message.chat.type != "private":
            return None
        return query.message.chat.id, Kind.PAYLOAD, query.data or "", query.from_user.language_code
    message = update.message or update.edited_message
    if message is None or message.chat.type != "private" or message.from_user is None or message.from_user.is_bot:
        return None
    kind, text = _kind(message)
    return message.chat.id, kind, text, message.from_user.language_code


def _kind(message: Any) -> tuple[Kind, str]:
    if message.text is not None:
        command = _COMMAND.match(message.text)
        if command and command[1] == "start":
            return Kind.START, (command[2] or "").strip()
        if command and command[1] in _COMMANDS:
            return Kind.PAYLOAD, _COMMANDS[command[1]]
        return Kind.TEXT, message.text
    if message.caption:
        return Kind.TEXT, message.caption
    if message.photo:
        return Kind.PHOTO, ""
    if message.voice or message.audio or message.video_note:
        return Kind.VOICE, ""
    return (Kind.LOCATION, "") if message.location or message.venue else (Kind.OTHER, "")


def split_text(text: str, longest: int = MessageLimit.MAX_TEXT_LENGTH) -> list[str]:
    """A text in parts that Telegram takes (it counts UTF-16 units), cut at a line or a space where there is one."""
    parts: list[str] = []
    while _units(text) > longest:
        cut = longest
        while _units(text[:cut]) > longest:
            cut -= 1
        at = max(text.rfind("\n", 0, cut), text.rfind(" ", 0, cut))
        at = at if at > cut // 2 else cut
        parts.append(text[:at].rstrip())
        text = text[at:].lstrip()
    return [*parts, text] if text else parts


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


class TelegramChannel:
    """Receives updates, hands them to the desk, and delivers what is recorded for Telegram chats, in order within each chat."""

    def __init__(self, backend: Backend, desk: Desk) -> None:
        settings = backend.settings
        token = settings.telegram_token.get_secret_value() if settings.telegram_token else ""
        self._backend = backend
        self._desk = desk
        # The polling connection is held for the whole wait; sends have a pool of their own.
        self._bot = Bot(
            token,
            base_url=settings.telegram_base_url,
            base_file_url=settings.telegram_base_url.removesuffix("/bot") + "/file/bot",
            request=HTTPXRequest(connection_pool_size=16),
            get_updates_request=HTTPXRequest(connection_pool_size=2, read_timeout=POLL_SECONDS + 10),
        )
        self._secret = settings.telegram_webhook_secret.get_secret_value() if settings.telegram_webhook_secret else _derived_secret(backend)
        self._delivering = asyncio.Lock()
        self._blocked_until: dict[str, float] = {}

    async def start(self) -> None:
        """Sign in at Telegram and set the menu. Raises `ConfigurationError` for a token that Telegram refuses."""
        try:
            await self._bot.initialize()
            for language in LANGUAGES:
                commands = [(name, TEXTS.text(f"command.{name}", language)) for name in MENU]
                await self._bot.set_my_commands(commands, language_code=language)
        except InvalidToken:
            raise ConfigurationError("FRONTDESK_TELEGRAM_TOKEN is wrong: Telegram refuses it.") from None
        except NetworkError:
            logger.warning("Telegram cannot be reached now; it is tried again")

    async def stop(self) -> None:
        """Give back the connections."""
        with contextlib.suppress(TelegramError, RuntimeError):
            await self._bot.shutdown()

    async def run(self) -> None:
        """Receive until cancelled: by webhook if one is configured, else by polling."""
        await self.deliver()
        if self._backend.settings.telegram_webhook_url:
            await self._register_webhook()
            return
        await self._poll()

    async def _register_webhook(self) -> None:
        url = f"{str(self._backend.settings.telegram_webhook_url).rstrip('/')}/telegram/webhook"
        while True:
            try:
                await self._bot.set_webhook(url, secret_token=self._secret, allowed_updates=UPDATES)
                return
            except TelegramError as error:
                logger.warning("the webhook was not set: %s", type(error).__name__)
                await asyncio.sleep(PAUSE_AFTER_ERROR)

    async def _poll(self) -> None:
        """Long polling. The offset moves only after the updates before it are stored."""
        offset = 0
        await self._without_webhook()
        while True:
            try:
                updates = await self._bot.get_updates(offset=offset, timeout=POLL_SECONDS, allowed_updates=UPDATES)
            except TimedOut:
                continue
            except RetryAfter as error:
                await asyncio.sleep(_seconds(error))
                continue
            except TelegramError as error:
                logger.warning("polling failed: %s", type(error).__name__)
                await asyncio.sleep(PAUSE_AFTER_ERROR)
                continue
            conversations = []
            for update in updates:
                conversations.append(await self.store(update))
                offset = update.update_id + 1
            await asyncio.gather(*(self._answer(c) for c in dict.fromkeys(conversations) if c is not None))

    async def _without_webhook(self) -> None:
        with contextlib.suppress(TelegramError):
            await self._bot.delete_webhook()

    async def store(self, update: Update) -> UUID | None:
        """Store an update, once; the conversation that has something to be handled, if any."""
        read = read_update(update)
        if read is None:
            return None
        chat_id, kind, text, language_code = read
        language = (language_code or "")[:2]
        conversation_id = await self._desk.conversation_at(TELEGRAM, str(chat_id), language if language in LANGUAGES else None)
        await self._desk.store(InboundMessage(conversation_id, TELEGRAM, f"update:{update.update_id}", kind, text))
        if update.callback_query is not None:
            with contextlib.suppress(TelegramError):  # an old button: the press counts all the same
                await self._bot.answer_callback_query(update.callback_query.id)
        return conversation_id

    async def _answer(self, conversation_id: UUID) -> None:
        await self._desk.handle_waiting(conversation_id)
        await self.deliver(conversation_id)

    async def deliver(self, conversation_id: UUID | None = None) -> None:
        """Send what is recorded and not sent yet. One delivery at a time in a process keeps the order within a chat."""
        async with self._delivering:
            async with self._backend.database.transaction() as session:
                pending = await ConversationRepository(session).pending(TELEGRAM, conversation_id)
            stuck: set[UUID] = set()
            for row, address in pending:
                if row.conversation_id not in stuck and not await self._send(row, address):
                    stuck.add(row.conversation_id)

    async def _send(self, row: OutboundRow, address: str) -> bool:
        """Send one reply; False if the ones behind it in the chat must wait."""
        state, message_id = "sent", None
        try:
            message_id = await self._send_parts(row, address)
        except RetryAfter as error:
            await asyncio.sleep(_seconds(error))
            return await self._send(row, address)
        except Forbidden:
            state = "failed"
        except BadRequest as error:
            logger.error("outbound %s was refused: %s", row.id, error.message)
            state = "failed"
        except TimedOut:
            state = "unknown"  # it may have arrived: not repeated blindly
        except TelegramError as error:
            logger.warning("outbound %s was not sent: %s", row.id, type(error).__name__)
            return False
        async with self._backend.database.transaction() as session:
            await ConversationRepository(session).mark_sent(row.id, state=state, channel_message_id=message_id, at=self._backend.clock())
        return True

    async def _send_parts(self, row: OutboundRow, address: str) -> str:
        rows = [[InlineKeyboardButton(b["title"], callback_data=b["payload"])] for b in row.buttons]
        keyboard = InlineKeyboardMarkup(rows) if rows else None
        parts = split_text(row.text)
        for part in parts[:-1]:
            await self._bot.send_message(address, part)
        sent = await self._bot.send_message(address, parts[-1], reply_markup=keyboard)
        return str(sent.message_id)

    def router(self) -> APIRouter:
        """The webhook's route: only with the secret, and acknowledged after the update is stored."""
        router = APIRouter()

        @router.post("/telegram/webhook", include_in_schema=False)
        async def receive(request: Request) -> Response:
            given = request.headers.get("x-telegram-bot-api-secret-token", "")
            if not hmac.compare_digest(given.encode(), self._secret.encode()):
                return Response(status_code=403)
            try:
                update = Update.de_json(await request.json(), self._bot)
            except (ValueError, KeyError, TypeError):
                return Response(status_code=400)
            conversation_id = await self.store(update)
            if conversation_id is not None:
                request.app.state.background.add(self._answer(conversation_id))
            return Response(status_code=200)

        return router


def _seconds(error: RetryAfter) -> float:
    after = error.retry_after
    return float(after if isinstance(after, (int, float)) else after.total_seconds()) + 0.1


def _derived_secret(backend: Backend) -> str:
    return backend.cipher.keyed_hash("telegram webhook").hex()
