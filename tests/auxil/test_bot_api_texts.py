"""How the emulated Bot API reads texts: parse modes, entities, and the refusals of what is not well-formed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.auxil.bot_api.errors import ApiError
from tests.auxil.bot_api.parse_html import parse_html
from tests.auxil.bot_api.parse_markdown import parse_markdown, parse_markdown_v2
from tests.auxil.bot_api.samples import image_size, jpeg, ogg
from tests.auxil.bot_api.text import Formatted, find_entities, utf16_length


def _parse(source: str) -> Formatted | ApiError:
    try:
        return parse_html(source)
    except ApiError as error:
        return error


@given(st.lists(st.sampled_from(["<b>", "</b>", "<i>", "</i>", "<code>", "</code>", "a", "😀", " ", "&amp;", "<", "&"])))
def test_html_is_parsed_or_refused_but_never_half(pieces: list[str]) -> None:
    parsed = _parse("".join(pieces))
    if isinstance(parsed, ApiError):
        assert parsed.code == 400
        assert parsed.description.startswith("Bad Request: can't parse entities: ")
        return
    length = utf16_length(parsed.text)
    assert all(0 <= e["offset"] < e["offset"] + e["length"] <= length for e in parsed.entities)
    assert "<" not in parsed.text


@given(st.text(alphabet="ab😀_*[]()~`>#+-=|{}.!\\\n", max_size=40))
def test_escaped_markdown_is_the_text_itself(text: str) -> None:
    escaped = "".join(f"\\{char}" if char in "_*[]()~`>#+-=|{}.!\\" else char for char in text)
    parsed = parse_markdown_v2(escaped)
    assert (parsed.text, parsed.entities) == (text, [])


def test_markdown_styles() -> None:
    nested = parse_markdown_v2("*vet _schuin_* ||stil|| `a*b` [hier](https://example.org/\\)) ```py\nx```\n>citaat")
    assert nested.text == "vet schuin stil a*b hier x\ncitaat"
    assert [entity["type"] for entity in nested.entities] == [
        "bold",
        "italic",
        "spoiler",
        "code",
        "text_link",
        "pre",
        "blockquote",
    ]
    legacy = parse_markdown("*vet* _schuin_ [hier](https://example.org) \\_")
    assert legacy.text == "vet schuin hier _"
    assert [entity["type"] for entity in legacy.entities] == ["bold", "italic", "text_link"]


@pytest.mark.parametrize(
    ("source", "refusal"),
    [
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("é</b>", "Unexpected end tag at byte offset 2"),
        ("<script>x</script>", 'Unsupported start tag "script" at byte offset 0'),
        ("x <b", "Unclosed start tag at byte offset 2"),
        ('<span class="big">x</span>', 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
def test_broken_html(source: str, refusal: str) -> None:
    with pytest.raises(ApiError) as caught:
        parse_html(source)
    assert caught.value.description == f"Bad Request: can't parse entities: {refusal}"


def test_what_telegram_marks_by_itself() -> None:
    text = "😀 /start, zie https://example.org/a. of @iemand of #school, niet 1/2 of a/b"
    units = text.encode("utf-16-le")
    marked = [(e["type"], units[e["offset"] * 2 : (e["offset"] + e["length"]) * 2].decode("utf-16-le")) for e in find_entities(text)]
    assert marked == [
        ("bot_command", "/start"),
        ("url", "https://example.org/a"),
        ("mention", "@iemand"),
        ("hashtag", "#school"),
    ]


def test_the_samples_are_what_they_say() -> None:
    assert image_size(jpeg()) == (8, 8)
    assert ogg().count(b"OggS") == 3
