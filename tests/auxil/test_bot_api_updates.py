"""How updates reach a bot that polls, against python-telegram-bot's `Bot` and `Application`."""

from __future__ import annotations

import asyncio

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.error import Conflict
from telegram.ext import Application, CallbackQueryHandler, ContextTypes, MessageHandler, filters

from tests.auxil.bot_api import BotApi
from tests.auxil.telegram_helpers import refused, texts, until

pytestmark = pytest.mark.asyncio


async def test_updates_stay_until_an_offset_confirms_them(api: BotApi, bot: Bot) -> None:
    user = api.user(1)
    for text in ("een", "twee", "drie"):
        await user.send(text)
    first = await bot.get_updates()
    assert texts(first) == texts(await bot.get_updates()) == ["een", "twee", "drie"]
    ids = [update.update_id for update in first]
    assert ids == list(range(ids[0], ids[0] + 3))
    assert texts(await bot.get_updates(offset=ids[1])) == ["twee", "drie"]
    assert texts(await bot.get_updates()) == ["twee", "drie"], "the first stays confirmed"
    assert texts(await bot.get_updates(limit=1)) == ["twee"]
    assert texts(await bot.get_updates(offset=ids[2] + 1_000_000)) == ["twee", "drie"], "a mistaken offset is ignored"
    assert texts(await bot.get_updates(offset=-1)) == ["drie"]
    assert await bot.get_updates(offset=ids[2] + 1) == ()
    assert api.pending_updates == 0


async def test_a_poll_waits_for_something_to_come(api: BotApi, bot: Bot) -> None:
    waiting = asyncio.create_task(bot.get_updates(timeout=20))
    await until(lambda: api.world.poll is not None)
    assert not waiting.done()
    await api.user(1).send("daar")
    assert texts(await waiting) == ["daar"]


async def test_a_poll_ends_without_anything(bot: Bot) -> None:
    assert await bot.get_updates(timeout=1) == ()


async def test_a_second_poller_ends_the_first(api: BotApi, bot: Bot) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=20))
    await until(lambda: api.world.poll is not None)
    async with Bot(api.token, base_url=api.base_url) as other:
        second = asyncio.create_task(other.get_updates(timeout=20))
        with refused(Conflict, "terminated by other getupdates request"):
            await first
        await api.user(1).send("daar")
        assert texts(await second) == ["daar"]


async def test_a_poller_that_died_is_no_conflict(api: BotApi, bot: Bot) -> None:
    dead = asyncio.create_task(Bot(api.token, base_url=api.base_url).get_updates(timeout=20))
    await until(lambda: api.world.poll is not None)
    dead.cancel()
    await until(lambda: api.world.poll is None)
    await api.user(1).send("daar")
    assert texts(await bot.get_updates(timeout=20)) == ["daar"]


async def test_allowed_updates(api: BotApi, bot: Bot) -> None:
    user = api.user(1)
    await bot.get_updates(allowed_updates=["message"])
    message_id = await user.send("een")
    await user.edit(message_id, "twee")
    await user.block()
    updates = await bot.get_updates()
    assert [update.message is not None for update in updates] == [True]
    assert (await bot.get_webhook_info()).allowed_updates == ("message",)
    await bot.get_updates(allowed_updates=[])
    await user.unblock()
    last = (await bot.get_updates())[-1]
    assert last.my_chat_member is not None
    assert last.my_chat_member.new_chat_member.status == "member"


async def test_undelivered_presses_and_messages_expire() -> None:
    now = 1_000_000.0
    async with BotApi(now=lambda: now) as api, Bot(api.token, base_url=api.base_url) as bot:
        user = api.user(1)
        await user.send("dag")
        markup = InlineKeyboardMarkup([[InlineKeyboardButton("Ja", callback_data="y")]])
        await bot.send_message(1, "?", reply_markup=markup)
        await user.press("Ja")
        assert [u.callback_query is not None for u in await bot.get_updates()] == [False, True]
        now += 151
        assert [u.callback_query is not None for u in await bot.get_updates()] == [False]
        now += 86_400
        assert await bot.get_updates() == ()


def application(api: BotApi) -> Application:  # type: ignore[type-arg]
    """A bot that echoes texts under a button, and counts presses in place."""

    async def echo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.message is not None
        markup = InlineKeyboardMarkup([[InlineKeyboardButton("Meer", callback_data="1")]])
        await update.message.reply_text(f"{update.message.text}!", reply_markup=markup)

    async def count(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        query = update.callback_query
        assert query is not None
        assert query.data is not None
        await query.answer("Geteld")
        number = int(query.data) + 1
        markup = InlineKeyboardMarkup([[InlineKeyboardButton("Meer", callback_data=str(number))]])
        await query.edit_message_text(f"{query.data}x", reply_markup=markup)

    app = Application.builder().token(api.token).base_url(api.base_url).base_file_url(api.base_file_url).build()
    app.add_handler(MessageHandler(filters.TEXT, echo))
    app.add_handler(CallbackQueryHandler(count))
    return app


async def test_a_whole_application_polls(api: BotApi) -> None:
    app = application(api)
    users = [api.user(number) for number in range(1, 21)]
    await users[0].send("van vroeger")
    async with app:
        await app.start()
        assert app.updater is not None
        await app.updater.start_polling(drop_pending_updates=True)
        for user in users:
            await user.send(f"dag {user.id}")
        for user in users:
            message = await user.next_message()
            assert message.text == f"dag {user.id}!"
            for number in (1, 2):
                press = await user.press("Meer")
                assert (await user.answer_to(press)).text == "Geteld"
                await user.wait_for(lambda message, number=number: message.text == f"{number}x")  # type: ignore[misc]
            assert len(user.messages) == 1
        await app.updater.stop()
        await app.stop()
    assert api.pending_updates == 0


async def test_a_whole_application_takes_up_where_the_network_failed(api: BotApi) -> None:
    app = application(api)
    async with app:
        await app.start()
        assert app.updater is not None
        api.faults.error("getUpdates", status=502)
        api.faults.cut("getUpdates", after=True, skip=1)
        await app.updater.start_polling(error_callback=lambda error: None)
        user = api.user(1)
        for text in ("een", "twee"):
            await user.send(text)
        assert [(await user.next_message(20)).text for _ in range(2)] == ["een!", "twee!"]
        await app.updater.stop()
        await app.stop()
