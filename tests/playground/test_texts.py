"""Texts: the markup a bot sends, the entities a person types, and how long they may be."""

from typing import Any

import pytest

from playground.formatted_text import trimmed
from playground.html_entities import parse_html, utf16_length
from playground.refusals import Refused
from tests.playground.stage import Stage

SPANS: list[tuple[str, str, list[tuple[str, int, int]]]] = [
    ("plain", "plain", []),
    ("<b>b</b>", "b", [("bold", 0, 1)]),
    ("<strong>b</strong>", "b", [("bold", 0, 1)]),
    ("<i>i</i><em>e</em>", "ie", [("italic", 0, 1), ("italic", 1, 1)]),
    ("<u>u</u><ins>n</ins>", "un", [("underline", 0, 1), ("underline", 1, 1)]),
    ("<s>s</s><strike>t</strike><del>d</del>", "std", [("strikethrough", 0, 1), ("strikethrough", 1, 1), ("strikethrough", 2, 1)]),
    ('<span class="tg-spoiler">x</span>', "x", [("spoiler", 0, 1)]),
    ("<tg-spoiler>x</tg-spoiler>", "x", [("spoiler", 0, 1)]),
    ("<code>x</code>", "x", [("code", 0, 1)]),
    ("<pre>x</pre>", "x", [("pre", 0, 1)]),
    ("<blockquote>q</blockquote>", "q", [("blockquote", 0, 1)]),
    ("<blockquote expandable>q</blockquote>", "q", [("expandable_blockquote", 0, 1)]),
    ("<b>林美</b>", "林美", [("bold", 0, 2)]),
    ("😀<b>b</b>", "😀b", [("bold", 2, 1)]),
    ("林<b>美😀</b><i>x</i>", "林美😀x", [("bold", 1, 3), ("italic", 4, 1)]),
    ("<b>a<i>b</i></b>", "ab", [("italic", 1, 1), ("bold", 0, 2)]),
    ("&lt;b&gt; &amp; &quot;", '<b> & "', []),
    ("&#20320;&#x4f60;<b>x</b>", "你你x", [("bold", 2, 1)]),
    ("&#128512;<b>x</b>", "😀x", [("bold", 2, 1)]),
    ("&copy; &nbsp", "&copy; &nbsp", []),
    ("<b></b>x", "x", []),
    ("<B>x</B>", "x", [("bold", 0, 1)]),
    ("<b>x</>", "x", [("bold", 0, 1)]),
    ("a > b", "a > b", []),
]
ERRORS = [
    ("<x>a</x>", 'Unsupported start tag "x" at byte offset 0'),
    ("林<br>", 'Unsupported start tag "br" at byte offset 3'),
    ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
    ("<b><i>a</i>", 'Can\'t find end tag corresponding to start tag "b"'),
    ("a</b>", "Unexpected end tag at byte offset 1"),
    ("<b>林</i>", 'Unmatched end tag at byte offset 6, expected "</b>", found "</i>"'),
    ("<b", "Unclosed start tag at byte offset 0"),
    ("a < b", 'Unsupported start tag "" at byte offset 2'),
    ("<b>a</b", "Unclosed end tag at byte offset 4"),
    ('<a href="x', "Unclosed start tag at byte offset 0"),
    ("<a href", 'Unclosed start tag "a" at byte offset 0'),
    ("<a ='x'>y</a>", 'Empty attribute name in the tag "a" at byte offset 0'),
    ("<a href=x/y>y</a>", "Unexpected end of name token at byte offset 8"),
    ('<span class="red">x</span>', 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
]


@pytest.mark.parametrize(("markup", "text", "spans"), SPANS)
def test_markup_becomes_text_with_entities_in_utf16_units(markup: str, text: str, spans: list[tuple[str, int, int]]) -> None:
    bare, entities = parse_html(markup)
    assert (bare, [(entity["type"], entity["offset"], entity["length"]) for entity in entities]) == (text, spans)


@pytest.mark.parametrize(
    ("markup", "entity"),
    [
        ('<a href="https://kefu.example/?a=1&amp;b=2">x</a>', {"type": "text_link", "url": "https://kefu.example/?a=1&b=2"}),
        ("<a href='http://a.b'>x</a>", {"type": "text_link", "url": "http://a.b"}),
        ('<a href="tg://user?id=7">x</a>', {"type": "text_mention", "user_id": 7}),
        ('<pre><code class="language-python">x</code></pre>', {"type": "pre", "language": "python"}),
        ('<code class="language-python"><pre>x</pre></code>', {"type": "pre", "language": "python"}),
        ('<tg-emoji emoji-id="5368324170671202286">x</tg-emoji>', {"type": "custom_emoji", "custom_emoji_id": "5368324170671202286"}),
    ],
)
def test_attributes_become_facts_of_the_entity(markup: str, entity: dict[str, Any]) -> None:
    assert parse_html(markup) == ("x", [{**entity, "offset": 0, "length": 1}])


@pytest.mark.parametrize(("markup", "reason"), ERRORS)
def test_wrong_markup_is_refused_in_telegrams_words(markup: str, reason: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_html(markup)
    assert refused.value.description == f"Bad Request: can't parse entities: {reason}"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/start now", [("bot_command", 0, 6)]),
        ("see /help@kefu_demo_bot", [("bot_command", 4, 19)]),
        ("hi @meilin", [("mention", 3, 7)]),
        ("a https://kefu.example/x?y=1, b", [("url", 2, 26)]),
        ("林美 kefu.example", [("url", 3, 12)]),
        ("write to mei@kefu.example", [("email", 9, 16)]),
        ("#退款 please", [("hashtag", 0, 3)]),
        ("1/2 and a/b", []),
        ("<b>x</b> /a> </script>", []),
        ("😀 /start", [("bot_command", 3, 6)]),
    ],
)
def test_commands_links_and_mentions_are_found_in_a_text(text: str, found: list[tuple[str, int, int]]) -> None:
    _, entities = trimmed(text, [])
    assert [(entity["type"], entity["offset"], entity["length"]) for entity in entities] == found


