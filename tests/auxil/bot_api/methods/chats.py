"""getChat, getChatMember, getChatMemberCount, leaveChat."""

from __future__ import annotations

from typing import Any

from ..errors import bad_request
from ..model import Chat
from ..request import Arguments
from ..world import World
from .registry import method


def _known(world: World, arguments: Arguments) -> Chat:
    chat = world.chat(arguments.text("chat_id"))
    if chat.person is not None and not (chat.started or chat.blocked):
        raise bad_request("chat not found")
    return chat if chat.person is not None else world.writable(arguments.text("chat_id"))


@method("getChat")
def get_chat(world: World, arguments: Arguments) -> Any:
    chat = _known(world, arguments)
    return chat.to_json() | {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": _GIFTS}


_GIFTS = {
    "unlimited_gifts": False,
    "limited_gifts": False,
    "unique_gifts": False,
    "premium_subscription": False,
    "gifts_from_channels": False,
}


@method("getChatMember")
def get_chat_member(world: World, arguments: Arguments) -> Any:
    chat = _known(world, arguments)
    user_id = arguments.integer("user_id")
    if user_id == world.bot.id:
        return {"user": world.bot.to_json(), "status": chat.bot_status} | _RIGHTS.get(chat.bot_status, {})
    person = world.persons.get(user_id)
    if person is None:
        raise bad_request("invalid user_id specified")
    inside = user_id in chat.members or user_id == chat.id
    return {"user": person.to_json(), "status": "member" if inside else "left"}


_RIGHTS: dict[str, dict[str, Any]] = {
    "kicked": {"until_date": 0},
    "administrator": dict.fromkeys(
        [
            "can_manage_chat",
            "can_delete_messages",
            "can_manage_video_chats",
            "can_restrict_members",
            "can_promote_members",
            "can_change_info",
            "can_invite_users",
            "can_pin_messages",
            "can_post_stories",
            "can_edit_stories",
            "can_delete_stories",
        ],
        True,
    )
    | {"is_anonymous": False, "can_be_edited": False},
}


@method("getChatMemberCount")
def get_chat_member_count(world: World, arguments: Arguments) -> Any:
    chat = _known(world, arguments)
    return 2 if chat.person is not None else len(chat.members) + 1


@method("leaveChat")
def leave_chat(world: World, arguments: Arguments) -> Any:
    chat = world.writable(arguments.text("chat_id"))
    if chat.person is not None:
        raise bad_request("chat member status can't be changed in private chats")
    old, chat.bot_status = chat.bot_status, "left"
    world.membership(chat, world.bot, old, "left")
    return True
