"""The HTTP side: calls come in, faults strike, methods answer; and the files to download."""

from __future__ import annotations

import asyncio
import hmac
import inspect
from typing import Any

from aiohttp import web

from .errors import ApiError, method_not_found, unauthorized
from .faults import Fault, Kind
from .methods import METHODS
from .methods.registry import FLOODING
from .request import Arguments, read
from .world import World

BODY_LIMIT = 64 * 1024 * 1024


class Frontend:
    """Serves `/bot<token>/<method>` and `/file/bot<token>/<path>` of one world."""

    def __init__(self, world: World) -> None:
        self.world = world

    def routes(self) -> list[web.RouteDef]:
        return [
            web.route("*", "/bot{token}/{method}", self.call),
            web.get("/file/bot{token}/{path:.+}", self.download),
        ]

    def _authorize(self, token: str) -> None:
        if ":" not in token or token.startswith("0") or len(token) > 80:
            raise ApiError(401, "Unauthorized: invalid token specified")
        if not hmac.compare_digest(token.encode(), self.world.token.encode()):
            raise unauthorized()

    async def call(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["method"]
        arguments = Arguments({})
        fault: Fault | None = None
        try:
            self._authorize(request.match_info["token"])
            arguments = await read(request)
            fault = self.world.faults.for_call(name, arguments.chat)
            result = await self._execute(name, arguments, fault)
        except ApiError as error:
            self.world.log(name, arguments, error.code, fault.kind if fault else None)
            return _refusal(error)
        except _Cut:
            self.world.log(name, arguments, 0, Kind.CUT)
            return _cut(request)
        answered = fault is None or fault.kind not in (Kind.TIMEOUT, Kind.CUT_AFTER)
        self.world.log(name, arguments, 200 if answered else 0, fault.kind if fault else None)
        if fault is not None and fault.kind in (Kind.TIMEOUT, Kind.SLOW):
            await asyncio.sleep(fault.seconds)
        if not answered:
            return _cut(request)
        return web.json_response({"ok": True, "result": result})

    async def _execute(self, name: str, arguments: Arguments, fault: Fault | None) -> Any:
        if fault is not None:
            if fault.kind is Kind.RETRY_AFTER:
                seconds = max(1, round(fault.seconds))
                raise ApiError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
            if fault.kind is Kind.ERROR:
                raise ApiError(fault.status, _REASONS.get(fault.status, "Internal Server Error"))
            if fault.kind is Kind.CUT:
                raise _Cut
        method = METHODS.get(name.lower())
        if method is None:
            raise method_not_found()
        if self.world.limits is not None and name.lower() in FLOODING and arguments.chat is not None:
            self.world.limits.check(arguments.chat)
        result = method(self.world, arguments)
        return await result if inspect.isawaitable(result) else result

    async def download(self, request: web.Request) -> web.StreamResponse:
        try:
            self._authorize(request.match_info["token"])
        except ApiError as error:
            return _refusal(error)
        path = request.match_info["path"]
        stored = next((stored for stored in self.world.files.values() if stored.path == path), None)
        if stored is None:
            return _refusal(ApiError(404, "Not Found"))
        return web.Response(body=stored.content, content_type="application/octet-stream")


class _Cut(Exception):
    """The connection is to close without an answer, and without effect."""


_REASONS = {
    400: "Bad Request",
    403: "Forbidden: bot was blocked by the user",
    500: "Internal Server Error",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
}


def _refusal(error: ApiError) -> web.Response:
    headers = {"Retry-After": str(error.retry_after)} if error.retry_after is not None else {}
    return web.json_response(error.to_json(), status=error.code, headers=headers)


def _cut(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
