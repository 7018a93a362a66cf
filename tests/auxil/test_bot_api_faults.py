"""Faults on demand: on the answers to the bot's calls, and on the updates on their way."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest
from telegram import Bot
from telegram.error import NetworkError, RetryAfter, TelegramError, TimedOut

from tests.auxil.bot_api import BotApi
from tests.auxil.telegram_helpers import receiver, texts, until

pytestmark = pytest.mark.asyncio


async def test_faults_on_answers(api: BotApi, bot: Bot) -> None:
    user = api.user(1)
    await user.send("dag")
    faults: list[tuple[Any, type[TelegramError], bool]] = [
        (api.faults.retry_after("sendMessage", seconds=3), RetryAfter, False),
        (api.faults.error("sendMessage", status=500), NetworkError, False),
        (api.faults.error("sendMessage", status=502), NetworkError, False),
        (api.faults.cut("sendMessage"), NetworkError, False),
        (api.faults.cut("sendMessage", after=True), NetworkError, True),
        (api.faults.timeout("sendMessage"), TimedOut, True),
    ]
    for number, (fault, error, effective) in enumerate(faults):
        before = len(user.messages)
        with pytest.raises(error):
            await bot.send_message(1, str(number), read_timeout=0.2)
        assert fault.spent
        assert len(user.messages) - before == int(effective), f"fault {fault.kind}"
    api.faults.slow("sendMessage", seconds=0.05)
    await bot.send_message(1, "traag")
    await bot.send_message(1, "weer goed")
    assert [message.text for message in user.messages[-2:]] == ["traag", "weer goed"]
    struck = [call.fault for call in api.calls_of("sendMessage")]
    assert struck == [*(fault.kind for fault, _, _ in faults), "slow", None]


async def test_faults_choose_where_and_when_they_strike(api: BotApi, bot: Bot) -> None:
    for user_id in (1, 2):
        await api.user(user_id).send("dag")
    fault = api.faults.error(["sendMessage", "editMessageText"], chat=2, skip=1, times=2)
    outcomes = []
    for user_id in (1, 2, 2, 1, 2, 2):
        try:
            await bot.send_message(user_id, "x")
            outcomes.append((user_id, True))
        except NetworkError:
            outcomes.append((user_id, False))
    assert outcomes == [(1, True), (2, True), (2, False), (1, True), (2, False), (2, True)]
    assert fault.hits == 2
    api.faults.error(times=None)
    with pytest.raises(NetworkError):
        await bot.get_me()
    api.faults.clear()
    await bot.get_me()


async def test_a_rate_strikes_the_same_for_the_same_seed() -> None:
    async def struck() -> list[bool]:
        async with BotApi(seed=5) as api, httpx.AsyncClient(base_url=f"{api.base_url}{api.token}") as client:
            api.faults.error("getMe", rate=0.5, times=None)
            return [(await client.get("/getMe")).is_error for _ in range(20)]

    first = await struck()
    assert first == await struck()
    assert 0 < sum(first) < 20


async def test_a_duplicate_comes_after_its_confirmation(api: BotApi, bot: Bot) -> None:
    api.faults.duplicate("message")
    user = api.user(1)
    await user.send("een")
    (update,) = await bot.get_updates()
    (again,) = await bot.get_updates(offset=update.update_id + 1)
    assert (again.update_id, texts([again])) == (update.update_id, ["een"])
    assert await bot.get_updates(offset=update.update_id + 1) == ()
    assert api.pending_updates == 0


async def test_reordered_updates_in_a_poll(api: BotApi, bot: Bot) -> None:
    api.faults.reorder("message", chat=1, seconds=20)
    one, two = api.user(1), api.user(2)
    await one.send("een")
    waiting = asyncio.create_task(bot.get_updates(timeout=20))
    await until(lambda: api.world.poll is not None)
    await two.send("ander")
    await one.send("twee")
    updates = await waiting
    assert texts(updates) == ["twee", "ander", "een"]
    assert updates[0].update_id > updates[2].update_id
    assert await bot.get_updates(offset=max(update.update_id for update in updates) + 1) == ()


async def test_an_update_without_one_to_swap_with_comes_alone(api: BotApi, bot: Bot) -> None:
    api.faults.reorder(seconds=0.05)
    await api.user(1).send("een")
    assert texts(await bot.get_updates(timeout=20)) == ["een"]


async def test_delayed_updates_keep_the_order_of_their_chat(api: BotApi, bot: Bot) -> None:
    api.faults.delay(chat=1, seconds=0.1)
    one, two = api.user(1), api.user(2)
    await one.send("een")
    await one.send("twee")
    await two.send("ander")
    assert api.pending_updates == 3
    (first,) = await bot.get_updates(timeout=20)
    assert texts([first]) == ["ander"]
    later = await bot.get_updates(offset=first.update_id + 1, timeout=20)
    assert texts(later) == ["een", "twee"]


async def test_faults_on_updates_to_a_webhook(api: BotApi, bot: Bot) -> None:
    user = api.user(1)
    async with receiver() as hook:
        await bot.set_webhook(hook.url)
        api.faults.reorder("message", seconds=20)
        await user.send("een")
        await user.send("twee")
        await api.idle()
        assert texts(hook.got) == ["twee", "een"]
        api.faults.duplicate("message", copies=2)
        await user.send("drie")
        await api.idle()
        assert texts(hook.got)[2:] == ["drie"] * 3
        api.faults.delay("message", seconds=0.05)
        await user.send("vier")
        await api.idle()
        assert texts(hook.got)[5:] == ["vier"]
