"""The emulated Bot API, driven by python-telegram-bot: media, what persons send, groups, and what tests see."""

from __future__ import annotations

import pytest
from telegram import (
    Bot,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest, Forbidden

from tests.auxil.bot_api import BotApi, NothingCame, User
from tests.auxil.bot_api.samples import jpeg, ogg
from tests.auxil.bot_api.text import utf16_length
from tests.auxil.telegram_helpers import keyboard, refused

pytestmark = pytest.mark.asyncio


async def test_media_go_out_and_can_be_fetched(bot: Bot, noor: User) -> None:
    photo = await bot.send_photo(noor.id, jpeg(), caption="<b>kaart</b>", parse_mode=ParseMode.HTML)
    voice = await bot.send_voice(noor.id, ogg(), duration=1)
    document = await bot.send_document(noor.id, b"a;b", filename="lijst.csv")
    assert [message.kind for message in noor.messages] == ["photo", "voice", "document"]
    assert (photo.caption, photo.photo[-1].width) == ("kaart", 8)
    assert voice.voice is not None
    assert document.document is not None
    assert document.document.file_name == "lijst.csv"
    fetched = await (await document.document.get_file()).download_as_bytearray()
    assert bytes(fetched) == b"a;b"
    again = await bot.send_voice(noor.id, voice.voice.file_id)
    assert again.voice is not None
    assert again.voice.file_unique_id == voice.voice.file_unique_id


async def test_media_that_telegram_refuses(bot: Bot, noor: User) -> None:
    document = await bot.send_document(noor.id, b"text", filename="a.txt")
    assert document.document is not None
    for photo, refusal in (
        (b"no picture", "Image_process_failed"),
        (b"", "File must be non-empty"),
        ("unknown-file-id", "Wrong file identifier/HTTP URL specified"),
        ("https://example.org/a.jpg", "Failed to get HTTP URL content"),
        (document.document.file_id, "Type of file mismatch"),
    ):
        with pytest.raises(BadRequest) as caught:
            await bot.send_photo(noor.id, photo)
        assert caught.value.message.lower() == refusal.lower()
    with refused(BadRequest, "Message caption is too long"):
        await bot.send_photo(noor.id, jpeg(), caption="x" * 1025)
    with refused(BadRequest, "Invalid file_id"):
        await bot.get_file("nothing")


async def test_what_persons_send_reaches_the_bot(bot: Bot, noor: User) -> None:
    await noor.send("/start@frontdesk_test_bot ABC mail: a@example.org")
    await noor.send_photo(caption="mijn klas")
    await noor.send_voice(seconds=3)
    await noor.send_location()
    await noor.send_sticker()
    await noor.send_document("brief.pdf", b"%PDF")
    await noor.send_contact("+32470123456")
    updates = await bot.get_updates()
    messages = [update.message for update in updates[1:]]
    assert all(m is not None and m.from_user is not None and m.from_user.language_code == "nl" for m in messages)
    text, photo, voice, location, sticker, document, contact = (m for m in messages if m is not None)
    assert [(e.type, text.parse_entity(e)) for e in text.entities] == [
        ("bot_command", "/start@frontdesk_test_bot"),
        ("email", "a@example.org"),
    ]
    assert photo.caption == "mijn klas"
    assert voice.voice is not None
    assert voice.voice.duration == 3
    assert location.location is not None
    assert sticker.sticker is not None
    assert document.document is not None
    assert contact.contact is not None
    assert contact.contact.user_id == noor.id
    assert bytes(await (await photo.photo[-1].get_file()).download_as_bytearray()) == jpeg()


async def test_a_long_text_of_a_person_comes_in_parts(bot: Bot, noor: User) -> None:
    await noor.send("😀" * 3000)
    updates = await bot.get_updates()
    texts = [update.message.text for update in updates[1:] if update.message]
    assert [utf16_length(text or "") for text in texts] == [4096, 1904]


async def test_an_edit_of_a_person(bot: Bot, noor: User) -> None:
    message_id = await noor.send("3 halve dagen")
    await noor.edit(message_id, "5 halve dagen")
    edited = (await bot.get_updates())[-1].edited_message
    assert edited is not None
    assert (edited.message_id, edited.text) == (message_id, "5 halve dagen")
    assert edited.edit_date is not None


async def test_copies_and_forwards(api: BotApi, bot: Bot, noor: User) -> None:
    coach = api.user(70, "Coach")
    await coach.send("/start")
    photo = await noor.send_photo(caption="kijk")
    copied = await bot.copy_message(coach.id, noor.id, photo)
    forwarded = await bot.forward_message(coach.id, noor.id, photo)
    assert copied.message_id == coach.messages[0].message_id
    assert [(message.kind, message.text) for message in coach.messages] == [("photo", "kijk")] * 2
    assert forwarded.forward_origin is not None
    assert "forward_origin" not in coach.messages[0].extra
    with refused(BadRequest, "Message to copy not found"):
        await bot.copy_message(coach.id, noor.id, 999)
    secret = await bot.send_message(noor.id, "geheim", protect_content=True)
    with refused(BadRequest, "Message can't be forwarded"):
        await bot.forward_message(coach.id, noor.id, secret.message_id)


async def test_groups_keep_their_privacy(api: BotApi, bot: Bot, noor: User) -> None:
    team = api.group(-1001, "Team Noord")
    with refused(Forbidden, "bot is not a member of the supergroup chat"):
        await bot.send_message(team.id, "dag")
    await team.add_bot(noor)
    card = await bot.send_message(team.id, "Nieuw", reply_markup=keyboard(("Neem op", "claim")))
    await noor.send("zomaar", chat=team)
    await noor.send("/status", chat=team)
    await noor.send("ja", chat=team, reply_to=card.message_id)
    await noor.press("Neem op", chat=team)
    updates = await bot.get_updates()
    texts = [u.message.text for u in updates if u.message and u.message.chat.id == team.id and u.message.text]
    assert texts == ["/status", "ja"]
    assert updates[-1].callback_query is not None
    assert updates[-1].callback_query.from_user.id == noor.id
    assert any(u.my_chat_member and u.my_chat_member.new_chat_member.status == "member" for u in updates)
    assert (await bot.get_chat_member(team.id, noor.id)).status == "member"
    assert (await bot.get_chat(team.id)).title == "Team Noord"
    await team.remove_bot(noor)
    with refused(Forbidden, "bot was kicked from the supergroup chat"):
        await bot.send_message(team.id, "dag")


async def test_waiting_for_messages(bot: Bot, noor: User) -> None:
    with pytest.raises(NothingCame, match="/start"):
        await noor.next_message(timeout=0.01)
    sent = await bot.send_message(noor.id, "een")
    await bot.send_message(noor.id, "twee")
    assert [(await noor.next_message()).text for _ in range(2)] == ["een", "twee"]
    await bot.edit_message_text("drie", noor.id, sent.message_id)
    assert (await noor.wait_for(lambda message: message.text == "drie")).message_id == sent.message_id
    await bot.send_message(noor.id, "vier")
    noor.skip_messages()
    with pytest.raises(NothingCame):
        await noor.next_message(timeout=0.01)
