"""What the bot says of itself: getMe, its commands, its names and descriptions, by scope and language."""

from __future__ import annotations

import json
import re
from typing import Any

from ..errors import bad_request
from ..request import Arguments
from ..world import World
from .registry import method

_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_LIMITS = {"name": 64, "description": 512, "short_description": 120}


@method("getMe")
def get_me(world: World, arguments: Arguments) -> Any:
    return world.bot.to_json() | {
        "can_join_groups": True,
        "can_read_all_group_messages": world.reads_groups,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def _commands_key(arguments: Arguments) -> str:
    scope = arguments.json("scope") or {"type": "default"}
    return json.dumps(["commands", scope, arguments.text("language_code")], sort_keys=True)


@method("setMyCommands")
def set_my_commands(world: World, arguments: Arguments) -> Any:
    commands = arguments.json("commands")
    if not isinstance(commands, list):
        raise bad_request("expected an Array of BotCommand")
    if len(commands) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        name = str(command.get("command", "")).removeprefix("/")
        if not _COMMAND.fullmatch(name):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(str(command.get("description", "")).strip()) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    world.profile[_commands_key(arguments)] = commands
    return True


@method("getMyCommands")
def get_my_commands(world: World, arguments: Arguments) -> Any:
    return world.profile.get(_commands_key(arguments), [])


@method("deleteMyCommands")
def delete_my_commands(world: World, arguments: Arguments) -> Any:
    world.profile.pop(_commands_key(arguments), None)
    return True


def _set(world: World, arguments: Arguments, field: str) -> Any:
    value = arguments.text(field)
    if len(value) > _LIMITS[field]:
        raise bad_request(f"bot {field.replace('_', ' ')} is too long")
    world.profile[f"{field}/{arguments.text('language_code')}"] = value
    return True


def _get(world: World, arguments: Arguments, field: str) -> Any:
    default = world.bot.first_name if field == "name" else ""
    fallback = world.profile.get(f"{field}/", default)
    return {field: world.profile.get(f"{field}/{arguments.text('language_code')}") or fallback}


@method("setMyName")
def set_my_name(world: World, arguments: Arguments) -> Any:
    return _set(world, arguments, "name")


@method("getMyName")
def get_my_name(world: World, arguments: Arguments) -> Any:
    return _get(world, arguments, "name")


@method("setMyDescription")
def set_my_description(world: World, arguments: Arguments) -> Any:
    return _set(world, arguments, "description")


@method("getMyDescription")
def get_my_description(world: World, arguments: Arguments) -> Any:
    return _get(world, arguments, "description")


@method("setMyShortDescription")
def set_my_short_description(world: World, arguments: Arguments) -> Any:
    return _set(world, arguments, "short_description")


@method("getMyShortDescription")
def get_my_short_description(world: World, arguments: Arguments) -> Any:
    return _get(world, arguments, "short_description")


@method("setChatMenuButton")
def set_chat_menu_button(world: World, arguments: Arguments) -> Any:
    world.profile[f"menu/{arguments.text('chat_id')}"] = arguments.json("menu_button")
    return True
