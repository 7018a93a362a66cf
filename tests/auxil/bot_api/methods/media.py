"""Sending photos, voice messages, documents and the like, a location; getFile."""

from __future__ import annotations

from typing import Any

from ..errors import bad_request, too_large
from ..model import StoredFile
from ..request import Arguments
from ..samples import image_size
from ..world import World
from .registry import method
from .sending import caption_content, send

UPLOAD_LIMIT = 50 * 1024 * 1024
PHOTO_LIMIT = 10 * 1024 * 1024
DOWNLOAD_LIMIT = 20 * 1024 * 1024


def media_file(world: World, arguments: Arguments, kind: str) -> StoredFile:
    """The file to send: uploaded in the call (in its own field or as `attach://`), or known by its file_id."""
    reference = arguments.text(kind)
    upload = arguments.files.get(reference.removeprefix("attach://") if reference.startswith("attach://") else kind)
    if upload is not None:
        if not upload.content:
            raise bad_request("file must be non-empty")
        if len(upload.content) > (PHOTO_LIMIT if kind == "photo" else UPLOAD_LIMIT):
            raise too_large()
        return world.store(kind, upload.content, upload.name, upload.mime_type)
    if not reference:
        raise bad_request(f"there is no {kind.replace('_', ' ')} in the request")
    if reference.startswith(("http://", "https://")):
        # Nothing outside the tests is fetched.
        raise bad_request("failed to get HTTP URL content")
    stored = world.files.get(reference)
    if stored is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    if stored.kind != kind:
        raise bad_request("type of file mismatch")
    return stored


def photo_sizes(stored: StoredFile) -> list[dict[str, Any]]:
    size = image_size(stored.content)
    if size is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    return [stored.to_json() | {"width": size[0], "height": size[1]}]


def describe(kind: str, stored: StoredFile, arguments: Arguments) -> Any:
    """The object under the message's field for this medium."""
    if kind == "photo":
        return photo_sizes(stored)
    body = stored.to_json()
    if stored.mime_type:
        body["mime_type"] = stored.mime_type
    if kind in ("document", "audio", "video", "animation") and stored.name:
        body["file_name"] = stored.name
    if kind in ("voice", "audio", "video", "animation", "video_note"):
        body["duration"] = arguments.integer("duration")
    if kind in ("video", "animation"):
        body |= {"width": arguments.integer("width", 640), "height": arguments.integer("height", 360)}
    if kind == "video_note":
        body["length"] = arguments.integer("length", 240)
    if kind == "sticker":
        body |= {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
    return body


def _send_media(world: World, arguments: Arguments, kind: str) -> Any:
    caption = {} if kind in ("sticker", "video_note") else caption_content(arguments)
    stored = media_file(world, arguments, kind)
    content: dict[str, Any] = {kind: describe(kind, stored, arguments), **caption}
    if kind == "animation":
        content["document"] = content["animation"]
    return send(world, arguments, content).to_json()


@method("sendPhoto", floods=True)
def send_photo(world: World, arguments: Arguments) -> Any:
    return _send_media(world, arguments, "photo")


@method("sendVoice", floods=True)
def send_voice(world: World, arguments: Arguments) -> Any:
    return _send_media(world, arguments, "voice")


@method("sendDocument", floods=True)
def send_document(world: World, arguments: Arguments) -> Any:
    return _send_media(world, arguments, "document")


@method("sendAudio", floods=True)
def send_audio(world: World, arguments: Arguments) -> Any:
    return _send_media(world, arguments, "audio")


@method("sendVideo", floods=True)
def send_video(world: World, arguments: Arguments) -> Any:
    return _send_media(world, arguments, "video")


@method("sendAnimation", floods=True)
def send_animation(world: World, arguments: Arguments) -> Any:
    return _send_media(world, arguments, "animation")


@method("sendVideoNote", floods=True)
def send_video_note(world: World, arguments: Arguments) -> Any:
    return _send_media(world, arguments, "video_note")


@method("sendSticker", floods=True)
def send_sticker(world: World, arguments: Arguments) -> Any:
    return _send_media(world, arguments, "sticker")


@method("sendLocation", floods=True)
def send_location(world: World, arguments: Arguments) -> Any:
    try:
        latitude, longitude = float(arguments.text("latitude")), float(arguments.text("longitude"))
    except ValueError:
        raise bad_request("latitude or longitude is empty") from None
    return send(world, arguments, {"location": {"latitude": latitude, "longitude": longitude}}).to_json()


@method("getFile")
def get_file(world: World, arguments: Arguments) -> Any:
    file_id = arguments.text("file_id")
    if not file_id:
        raise bad_request("file_id not specified")
    stored = world.file(file_id)
    if len(stored.content) > DOWNLOAD_LIMIT:
        raise bad_request("file is too big")
    return stored.to_json() | {"file_path": stored.path}
