"""One web application: the chat, the console, the health checks, and Telegram's webhook where one is configured."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import FileResponse, JSONResponse, Response
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from starlette.middleware.base import RequestResponseEndpoint

from backend.console.routes import console_router
from backend.core import Backend
from backend.errors import FrontdeskError
from bot.channels.telegram import TelegramChannel
from bot.channels.web import chat_router
from bot.desk import Desk
from bot.live import Live

logger = logging.getLogger(__name__)

PAGES = Path(__file__).parent / "pages"
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class Background:
    """Work that goes on after an answer was given; a failure is logged, and never lost silently."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()

    def add(self, work: Coroutine[Any, Any, Any]) -> None:
        """Start the work."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    async def finish(self) -> None:
        """Wait for what is under way."""
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def cancel(self) -> None:
        """End what does not end by itself."""
        for task in self._tasks:
            task.cancel()
        await self.finish()

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            logger.error("background work failed: %s", type(task.exception()).__name__)


def create_app(backend: Backend, desk: Desk, *, telegram: TelegramChannel | None = None) -> FastAPI:
    """The application; what runs beside the requests starts and stops with it."""
    live = Live(backend.database.url)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        forever = Background()
        app.state.background = Background()
        forever.add(live.run())
        app.state.background.add(_catch_up(desk, telegram))
        if telegram is not None:
            forever.add(telegram.run())
        try:
            yield
        finally:
            await forever.cancel()
            await app.state.background.finish()
            if telegram is not None:
                await telegram.stop()

    app = FastAPI(title="Frontdesk", lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url="/api/openapi.json")
    _handle_errors(app)

    @app.middleware("http")
    async def security_headers(request: Request, call_next: RequestResponseEndpoint) -> Response:
        response = await call_next(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    app.include_router(chat_router(backend, desk, live))
    app.include_router(console_router(backend))
    if telegram is not None:
        app.include_router(telegram.router())
    _add_pages(app)
    _add_health(app, backend)
    return app


async def _catch_up(desk: Desk, telegram: TelegramChannel | None) -> None:
    """Handle, and deliver, what a stopped process left behind."""
    await desk.resume()
    if telegram is not None:
        await telegram.deliver()


def _add_pages(app: FastAPI) -> None:
    async def page() -> FileResponse:
        return FileResponse(PAGES / "chat.html", headers={"Cache-Control": "no-cache"})

    async def style() -> FileResponse:
        return FileResponse(PAGES / "chat.css", media_type="text/css")

    async def script() -> FileResponse:
        return FileResponse(PAGES / "chat.js", media_type="text/javascript")

    app.add_api_route("/", page, include_in_schema=False)
    app.add_api_route("/chat", page, include_in_schema=False)
    app.add_api_route("/chat/chat.css", style, include_in_schema=False)
    app.add_api_route("/chat/chat.js", script, include_in_schema=False)


def _add_health(app: FastAPI, backend: Backend) -> None:
    async def live() -> dict[str, str]:
        return {"status": "ok"}

    async def ready() -> Response:
        try:
            async with backend.database.transaction() as session:
                await session.execute(text("select 1"))
        except (SQLAlchemyError, OSError):
            return JSONResponse({"status": "database unreachable"}, status_code=503)
        return JSONResponse({"status": "ok"})

    app.add_api_route("/health", live, include_in_schema=False)
    app.add_api_route("/ready", ready, include_in_schema=False)


def _handle_errors(app: FastAPI) -> None:
    @app.exception_handler(FrontdeskError)
    async def known(request: Request, error: FrontdeskError) -> JSONResponse:
        return JSONResponse({"code": error.code, "message": str(error), **error.facts}, status_code=error.status)

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        # The value itself is not sent back: it may be what somebody said.
        problems = [{"field": ".".join(str(part) for part in p["loc"]), "message": p["msg"]} for p in error.errors()]
        return JSONResponse({"code": "invalid_input", "message": "The request cannot be used.", "problems": problems}, status_code=422)

    @app.exception_handler(SQLAlchemyError)
    async def database(request: Request, error: SQLAlchemyError) -> JSONResponse:
        logger.error("database error on %s: %s", request.url.path, type(error).__name__)
        return JSONResponse({"code": "unavailable", "message": "The service cannot answer now. Try again in a minute."}, status_code=503)
