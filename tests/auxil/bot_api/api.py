"""The emulated Bot API as tests use it."""

from __future__ import annotations

import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

from aiohttp import web

from .control import Control
from .faults import Faults
from .limits import Limits
from .model import Person
from .people import Group, NothingCame, User
from .server import BODY_LIMIT, Frontend
from .webhook import Backoff
from .world import Call, World

TOKEN = "123456789:AAEmulatedTokenForTestsOnly-0123456"


class BotApi:
    """One bot's Telegram, served over HTTP while the context is open.

    ::

        async with BotApi() as api:
            bot = Bot(api.token, base_url=api.base_url, base_file_url=api.base_file_url)
            user = api.user(7, "Noor", "nl")
            await user.send("/start")

    `port=0` takes a free one. `limits` puts flood limits in force (off by default). `now` is the clock for dates and
    expiry, in seconds since the epoch. `press_lifetime` is how long a press may be answered, in seconds. `reads_groups`
    switches privacy mode off. `backoff` and `webhook_timeout` (seconds) are for deliveries to a webhook. `seed` makes
    faults with a rate repeatable.
    """

    def __init__(
        self,
        token: str = TOKEN,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        username: str = "frontdesk_test_bot",
        first_name: str = "Frontdesk",
        limits: Limits | None = None,
        now: Callable[[], float] = time.time,
        press_lifetime: float = 60.0,
        reads_groups: bool = False,
        backoff: Backoff | None = None,
        webhook_timeout: float = 30.0,
        seed: int = 0,
    ) -> None:
        bot = Person(int(token.partition(":")[0]), first_name, username=username, is_bot=True)
        self.world = World(
            bot,
            token,
            Faults(seed),
            now=now,
            limits=limits,
            press_lifetime=press_lifetime,
            reads_groups=reads_groups,
            backoff=backoff or Backoff(),
            webhook_timeout=webhook_timeout,
        )
        self.host = host
        self.port = port
        self.users: dict[int, User] = {}
        self.groups: dict[int, Group] = {}
        self._runner: web.AppRunner | None = None

    async def start(self) -> None:
        app = web.Application(client_max_size=BODY_LIMIT)
        app.add_routes(Frontend(self.world).routes())
        app.add_routes(Control(self).routes())
        # A poll or a held answer must not outlive the connection it belongs to, nor hold up the end of a test.
        self._runner = web.AppRunner(app, handler_cancellation=True, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, self.host, self.port)
        await site.start()
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        webhook, self.world.webhook = self.world.webhook, None
        if webhook is not None:
            await webhook.stop()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        await self.stop()

    @property
    def token(self) -> str:
        return self.world.token

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}"

    @property
    def base_url(self) -> str:
        """What python-telegram-bot takes as `base_url`: it puts the token behind it."""
        return f"{self.url}/bot"

    @property
    def base_file_url(self) -> str:
        return f"{self.url}/file/bot"

    @property
    def faults(self) -> Faults:
        return self.world.faults

    @property
    def calls(self) -> list[Call]:
        """Every call of the bot, refused ones included, oldest first."""
        return self.world.calls

    def calls_of(self, method: str, chat: int | None = None) -> list[Call]:
        wanted = method.lower()
        return [call for call in self.calls if call.method.lower() == wanted and chat in (None, call.chat)]

    @property
    def pending_updates(self) -> int:
        """Updates that the bot has not yet confirmed (polling) or accepted (webhook)."""
        return self.world.queue.pending

    async def idle(self, timeout: float = 10.0) -> None:  # noqa: ASYNC109
        """Wait until no update is pending. That says that the bot has taken them, not that it has dealt with them."""
        if not await self.world.queue.changed.until(lambda: not self.pending_updates, timeout):
            raise NothingCame(f"{self.pending_updates} updates still pending after {timeout:g} s")

    def user(
        self,
        user_id: int,
        first_name: str = "Test",
        language_code: str | None = "nl",
        *,
        last_name: str | None = None,
        username: str | None = None,
        is_bot: bool = False,
    ) -> User:
        """The person with this id; made at the first call. The bot may not write to it before it wrote itself."""
        if user_id not in self.users:
            person = Person(user_id, first_name, last_name, username, language_code, is_bot)
            self.users[user_id] = User(self.world, person)
        return self.users[user_id]

    def group(self, group_id: int, title: str = "Test group") -> Group:
        """The group with this (negative) id; made at the first call, a supergroup where it begins with -100."""
        if group_id >= 0:
            raise ValueError("the id of a group is negative")
        if group_id not in self.groups:
            self.groups[group_id] = Group(self.world, self.world.group(group_id, title))
        return self.groups[group_id]
