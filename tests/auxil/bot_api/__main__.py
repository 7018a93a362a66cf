"""`python -m tests.auxil.bot_api --port 8081 --token 123:ABC`: the emulated Bot API as a process of its own."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import signal

from .api import TOKEN, BotApi
from .limits import Limits


async def serve(arguments: argparse.Namespace) -> None:
    limits = Limits() if arguments.limits else None
    async with BotApi(arguments.token, host=arguments.host, port=arguments.port, limits=limits, seed=arguments.seed) as api:
        print(f"Bot API: {api.base_url}  files: {api.base_file_url}  control: {api.url}/control/state", flush=True)
        stop = asyncio.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            with contextlib.suppress(NotImplementedError):
                asyncio.get_running_loop().add_signal_handler(number, stop.set)
        await stop.wait()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.auxil.bot_api", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8081, help="0 takes a free one; the first line printed names it")
    parser.add_argument("--token", default=TOKEN)
    parser.add_argument("--limits", action="store_true", help="put Telegram's flood limits in force")
    parser.add_argument("--seed", type=int, default=0, help="for faults that strike at a rate")
    asyncio.run(serve(parser.parse_args()))


if __name__ == "__main__":
    main()
