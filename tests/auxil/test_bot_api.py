"""The emulated Bot API, driven by python-telegram-bot over HTTP: messages, keyboards, media, refusals."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from telegram import (
    Bot,
    BotCommand,
    LinkPreviewOptions,
    MessageEntity,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
)
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest, Forbidden, InvalidToken, RetryAfter

from tests.auxil.bot_api import BotApi, Limits, NoSuchButton, User
from tests.auxil.bot_api.samples import jpeg
from tests.auxil.telegram_helpers import keyboard, refused

pytestmark = pytest.mark.asyncio


async def post(api: BotApi, method: str, body: dict[str, Any], token: str | None = None) -> tuple[int, dict[str, Any]]:
    """A call without python-telegram-bot, which rewrites the descriptions."""
    async with httpx.AsyncClient() as client:
        response = await client.post(f"{api.base_url}{token or api.token}/{method}", json=body)
    return response.status_code, response.json()


async def test_the_bot_knows_itself(bot: Bot) -> None:
    me = await bot.get_me()
    assert me.is_bot
    assert me.can_join_groups is True
    assert me.can_read_all_group_messages is False
    assert me.username == "frontdesk_test_bot"


async def test_a_message_is_seen_by_the_person(bot: Bot, noor: User) -> None:
    sent = await bot.send_message(noor.id, "  Dag *Noor*  ")
    seen = await noor.next_message()
    assert (seen.text, seen.message_id) == ("Dag *Noor*", sent.message_id)
    assert sent.from_user is not None
    assert sent.from_user.is_bot
    assert sent.chat.type == "private"
    assert sent.chat.first_name == "Noor"
    assert noor.last is seen


@pytest.mark.parametrize(
    ("text", "style", "refusal"),
    [
        ("", None, "Message text is empty"),
        (" \n ", None, "Text must be non-empty"),
        ("<b></b>", ParseMode.HTML, "Text must be non-empty"),
        ("x" * 4097, None, "Message is too long"),
        ("😀" * 2049, None, "Message is too long"),
        ("x", "Wiki", "Unsupported parse_mode"),
        ("<b>vet", ParseMode.HTML, "Can't parse entities: can't find end tag corresponding to start tag \"b\""),
        ("5 < 6", ParseMode.HTML, 'Can\'t parse entities: unsupported start tag "" at byte offset 2'),
        ("klaar.", ParseMode.MARKDOWN_V2, "Can't parse entities: character '.' is reserved and must be escaped"),
        ("*vet", ParseMode.MARKDOWN, "Can't parse entities: can't find end of the entity starting at byte offset 0"),
    ],
)
async def test_a_text_that_telegram_refuses(bot: Bot, noor: User, text: str, style: str | None, refusal: str) -> None:
    with pytest.raises(BadRequest) as caught:
        await bot.send_message(noor.id, text, parse_mode=style)
    assert caught.value.message.lower().startswith(refusal.lower())
    assert noor.messages == []


async def test_the_limit_counts_utf16_units_without_the_markup(bot: Bot, noor: User) -> None:
    await bot.send_message(noor.id, f"<b>{'😀' * 2048}</b>", parse_mode=ParseMode.HTML)
    assert noor.messages[0].text == "😀" * 2048


async def test_html_becomes_entities(bot: Bot, noor: User) -> None:
    sent = await bot.send_message(noor.id, '😀 <b>dag <i>jij</i></b> &lt;3 <a href="https://example.org/x">hier</a>', parse_mode=ParseMode.HTML)
    assert sent.text == "😀 dag jij <3 hier"
    assert {(e.type, sent.parse_entity(e)) for e in sent.entities} == {
        ("bold", "dag jij"),
        ("italic", "jij"),
        ("text_link", "hier"),
    }


async def test_entities_are_checked_against_the_text(bot: Bot, noor: User) -> None:
    with refused(BadRequest, "ends after the end of the text at UTF-16 offset 100"):
        await bot.send_message(noor.id, "hallo", entities=[MessageEntity("bold", 0, 100)])
    sent = await bot.send_message(noor.id, "hallo", entities=[MessageEntity("bold", 0, 5)])
    assert [entity.type for entity in sent.entities] == ["bold"]


async def test_nobody_is_written_to_before_they_wrote(api: BotApi, bot: Bot) -> None:
    stranger = api.user(8, "Sam")
    with refused(Forbidden, "bot can't initiate conversation with a user"):
        await bot.send_message(stranger.id, "dag")
    with refused(BadRequest, "Chat not found"):
        await bot.send_message(9, "dag")
    await stranger.send("hallo")
    await bot.send_message(stranger.id, "dag")
    assert [message.text for message in stranger.messages] == ["dag"]


async def test_who_blocked_the_bot_is_not_reached(bot: Bot, noor: User) -> None:
    await noor.block()
    for call in (bot.send_message(noor.id, "dag"), bot.send_chat_action(noor.id, ChatAction.TYPING)):
        with refused(Forbidden, "bot was blocked by the user"):
            await call
    await noor.unblock()
    await bot.send_message(noor.id, "dag")
    await noor.deactivate()
    with refused(Forbidden, "user is deactivated"):
        await bot.send_message(noor.id, "dag")
    assert len(noor.messages) == 1


async def test_wrong_tokens_and_unknown_methods(api: BotApi) -> None:
    with pytest.raises(InvalidToken):
        await Bot("1:wrong", base_url=api.base_url).initialize()
    status, body = await post(api, "getMe", {}, token="1:wrong")
    assert (status, body) == (401, {"ok": False, "error_code": 401, "description": "Unauthorized"})
    status, body = await post(api, "inventMessage", {})
    assert (status, body["description"]) == (404, "Not Found: method not found")
    assert [call.status for call in api.calls_of("inventMessage")] == [404]


async def test_every_way_to_call(api: BotApi, noor: User) -> None:
    arguments = {"chat_id": str(noor.id), "text": "dag"}
    async with httpx.AsyncClient(base_url=f"{api.base_url}{api.token}") as client:
        for answer in (
            await client.get("/sendMessage", params=arguments),
            await client.post("/sendMessage", json=arguments),
            await client.post("/SENDMESSAGE", data=arguments),
            await client.post("/sendmessage", data=arguments, files={"unused": b"x"}),
        ):
            assert answer.json()["ok"] is True, answer.text
    assert [message.text for message in noor.messages] == ["dag"] * 4


async def test_a_button_is_pressed_and_answered(bot: Bot, noor: User) -> None:
    await bot.send_message(noor.id, "Klopt dit?", reply_markup=keyboard(("Ja", "confirm:yes"), ("Nee", "confirm:no")))
    assert noor.messages[0].titles == ["Ja", "Nee"]
    press = await noor.press("Ja")
    updates = await bot.get_updates(offset=-1)
    query = updates[-1].callback_query
    assert query is not None
    assert query.data == "confirm:yes"
    assert query.from_user.id == noor.id
    assert query.message is not None
    assert query.message.message_id == noor.messages[0].message_id
    await query.answer("Genoteerd", show_alert=True)
    answer = await noor.answer_to(press)
    assert (answer.text, answer.alert) == ("Genoteerd", True)
    with refused(BadRequest, "Query is too old"):
        await query.answer()
    with refused(BadRequest, "Query is too old"):
        await bot.answer_callback_query("12345")


async def test_an_answer_comes_too_late() -> None:
    now = 1_000_000.0
    async with BotApi(now=lambda: now, press_lifetime=60) as api, Bot(api.token, base_url=api.base_url) as bot:
        user = api.user(1)
        await user.send("dag")
        await bot.send_message(1, "?", reply_markup=keyboard(("Ja", "y")))
        press = await user.press("y")
        now += 61
        with refused(BadRequest, "Query is too old"):
            await bot.answer_callback_query(press.id)


async def test_only_what_is_shown_can_be_pressed(bot: Bot, noor: User) -> None:
    sent = await bot.send_message(noor.id, "Nieuw dossier", reply_markup=keyboard(("Neem op", "claim:1")))
    await sent.edit_text("Opgenomen", reply_markup=keyboard(("Sluit", "close:1")))
    with pytest.raises(NoSuchButton, match="Sluit"):
        await noor.press("Neem op")
    await noor.press("Neem op", stale=True)
    await noor.forge_press("admin:1", sent.message_id)
    updates = await bot.get_updates()
    assert [u.callback_query.data for u in updates if u.callback_query] == ["claim:1", "admin:1"]


async def test_reply_keyboards_send_their_title(bot: Bot, noor: User) -> None:
    await bot.send_message(noor.id, "Taal?", reply_markup=ReplyKeyboardMarkup([["Nederlands", "Français"]]))
    message_id = await noor.tap("Français")
    assert noor.transcript[-1].message_id == message_id
    assert noor.transcript[-1].text == "Français"
    await bot.send_message(noor.id, "Merci", reply_markup=ReplyKeyboardRemove())
    with pytest.raises(NoSuchButton):
        await noor.tap("Français")


@pytest.mark.parametrize(
    ("button", "refusal"),
    [
        ({"text": "x", "callback_data": "x" * 65}, "BUTTON_DATA_INVALID"),
        ({"text": "x", "callback_data": "é" * 33}, "BUTTON_DATA_INVALID"),
        (
            {"text": "x", "callback_data": ""},
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        ({"callback_data": "x"}, "can't parse inline keyboard button: Can't find field \"text\""),
        (
            {"text": "x", "url": "http://localhost:8080/x"},
            "inline keyboard button URL 'http://localhost:8080/x' is invalid: Wrong HTTP URL",
        ),
        (
            {"text": "x", "url": "ftp://example.org"},
            "inline keyboard button URL 'ftp://example.org' is invalid: Unsupported URL protocol",
        ),
    ],
)
async def test_buttons_that_telegram_refuses(api: BotApi, noor: User, button: dict[str, str], refusal: str) -> None:
    markup = {"inline_keyboard": [[button]]}
    status, body = await post(api, "sendMessage", {"chat_id": noor.id, "text": "x", "reply_markup": markup})
    assert (status, body["description"]) == (400, f"Bad Request: {refusal}")
    assert noor.messages == []


async def test_callback_data_of_64_bytes_passes(bot: Bot, noor: User) -> None:
    await bot.send_message(noor.id, "x", reply_markup=keyboard(("x", "é" * 32)))
    assert noor.messages[0].buttons[0].data == "é" * 32


async def test_an_edit_shows_in_place(bot: Bot, noor: User) -> None:
    sent = await bot.send_message(noor.id, "Stap 1", reply_markup=keyboard(("Verder", "next")))
    seen = await noor.next_message()
    await bot.edit_message_text("Stap 2", noor.id, sent.message_id, reply_markup=keyboard(("Klaar", "done")))
    assert (seen.text, seen.titles, len(noor.messages)) == ("Stap 2", ["Klaar"], 1)
    await bot.edit_message_reply_markup(noor.id, sent.message_id, reply_markup=keyboard(("Terug", "back")))
    assert seen.titles == ["Terug"]
    await bot.edit_message_text("Stap 3", noor.id, sent.message_id)
    assert (seen.text, seen.titles) == ("Stap 3", []), "an edit without a keyboard takes it away"


async def test_edits_that_telegram_refuses(bot: Bot, noor: User) -> None:
    options = LinkPreviewOptions(is_disabled=True)
    sent = await bot.send_message(noor.id, "a", reply_markup=keyboard(("b", "c")), link_preview_options=options)
    with refused(BadRequest, "Message is not modified"):
        await bot.edit_message_text(" a", noor.id, sent.message_id, reply_markup=keyboard(("b", "c")))
    with refused(BadRequest, "Message is not modified"):
        await bot.edit_message_reply_markup(noor.id, sent.message_id, reply_markup=keyboard(("b", "c")))
    with refused(BadRequest, "Message to edit not found"):
        await bot.edit_message_text("x", noor.id, 999)
    with refused(BadRequest, "Message can't be edited"):
        await bot.edit_message_text("x", noor.id, 1)
    photo = await bot.send_photo(noor.id, jpeg(), caption="een foto")
    with refused(BadRequest, "There is no text in the message to edit"):
        await photo.edit_text("x")
    await photo.edit_caption("de foto")
    assert [message.text for message in noor.messages] == ["a", "de foto"]


async def test_deleting(bot: Bot, noor: User) -> None:
    sent = await bot.send_message(noor.id, "weg")
    await sent.delete()
    assert noor.messages == []
    with refused(BadRequest, "Message to delete not found"):
        await sent.delete()
    await bot.delete_message(noor.id, 1)
    assert noor.transcript == []


async def test_replies(bot: Bot, noor: User) -> None:
    question = await noor.send("Wat nu?")
    sent = await bot.send_message(noor.id, "Dit", reply_parameters=ReplyParameters(question))
    assert sent.reply_to_message is not None
    assert sent.reply_to_message.text == "Wat nu?"
    with refused(BadRequest, "Message to be replied not found"):
        await bot.send_message(noor.id, "x", reply_parameters=ReplyParameters(999))
    lost = ReplyParameters(999, allow_sending_without_reply=True)
    assert (await bot.send_message(noor.id, "x", reply_parameters=lost)).reply_to_message is None


async def test_link_previews(bot: Bot, noor: User) -> None:
    sent = await bot.send_message(noor.id, "Zie https://example.org.", link_preview_options=LinkPreviewOptions(is_disabled=True))
    assert sent.link_preview_options is not None
    assert sent.link_preview_options.is_disabled
    assert sent.parse_entities() == {sent.entities[0]: "https://example.org"}


async def test_chat_actions(bot: Bot, noor: User) -> None:
    await bot.send_chat_action(noor.id, ChatAction.TYPING)
    assert noor.actions == ["typing"]
    with refused(BadRequest, "Wrong parameter action in request"):
        await bot.send_chat_action(noor.id, "thinking")


async def test_commands_and_descriptions(bot: Bot) -> None:
    await bot.set_my_commands([BotCommand("help", "Wat kan ik?")], language_code="nl")
    assert [command.command for command in await bot.get_my_commands(language_code="nl")] == ["help"]
    assert await bot.get_my_commands() == ()
    with refused(BadRequest, "Bot_command_invalid"):
        await bot.set_my_commands([BotCommand("Help!", "Wat kan ik?")])
    await bot.set_my_description("Meldpunt", language_code="nl")
    assert (await bot.get_my_description(language_code="nl")).description == "Meldpunt"
    await bot.set_my_name("Loket")
    assert (await bot.get_my_name(language_code="fr")).name == "Loket"


async def test_flood_limits() -> None:
    at = 0.0
    limits = Limits(chat_per_second=1, burst=2, clock=lambda: at)
    async with BotApi(limits=limits) as api, Bot(api.token, base_url=api.base_url) as bot:
        user, other = api.user(1), api.user(2)
        await user.send("dag")
        await other.send("dag")
        await bot.send_message(1, "1")
        await bot.send_message(1, "2")
        with pytest.raises(RetryAfter):
            await bot.send_message(1, "3")
        status, body = await post(api, "sendMessage", {"chat_id": 1, "text": "3"})
        assert (status, body["parameters"]) == (429, {"retry_after": 1})
        assert body["description"] == "Too Many Requests: retry after 1"
        await bot.send_message(2, "1")
        at += 1
        await bot.send_message(1, "3")
        assert [message.text for message in user.messages] == ["1", "2", "3"]
