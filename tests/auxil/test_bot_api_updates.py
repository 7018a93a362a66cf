"""How updates reach the bot: long polling, webhooks, and the faults on both ways, against python-telegram-bot."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
import pytest_asyncio
from aiohttp import web
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from telegram.error import BadRequest, Conflict, NetworkError, RetryAfter, TelegramError, TimedOut
from telegram.ext import Application, CallbackQueryHandler, ContextTypes, MessageHandler, filters

from tests.auxil.bot_api import Backoff, BotApi

pytestmark = pytest.mark.asyncio


@pytest_asyncio.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi(backoff=Backoff(first=0.01, longest=0.05)) as api:
        yield api


@pytest_asyncio.fixture
async def bot(api: BotApi) -> AsyncIterator[Bot]:
    async with Bot(api.token, base_url=api.base_url) as bot:
        yield bot


def refused(kind: type[TelegramError], words: str) -> Any:
    """Python-telegram-bot changes the case of Telegram's words, so it is not looked at."""
    return pytest.raises(kind, match=f"(?i){re.escape(words)}")


def texts(updates: tuple[Update, ...] | list[Update]) -> list[str | None]:
    return [update.effective_message.text for update in updates if isinstance(update.effective_message, Message)]


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
    assert last.my_chat_member is not None and last.my_chat_member.new_chat_member.status == "member"


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


@dataclass
class Receiver:
    """A webhook that keeps what it gets and answers as told, last answer repeated."""

    url: str = ""
    answers: list[int] = field(default_factory=lambda: [200])
    got: list[Update] = field(default_factory=list)
    secrets: list[str | None] = field(default_factory=list)
    reply: dict[str, Any] | None = None

    async def handle(self, request: web.Request) -> web.Response:
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        update = Update.de_json(await request.json())
        status = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if status == 200:
            self.got.append(update)
        if self.reply is not None:
            return web.json_response(self.reply, status=status)
        return web.Response(status=status)


@asynccontextmanager
async def receiver(*answers: int) -> AsyncIterator[Receiver]:
    hook = Receiver(answers=list(answers) or [200])
    app = web.Application()
    app.router.add_post("/hook", hook.handle)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    hook.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    try:
        yield hook
    finally:
        await runner.cleanup()


async def until(check: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not check():  # noqa: ASYNC110
            await asyncio.sleep(0.005)


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
        assert info.last_error_message is not None and info.last_error_message.startswith("Wrong response from the web")
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


def application(api: BotApi) -> Application:  # type: ignore[type-arg]
    """A bot that echoes texts under a button, and counts presses in place."""

    async def echo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.message is not None
        markup = InlineKeyboardMarkup([[InlineKeyboardButton("Meer", callback_data="1")]])
        await update.message.reply_text(f"{update.message.text}!", reply_markup=markup)

    async def count(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        query = update.callback_query
        assert query is not None and query.data is not None
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
