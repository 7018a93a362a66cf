"""Telegram through the emulated Bot API, over real HTTP: a whole report by polling and by webhook, and what goes wrong on the way."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest
from pydantic import SecretStr
from sqlalchemy import func, select

from backend.conversations.tables import InboundRow, OutboundRow
from backend.core import Backend
from backend.identity.model import SYSTEM
from bot.channels.telegram import TelegramChannel, split_text
from bot.desk import Desk
from tests.auxil.bot_api import BotApi
from tests.auxil.serve import serving_web

ANSWERS = {
    "pupil_name": "Amira El Idrissi",
    "school": "vti merksem",
    "class_group": "4B",
    "half_days": "6",
    "since": "3/11",
    "parents_contacted": "Geprobeerd, niet bereikt",
    "clb_involved": "Nee",
    "consent": "De leerling",
    "urgency": "Gewoon",
    "remarks": "Overslaan",
    "reporter_contact": "0470 12 34 56",
    "confirm": "Versturen",
}
TAPPED = {"parents_contacted", "clb_involved", "consent", "urgency", "remarks", "confirm"}
WAIT = 20.0


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as api:
        yield api


def _configure(backend: Backend, api: BotApi, webhook: str | None = None) -> None:
    backend.settings = backend.settings.model_copy(
        update={
            "telegram_token": SecretStr(api.token),
            "telegram_base_url": api.base_url,
            "telegram_webhook_url": webhook,
            "telegram_webhook_secret": SecretStr("a-secret-of-the-webhook"),
        }
    )


@asynccontextmanager
async def serving(backend: Backend, desk: Desk, *, port: int = 0) -> AsyncIterator[str]:
    """The whole application with Telegram, as `frontdesk run` has it."""
    telegram = TelegramChannel(backend, desk)
    await telegram.start()
    async with serving_web(backend, desk, telegram=telegram, port=port) as address:
        yield address


async def _report(api: BotApi, backend: Backend) -> str:
    """A whole report by a teacher in Telegram; the text of the last message."""
    teacher = api.user(7, "Lotte", "nl")
    await teacher.send("/start")
    welcome = await teacher.next_message(WAIT)
    assert "Ik werk op een school" in welcome.titles
    await teacher.press("Ik werk op een school")
    await teacher.next_message(WAIT)
    await teacher.press("Afwezige leerling melden")
    await teacher.next_message(WAIT)
    for field, answer in ANSWERS.items():
        await (teacher.press(answer) if field in TAPPED else teacher.send(answer))
        last = await teacher.next_message(WAIT)
    return str(last.text)


async def _cases(backend: Backend) -> list[str]:
    async with backend.database.transaction() as session:
        casework = backend.casework(session, SYSTEM)
        conversation_id = await session.scalar(select(InboundRow.conversation_id).limit(1))
        assert conversation_id is not None
        owners = [await casework.directory.get(c.owner_id) for c in await casework.cases.reported_in(conversation_id) if c.owner_id]
    return [owner.short_id for owner in owners if owner]


async def test_a_whole_report_by_polling(api: BotApi, backend: Backend, desk: Desk) -> None:
    _configure(backend, api)
    async with serving(backend, desk):
        assert "ANT-2026-" in await _report(api, backend)
    assert await _cases(backend) == ["clb-vrij"]


async def test_a_whole_report_by_webhook_with_its_secret(api: BotApi, backend: Backend, desk: Desk) -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    _configure(backend, api, f"http://127.0.0.1:{port}")
    async with serving(backend, desk, port=port):
        assert "ANT-2026-" in await _report(api, backend)
    assert await _cases(backend) == ["clb-vrij"]


async def test_a_webhook_without_the_secret_is_refused_and_stores_nothing(api: BotApi, backend: Backend, desk: Desk) -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    _configure(backend, api, f"http://127.0.0.1:{port}")
    forged = {"update_id": 1, "message": {"message_id": 1, "date": 0, "chat": {"id": 9, "type": "private"}, "text": "hallo"}}
    async with serving(backend, desk, port=port), httpx.AsyncClient() as client:
        for headers in ({}, {"X-Telegram-Bot-Api-Secret-Token": "wrong"}):
            answer = await client.post(f"http://127.0.0.1:{port}/telegram/webhook", json=forged, headers=headers)
            assert answer.status_code == 403
    async with backend.database.transaction() as session:
        assert await session.scalar(select(func.count()).select_from(InboundRow)) == 0


async def test_the_same_update_twice_is_handled_once(api: BotApi, backend: Backend, desk: Desk) -> None:
    _configure(backend, api)
    api.faults.duplicate(["message"], times=3)
    async with serving(backend, desk):
        person = api.user(8, "Noor", "nl")
        await person.send("/start")
        await person.next_message(WAIT)
        await person.send("/start")
        await person.next_message(WAIT)
        await asyncio.sleep(1.0)
    async with backend.database.transaction() as session:
        assert await session.scalar(select(func.count()).select_from(InboundRow)) == 2
        assert await session.scalar(select(func.count()).select_from(OutboundRow)) == 2
    assert len(person.messages) == 2


async def test_photos_groups_and_blocking(api: BotApi, backend: Backend, desk: Desk) -> None:
    _configure(backend, api)
    async with serving(backend, desk):
        person = api.user(9, "Sam", "en")
        await person.send("/start")
        await person.next_message(WAIT)
        await person.send_photo()
        assert "can't read photos" in (await person.next_message(WAIT)).text
        await person.send_voice()
        assert "voice" in (await person.next_message(WAIT)).text
        person.block()
        await person.send("hello?")
        await asyncio.sleep(1.0)
    async with backend.database.transaction() as session:
        states = (await session.scalars(select(OutboundRow.state).order_by(OutboundRow.id))).all()
    assert states[-1] in ("failed", "sent")


async def test_too_many_requests_and_errors_lose_no_reply(api: BotApi, backend: Backend, desk: Desk) -> None:
    _configure(backend, api)
    api.faults.retry_after(["sendMessage"], times=2, seconds=1)
    async with serving(backend, desk):
        person = api.user(10, "Ada", "en")
        await person.send("/start")
        assert "Frontdesk" in (await person.next_message(WAIT)).text


async def test_replies_recorded_by_a_stopped_process_are_sent_by_the_next(api: BotApi, backend: Backend, desk: Desk) -> None:
    _configure(backend, api)
    person = api.user(11, "Ben", "en")
    await person.send("/start")
    telegram = TelegramChannel(backend, desk)
    await telegram.start()
    update = (await telegram._bot.get_updates(timeout=1))[0]
    conversation_id = await telegram.store(update)
    assert conversation_id is not None
    await desk.handle_waiting(conversation_id)  # handled and recorded, and then the process is gone
    await telegram.stop()
    assert not person.messages
    async with serving(backend, desk):
        assert "Frontdesk" in (await person.next_message(WAIT)).text
        await asyncio.sleep(0.5)
    assert len(person.messages) == 1


@pytest.mark.parametrize("text", ["a" * 4096, "word " * 3000, "😀" * 5000, "line\n" * 2000, "x" * 9000])
def test_long_texts_are_split_into_parts_that_telegram_takes(text: str) -> None:
    parts = split_text(text)
    assert all(0 < len(part.encode("utf-16-le")) // 2 <= 4096 for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())
