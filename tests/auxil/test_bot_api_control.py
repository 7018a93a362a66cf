"""The emulated Bot API as a process of its own, used through its control API."""

from __future__ import annotations

import asyncio
import base64
import re
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import Forbidden, NetworkError, RetryAfter

from tests.auxil.bot_api.samples import jpeg

pytestmark = pytest.mark.asyncio

TOKEN = "123:ABC"
ROOT = Path(__file__).parents[2]


@pytest_asyncio.fixture
async def address() -> AsyncIterator[str]:
    """The address of a running process, which is to end with status 0 when told to."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "tests.auxil.bot_api", "--port", "0", "--token", TOKEN),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    line = (await asyncio.wait_for(process.stdout.readline(), 30)).decode()
    found = re.search(r"http://[\d.]+:\d+", line)
    assert found is not None, line
    yield found.group()
    process.send_signal(signal.SIGTERM)
    assert await asyncio.wait_for(process.wait(), 30) == 0


class Script:
    """What a script does: JSON calls, each of which has to succeed unless another status is expected."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client

    async def __call__(self, verb: str, path: str, expect: int = 200, **body: Any) -> Any:
        """GET takes its parameters in `path`."""
        response = await self.client.request(verb, f"/control/{path}", json=body if verb != "GET" else None)
        assert response.status_code == expect, response.text
        return response.json()


@pytest_asyncio.fixture
async def script(address: str) -> AsyncIterator[Script]:
    async with httpx.AsyncClient(base_url=address, timeout=30) as client:
        yield Script(client)


@pytest_asyncio.fixture
async def bot(address: str) -> AsyncIterator[Bot]:
    async with Bot(TOKEN, base_url=f"{address}/bot", base_file_url=f"{address}/file/bot") as bot:
        yield bot


async def test_a_script_acts_as_a_person(script: Script, bot: Bot) -> None:
    await script("POST", "users", id=7, first_name="Noor", language_code="fr")
    sent = await script("POST", "users/7/send", text="/start")
    (update,) = await bot.get_updates(timeout=5)
    assert update.message is not None
    assert update.message.message_id == sent["message_id"]
    assert update.message.from_user is not None
    assert update.message.from_user.language_code == "fr"

    waiting = asyncio.create_task(script("GET", "chats/7/messages?after=1&wait=20&from=bot"))
    markup = InlineKeyboardMarkup([[InlineKeyboardButton("Ja", callback_data="y")]])
    await bot.send_message(7, "Klopt het?", reply_markup=markup)
    (message,) = (await waiting)["messages"]
    assert (message["text"], message["buttons"]) == ("Klopt het?", [[{"title": "Ja", "data": "y", "url": None}]])

    press = await script("POST", "users/7/press", button="Ja")
    assert (await script("GET", f"presses/{press['press_id']}"))["answer"] is None
    await bot.answer_callback_query(press["press_id"], "Dank")
    answer = (await script("GET", f"presses/{press['press_id']}?wait=5"))["answer"]
    assert answer == {"text": "Dank", "alert": False, "url": None}

    await bot.edit_message_text("Genoteerd", 7, message["message_id"])
    changed = await script("GET", f"chats/7/messages?after={message['changed_at']}&wait=5")
    assert [(m["text"], m["edited"], m["buttons"]) for m in changed["messages"]] == [("Genoteerd", 1, [])]
    gone = await script("POST", "users/7/press", expect=409, button="Ja")
    assert "Ja" in gone["error"]


async def test_everything_a_person_can_send(script: Script, bot: Bot) -> None:
    await script("POST", "users", id=7)
    sent = await script("POST", "users/7/send", text="een")
    await script("POST", "users/7/edit", message_id=sent["message_id"], text="twee")
    await script("POST", "users/7/photo", content=base64.b64encode(jpeg()).decode(), caption="foto")
    await script("POST", "users/7/voice", seconds=2)
    await script("POST", "users/7/document", name="a.txt", content=base64.b64encode(b"tekst").decode())
    await script("POST", "users/7/location", latitude=51.2, longitude=4.4)
    await script("POST", "users/7/sticker")
    await script("POST", "users/7/contact", phone_number="+32470123456")
    messages = (await script("GET", "chats/7/messages"))["messages"]
    assert [message["kind"] for message in messages] == [
        "text",
        "photo",
        "voice",
        "document",
        "location",
        "sticker",
        "contact",
    ]
    updates = await bot.get_updates()
    assert updates[1].edited_message is not None
    assert updates[1].edited_message.text == "twee"
    file = await bot.get_file(messages[3]["file_id"])
    assert bytes(await file.download_as_bytearray()) == b"tekst"
    await script("POST", "users/7/block")
    with pytest.raises(Forbidden):
        await bot.send_message(7, "x")
    await script("POST", "users/7/unblock")
    await bot.send_message(7, "x")


async def test_a_group_by_script(script: Script, bot: Bot) -> None:
    for user_id in (7, 8):
        await script("POST", "users", id=user_id)
    await script("POST", "groups", id=-100500, title="Team")
    await script("POST", "groups/-100500/add_bot", user=7)
    await script("POST", "groups/-100500/add", user=8)
    await script("POST", "users/8/send", text="/status", chat=-100500)
    updates = await bot.get_updates()
    assert updates[-1].message is not None
    assert updates[-1].message.chat.title == "Team"
    await script("POST", "groups/-100500/remove", user=8)
    await script("POST", "users/8/send", expect=400, text="nog iets", chat=-100500)
    await script("POST", "groups/-100500/remove_bot", user=7)
    with pytest.raises(Forbidden):
        await bot.send_message(-100500, "x")


async def test_faults_and_limits_by_script(script: Script, bot: Bot) -> None:
    await script("POST", "users", id=7)
    await script("POST", "users/7/send", text="dag")
    await script("POST", "faults", kind="error", methods="sendMessage", status=500)
    with pytest.raises(NetworkError):
        await bot.send_message(7, "een")
    assert [(fault["kind"], fault["hits"]) for fault in await script("GET", "faults")] == [("error", 1)]
    await script("DELETE", "faults")
    assert await script("GET", "faults") == []
    await script("POST", "faults", expect=400, kind="earthquake")
    await script("PUT", "limits", burst=1, chat_per_second=0.01)
    await bot.send_message(7, "twee")
    with pytest.raises(RetryAfter):
        await bot.send_message(7, "drie")
    calls = (await script("GET", "calls?method=sendMessage&chat=7"))["calls"]
    assert [(call["status"], call["fault"]) for call in calls] == [(500, "error"), (200, None), (429, None)]
    state = await script("GET", "state")
    assert (state["pending_updates"], state["webhook"], state["users"]) == (1, None, 1)


async def test_mistakes_of_a_script(script: Script) -> None:
    await script("POST", "users/7/send", expect=404, text="x")
    await script("GET", "chats/7/messages", expect=404)
    await script("POST", "users", id=7)
    await script("POST", "users/7/dance", expect=404)
    await script("POST", "users/7/send", expect=400, text="  ")
    await script("POST", "users/7/send", expect=400, words="x")
    await script("POST", "groups", expect=400, id=5)
