"""How updates reach a webhook."""

from __future__ import annotations

import asyncio

import pytest
from telegram import Bot
from telegram.error import BadRequest, Conflict

from tests.auxil.bot_api import BotApi
from tests.auxil.telegram_helpers import receiver, refused, texts, until

pytestmark = pytest.mark.asyncio


async def test_a_webhook_gets_its_updates_with_the_secret(api: BotApi, bot: Bot) -> None:
    user = api.user(1)
    await user.send("ervoor")
    async with receiver() as hook:
        await bot.set_webhook(hook.url, secret_token="s3cret-Token_1")
        await user.send("erna")
        await api.idle()
        assert texts(hook.got) == ["ervoor", "erna"]
        assert hook.secrets == ["s3cret-Token_1"] * 2
        with refused(Conflict, "can't use getupdates method while webhook is active"):
            await bot.get_updates()
        await bot.delete_webhook()
        assert (await bot.get_webhook_info()).url == ""
        await user.send("nu met de hand")
        assert texts(await bot.get_updates()) == ["nu met de hand"]


async def test_a_webhook_that_fails_gets_it_again_in_order(api: BotApi, bot: Bot) -> None:
    one, two = api.user(1), api.user(2)
    async with receiver(500, 500, 200) as hook:
        await bot.set_webhook(hook.url)
        await one.send("een")
        await until(lambda: len(hook.secrets) > 0)
        await one.send("twee")
        await two.send("ander")
        await api.idle()
        info = await bot.get_webhook_info()
        assert texts([u for u in hook.got if u.effective_chat and u.effective_chat.id == 1]) == ["een", "twee"]
        assert sorted(str(text) for text in texts(hook.got)) == ["ander", "een", "twee"]
        assert info.last_error_message is not None
        assert info.last_error_message.startswith("Wrong response from the web")
        assert len(hook.secrets) == 5


async def test_a_webhook_that_is_away_gets_it_later(api: BotApi, bot: Bot) -> None:
    user = api.user(1)
    async with receiver() as hook:
        url = hook.url
    await bot.set_webhook(url)
    await user.send("een")
    webhook = api.world.webhook
    assert webhook is not None
    await until(lambda: webhook.attempts > 1)
    assert (await bot.get_webhook_info()).pending_update_count == 1
    async with receiver() as hook:
        await bot.set_webhook(hook.url)
        await api.idle()
        assert texts(hook.got) == ["een"]


async def test_a_webhook_may_answer_with_a_call(api: BotApi, bot: Bot) -> None:
    user = api.user(1)
    async with receiver() as hook:
        hook.reply = {"method": "sendMessage", "chat_id": 1, "text": "meteen"}
        await bot.set_webhook(hook.url)
        await user.send("dag")
        assert (await user.next_message()).text == "meteen"


async def test_settings_that_a_webhook_may_not_have(api: BotApi, bot: Bot) -> None:
    with refused(BadRequest, "secret token contains unallowed characters"):
        await bot.set_webhook("https://example.org/hook", secret_token="niet goed!")
    with refused(BadRequest, "bad webhook"):
        await bot.set_webhook("gopher://example.org")
    waiting = asyncio.create_task(bot.get_updates(timeout=20))
    await until(lambda: api.world.poll is not None)
    async with receiver() as hook:
        await bot.set_webhook(hook.url)
        with refused(Conflict, "terminated by setwebhook request"):
            await waiting
    await api.user(1).send("verloren")
    await bot.delete_webhook(drop_pending_updates=True)
    assert await bot.get_updates() == ()
