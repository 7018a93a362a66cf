"""The console's routes: sign in, the queue, a case. Server-rendered; works without JavaScript."""

from __future__ import annotations

import hmac
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from fastapi.routing import APIRoute
from fastapi.templating import Jinja2Templates
from sqlalchemy.ext.asyncio import AsyncSession

from backend.cases.model import Case, State, Transition, timeline_for
from backend.console.view import TEXTS, case_lines, moment, queue_line
from backend.conversations.repository import ConversationRepository
from backend.core import Backend
from backend.crypto import FieldCipher
from backend.errors import Conflict, FrontdeskError, NotFound, NotSignedIn
from backend.identity.model import NETWORK_WIDE, Actor
from backend.identity.service import SIGN_IN_LASTS, Identity, actor_of
from backend.texts import LANGUAGES

COOKIE = "frontdesk_session"
TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class Visit:
    """A signed-in person's request, within its transaction."""

    session: AsyncSession
    actor: Actor
    language: str
    csrf: str


def console_router(backend: Backend) -> APIRouter:
    """All pages of the console."""
    pages = Jinja2Templates(directory=TEMPLATES)
    pages.env.globals["moment"] = moment

    def render(request: Request, template: str, language: str, status: int = 200, **context: Any) -> HTMLResponse:
        def t(key: str, **facts: Any) -> str:
            return TEXTS.text(key, language, **facts)

        context |= {"t": t, "language": language, "languages": LANGUAGES}
        return pages.TemplateResponse(request, template, context, status_code=status, headers={"Cache-Control": "no-store"})

    router = APIRouter(prefix="/console", include_in_schema=False, route_class=_paged(render, backend))

    @asynccontextmanager
    async def visit(request: Request) -> AsyncIterator[Visit]:
        token = request.cookies.get(COOKIE, "")
        async with backend.database.transaction() as session:
            account = await Identity(session, backend.clock).account_of(token)
            yield Visit(session, actor_of(account), _language(request, account.language), csrf_token(backend.cipher, token))

    @router.get("/sign-in")
    async def sign_in_page(request: Request) -> HTMLResponse:
        return render(request, "sign_in.html", _language(request, backend.settings.language), failed=False, email="")

    @router.post("/sign-in")
    async def sign_in(request: Request, email: Annotated[str, Form()] = "", password: Annotated[str, Form()] = "") -> Response:
        language = _language(request, backend.settings.language)
        try:
            async with backend.database.transaction() as session:
                token, _ = await Identity(session, backend.clock).sign_in(email, password)
        except NotSignedIn:
            return render(request, "sign_in.html", language, 401, failed=True, email=email)
        response = RedirectResponse("/console", status_code=303)
        secure = request.url.scheme == "https" or backend.settings.base_url.startswith("https:")
        response.set_cookie(COOKIE, token, max_age=int(SIGN_IN_LASTS.total_seconds()), httponly=True, samesite="lax", secure=secure)
        return response

    @router.post("/sign-out")
    async def sign_out(request: Request, csrf: Annotated[str, Form()] = "") -> Response:
        async with visit(request) as v:
            _check_csrf(v, csrf)
            await Identity(v.session, backend.clock).sign_out(request.cookies.get(COOKIE, ""))
        response = RedirectResponse("/console/sign-in", status_code=303)
        response.delete_cookie(COOKIE)
        return response

    @router.get("")
    async def queue(request: Request, state: str = "") -> Response:
        async with visit(request) as v:
            casework = backend.casework(v.session, v.actor)
            chosen = State(state) if state in set(State) else None
            rows = await casework.cases.queue(state=chosen)
            names = await casework.directory.names({i for row in rows for i in (row.owner_id, row.school_id) if i})
            lines = [queue_line(row, casework.cases.personal(row), names, v.language, backend.clock()) for row in rows]
            alerts = list(await ConversationRepository(v.session).open_alerts()) if v.actor.role in NETWORK_WIDE else []
            return render(request, "queue.html", v.language, visit=v, lines=lines, states=list(State), chosen=chosen, alerts=alerts)

    @router.get("/cases/{reference}")
    async def case_page(request: Request, reference: str) -> Response:
        async with visit(request) as v:
            return await _case_page(request, v, await backend.casework(v.session, v.actor).cases.get(reference))

    async def _case_page(request: Request, v: Visit, case: Case, problem: str = "") -> HTMLResponse:
        casework = backend.casework(v.session, v.actor)
        ids = {hop.to for hop in case.hops} | {i for i in (case.owner_id, case.school_id) if i}
        names = await casework.directory.names(ids)
        return render(
            request,
            "case.html",
            v.language,
            visit=v,
            case=case,
            names=names,
            fields=case_lines(case, v.language),
            timeline=timeline_for(case, v.actor),
            may_accept=Transition.ACCEPT in case.allowed(v.actor),
            problem=problem,
        )

    @router.post("/cases/{reference}/accept")
    async def accept(request: Request, reference: str, csrf: Annotated[str, Form()] = "") -> Response:
        async with visit(request) as v:
            _check_csrf(v, csrf)
            try:
                await backend.casework(v.session, v.actor).accept(reference)
            except Conflict as error:
                case = await backend.casework(v.session, v.actor).cases.get(reference)
                return await _case_page(request, v, case, TEXTS.text(f"problem.{error.code}", v.language))
        return RedirectResponse(f"/console/cases/{reference}", status_code=303)

    @router.post("/alerts/{alert_id}/seen")
    async def alert_seen(request: Request, alert_id: int, csrf: Annotated[str, Form()] = "") -> Response:
        async with visit(request) as v:
            _check_csrf(v, csrf)
            if v.actor.role not in NETWORK_WIDE or v.actor.account_id is None:
                raise NotFound
            await ConversationRepository(v.session).see_alert(alert_id, v.actor.account_id, backend.clock())
        return RedirectResponse("/console", status_code=303)

    @router.get("/console.css")
    async def style() -> Response:
        return Response((TEMPLATES / "console.css").read_text(encoding="utf-8"), media_type="text/css")

    return router


def _paged(render: Callable[..., HTMLResponse], backend: Backend) -> type[APIRoute]:
    """Routes whose errors are pages and not JSON: a way to sign in, or a sentence."""

    class Paged(APIRoute):
        def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
            handle = super().get_route_handler()

            async def handled(request: Request) -> Response:
                try:
                    return await handle(request)
                except NotSignedIn:
                    return RedirectResponse("/console/sign-in", status_code=303)
                except FrontdeskError as error:
                    return render(request, "problem.html", _language(request, backend.settings.language), error.status, code=error.code)

            return handled

    return Paged


def csrf_token(cipher: FieldCipher, session_token: str) -> str:
    """The token that a form of this session must carry."""
    return cipher.keyed_hash("csrf", session_token).hex()


def _check_csrf(v: Visit, given: str) -> None:
    if not hmac.compare_digest(v.csrf, given):
        raise NotFound("The form is out of date.")


def _language(request: Request, fallback: str) -> str:
    asked = request.query_params.get("language") or request.cookies.get("frontdesk_language")
    return asked if asked in LANGUAGES else fallback