def test_white_space_around_a_text_goes_and_entities_move_along() -> None:
    assert trimmed("  林 x \n", [{"type": "bold", "offset": 0, "length": 3}]) == ("林 x", [{"type": "bold", "offset": 0, "length": 1}])


@pytest.mark.parametrize(("text", "length"), [("abc", 3), ("林美", 2), ("😀", 2), ("e\u0301", 2), ("👨\u200d💻", 5)])
def test_length_is_counted_in_utf16_units(text: str, length: int) -> None:
    assert utf16_length(text) == length


async def test_a_message_in_html_arrives_as_text_and_entities(stage: Stage, chat: int) -> None:
    sent = await stage.bot("sendMessage", chat_id=chat, text="😀<b>林美</b> <a href='tg://user?id=1002'>J</a>", parse_mode="html")
    assert sent["text"] == "😀林美 J"
    assert [(entity["type"], entity["offset"], entity["length"]) for entity in sent["entities"]] == [("bold", 2, 2), ("text_mention", 5, 1)]
    assert sent["entities"][1]["user"]["first_name"] == "James"


async def test_given_entities_are_kept(stage: Stage, chat: int) -> None:
    sent = await stage.bot("sendMessage", chat_id=chat, text="<b>", entities=[{"type": "italic", "offset": 0, "length": 3}])
    assert (sent["text"], sent["entities"]) == ("<b>", [{"type": "italic", "offset": 0, "length": 3}])


@pytest.mark.parametrize(
    ("parameters", "description"),
    [
        ({"text": ""}, "message text is empty"),
        ({"text": "  \n"}, "message text is empty"),
        ({"text": "<b></b>", "parse_mode": "HTML"}, "message text is empty"),
        ({"text": "x" * 4097}, "message is too long"),
        ({"text": "😀" * 2049}, "message is too long"),
        ({"text": "<b>x", "parse_mode": "HTML"}, "can't parse entities: Can't find end tag corresponding to start tag \"b\""),
        ({"text": "*x*", "parse_mode": "MarkdownV2"}, "the stand-in speaks HTML only: parse_mode must be HTML"),
        ({"text": "x", "parse_mode": "BBCode"}, "unsupported parse_mode"),
        ({"text": "x", "entities": [{"type": "bold", "offset": 0, "length": 9}]}, "entity beyond the end of the text"),
    ],
)
async def test_texts_that_cannot_be_sent(stage: Stage, chat: int, parameters: dict[str, Any], description: str) -> None:
    assert await stage.refusal("sendMessage", chat_id=chat, **parameters) == (400, f"Bad Request: {description}")


async def test_the_longest_text_counts_without_its_markup(stage: Stage, chat: int) -> None:
    sent = await stage.bot("sendMessage", chat_id=chat, text=f"<b>{'x' * 4096}</b>", parse_mode="HTML")
    assert len(sent["text"]) == 4096


async def test_a_person_cannot_send_nothing_or_too_much(stage: Stage) -> None:
    assert await stage.refused("messages", sender=1001, chat_id=1001, text=" ") == (400, "An empty message cannot be sent.")
    assert await stage.refused("messages", sender=1001, chat_id=1001, text="x" * 4097) == (400, "A message holds at most 4096 characters.")
