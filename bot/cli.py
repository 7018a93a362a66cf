"""The command line, `frontdesk`. Commands translate only; what is slow to import is imported by the command that needs it."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from backend.errors import ConfigurationError, FrontdeskError
from backend.identity.model import Role

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from backend.core import Backend
    from backend.demo.fill import DemoNetwork
    from backend.settings import Settings
    from bot.process import Place

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Frontdesk: the conversational front desk of a drop-out prevention network.")
user_app = typer.Typer(no_args_is_help=True, help="Accounts for the console and the API.")
app.add_typer(user_app, name="user")
out = Console()
err = Console(stderr=True)

T = TypeVar("T")

TRAINING_STEPS = 8  # about how many steps Rasa reports; only for the bar


class Audience(StrEnum):
    """Who is speaking."""

    STAFF = "staff"
    YOUTH = "youth"


class Language(StrEnum):
    """Languages with free text."""

    NL = "nl"
    FR = "fr"
    EN = "en"


def main() -> None:
    """The entry point: an error that a person can mend is one sentence, and exit status 2."""
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    try:
        app(standalone_mode=True)
    except ConfigurationError as error:
        err.print(str(error), style="red", highlight=False, markup=False)
        sys.exit(2)
    except FrontdeskError as error:
        err.print(str(error), style="red", highlight=False, markup=False)
        sys.exit(1)


@app.command()
def run(
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.")] = None,
    demo: Annotated[bool, typer.Option("--demo", help="Fill an empty database with the invented network.")] = False,
) -> None:
    """Everything in one process: database, model, web chat, console, and Telegram if a token is set."""
    from bot.process import database_place

    settings = _settings(host, port)
    from bot.server import claim_port, serve

    listening = claim_port(settings.host, settings.port)
    settings.port = listening.getsockname()[1]
    with database_place(settings) as place:
        model = _model(settings)
        filled = asyncio.run(_fill_if_empty(place)) if demo else None
        asyncio.run(serve(place, model, listening, lambda: _print_addresses(settings, filled)))
    out.print("Stopped.")


@app.command("demo")
def demo_command() -> None:
    """Fill an empty database with the invented network; prints sign-ins and invite codes. Refuses a database that has a directory."""
    from backend.demo.fill import fill_demo

    async def fill(backend: Backend) -> DemoNetwork:
        return await fill_demo(backend)

    _print_network(_with_backend(fill))


@app.command()
def chat(
    audience: Annotated[Audience | None, typer.Option(help="Who is speaking.")] = None,
    language: Annotated[Language | None, typer.Option(help="The language to begin in.")] = None,
    invite: Annotated[str | None, typer.Option(help="An invite code.")] = None,
) -> None:
    """The same conversation in the terminal."""
    from bot.process import backend_at, database_place

    settings = _settings(None, None)
    model = _model(settings)

    async def talk(place: Place) -> None:
        from bot.channels.terminal import chat as talk_in_terminal
        from bot.desk import Desk
        from dialogue.engine import Engine

        async with backend_at(place) as backend:
            desk = Desk(backend, Engine.load(model))
            await talk_in_terminal(
                desk, out, audience=audience.value if audience else None, language=language.value if language else None, invite=invite
            )

    with database_place(settings) as place:
        asyncio.run(talk(place))


@app.command()
def train(force: Annotated[bool, typer.Option("--force", help="Train even if nothing has changed.")] = False) -> None:
    """Train the model if it is missing or stale."""
    model = _model(_settings(None, None), force=force)
    out.print(f"The model is ready: {model.name}")


@app.command()
def parse(
    jsonl: Annotated[bool, typer.Option("--jsonl", help="One JSON object a line on standard input, and on standard output.")] = False,
    now: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day that relative dates count from (default: today).")] = None,
) -> None:
    """What the front desk understands of messages: intent, entities with values, language, safety."""
    if not jsonl:
        raise typer.BadParameter("give --jsonl: it is the only format", param_hint="--jsonl")
    from backend.timekeeping import day_in_brussels, utc_now

    model = _model(_settings(None, None))
    from nlu.parse import run as run_parse

    day: date = now.date() if now else day_in_brussels(utc_now())
    sys.exit(run_parse(sys.stdin.buffer, sys.stdout, model, day))


@app.command()
def doctor() -> None:
    """Check the set-up: what is wrong, and how to mend it. Exit status 1 if anything is."""
    from bot.doctor import examine

    findings = examine()
    for finding in findings:
        line = f"{'ok ' if finding.well else 'NOT'}  {finding.what}: {finding.words}"
        out.print(line, style=None if finding.well else "red", highlight=False, markup=False)
    sys.exit(0 if all(finding.well for finding in findings) else 1)


@app.command()
def invite(
    role: Annotated[Role, typer.Option(help="The role that the code binds to.")],
    organization: Annotated[str | None, typer.Option(help="Short id of the organisation.")] = None,
) -> None:
    """Print a one-time code that binds a chat account to a role (`/start CODE` in Telegram)."""

    async def make(backend: Backend) -> str:
        from backend.identity.service import Identity

        async with backend.database.transaction() as session:
            return await Identity(session).invite(role, await _organization_id(session, organization))

    out.print(_with_backend(make), highlight=False)


@user_app.command("add")
def user_add(
    email: Annotated[str, typer.Option(help="The address to sign in with.")],
    role: Annotated[Role, typer.Option(help="The account's role.")],
    organization: Annotated[str | None, typer.Option(help="Short id of the organisation.")] = None,
    password_stdin: Annotated[bool, typer.Option("--password-stdin", help="Read the password from standard input.")] = False,
) -> None:
    """Make an account."""
    password = sys.stdin.readline().rstrip("\n") if password_stdin else typer.prompt("Password", hide_input=True, confirmation_prompt=True)

    async def add(backend: Backend) -> None:
        from backend.identity.service import Identity

        async with backend.database.transaction() as session:
            await Identity(session).add_account(role, email=email, password=password, organization_id=await _organization_id(session, organization))

    _with_backend(add)
    out.print("The account is made.")


@user_app.command("list")
def user_list() -> None:
    """List the accounts."""

    async def read(backend: Backend) -> list[tuple[str, str, str]]:
        from backend.identity.service import Identity

        async with backend.database.transaction() as session:
            return [(a.email or "(chat)", a.role, "disabled" if a.disabled_at else "active") for a in await Identity(session).accounts()]

    table = Table("E-mail", "Role", "State")
    for row in _with_backend(read):
        table.add_row(*row)
    out.print(table)


@user_app.command("disable")
def user_disable(email: Annotated[str, typer.Argument(help="The account's address.")]) -> None:
    """Close an account and end its sign-ins."""

    async def close(backend: Backend) -> None:
        from backend.identity.service import Identity

        async with backend.database.transaction() as session:
            await Identity(session).disable(email)

    _with_backend(close)
    out.print("The account is disabled.")


def _settings(host: str | None, port: int | None) -> Settings:
    from backend.settings import load_settings

    settings = load_settings()
    if host is not None:
        settings.host = host
    if port is not None:
        if not 0 <= port <= 65535:
            raise ConfigurationError(f"--port {port} is no port: it is between 0 and 65535.")
        settings.port = port
    return settings


def _model(settings: Settings, *, force: bool = False) -> Path:
    """The trained model, trained first if it is missing or stale, with a bar that tells what is done."""
    from dialogue.training import is_stale, model_path, train

    if not force and not is_stale(settings.model_dir):
        return model_path(settings.model_dir)
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=True) as bar:
        task = bar.add_task("Preparing the training of the model", total=TRAINING_STEPS)
        return train(settings.model_dir, lambda step, count: bar.update(task, description=f"Training {step}", completed=min(count, TRAINING_STEPS)))


def _with_backend(work: Callable[[Backend], Awaitable[T]]) -> T:
    from bot.process import backend_at, database_place

    async def go(place: Place) -> T:
        async with backend_at(place) as backend:
            return await work(backend)

    with database_place(_settings(None, None)) as place:
        return asyncio.run(go(place))


async def _organization_id(session: AsyncSession, short_id: str | None) -> UUID | None:
    """The id behind a short id. Raises `NotFound`."""
    if short_id is None:
        return None
    from backend.directory.repository import DirectoryRepository
    from backend.errors import NotFound
    from backend.identity.model import SYSTEM

    organization = await DirectoryRepository(session, SYSTEM).by_short_id(short_id)
    if organization is None:
        raise NotFound(f"There is no organisation with the short id {short_id}.")
    return organization.id


async def _fill_if_empty(place: Place) -> DemoNetwork | None:
    from backend.demo.fill import fill_demo
    from backend.directory.repository import DirectoryRepository
    from backend.identity.model import SYSTEM
    from bot.process import backend_at

    async with backend_at(place) as backend:
        async with backend.database.transaction() as session:
            empty = await DirectoryRepository(session, SYSTEM).is_empty()
        return await fill_demo(backend) if empty else None


def _print_network(network: DemoNetwork) -> None:
    table = Table("Role", "Organisation", "E-mail", "Password", title="Sign-ins (shown once)")
    for sign_in in network.sign_ins:
        table.add_row(sign_in.role.value, sign_in.organization, sign_in.email, sign_in.password)
    out.print(table)
    codes = Table("School", "Invite code", title="Invite codes for school staff (one use each)")
    for school, code in network.invites.items():
        codes.add_row(school, code)
    out.print(codes)


def _print_addresses(settings: Settings, filled: DemoNetwork | None) -> None:
    if filled is not None:
        _print_network(filled)
    out.print(f"Web chat:  {settings.base_url}/", highlight=False, soft_wrap=True)
    out.print(f"Queue:     {settings.base_url}/console", highlight=False, soft_wrap=True)
    if filled is not None:
        first = filled.sign_ins[0]
        out.print(f"Sign in:   {first.email}  {first.password}", highlight=False, soft_wrap=True)
    else:
        out.print("Sign in:   with an account of yours (`frontdesk user add` makes one)", highlight=False, soft_wrap=True)
    out.print("Ctrl-C stops it.")


if __name__ == "__main__":
    main()
