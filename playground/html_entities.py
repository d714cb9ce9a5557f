"""Telegram's HTML: text with tags becomes text with entities, with Telegram's own errors."""

from dataclasses import dataclass

from playground.refusals import Refused, bad_request
from playground.wire import Json

STYLES = {
    b"b": "bold",
    b"strong": "bold",
    b"i": "italic",
    b"em": "italic",
    b"u": "underline",
    b"ins": "underline",
    b"s": "strikethrough",
    b"strike": "strikethrough",
    b"del": "strikethrough",
    b"tg-spoiler": "spoiler",
    b"span": "spoiler",
}
TAGS = frozenset({*STYLES, b"a", b"tg-emoji", b"pre", b"code", b"blockquote"})
NAMED = {b"lt": "<", b"gt": ">", b"amp": "&", b"quot": '"'}
SPACES = b" \t\r\n\0\v"


def utf16_length(text: str) -> int:
    """The length in UTF-16 units, the unit of every offset and length of an entity."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def parse_html(markup: str) -> tuple[str, list[Json]]:
    """The bare text and its entities. Refused with Telegram's wording when the markup is wrong."""
    if "<" not in markup and "&" not in markup:
        return markup, []
    return _Reader(markup.encode()).read()


@dataclass(slots=True)
class _Open:
    tag: bytes
    argument: str
    offset: int
    begins_at: int


class _Reader:
    """One pass over the bytes of the markup: Telegram counts its error positions in bytes."""

    def __init__(self, source: bytes) -> None:
        self._source = source + b"\0"
        self._end = len(source)
        self._at = 0
        self._text = bytearray()
        self._offset = 0
        self._open: list[_Open] = []
        self._entities: list[Json] = []

    def read(self) -> tuple[str, list[Json]]:
        while self._at < self._end:
            byte = self._source[self._at]
            if byte == 0x26:
                decoded = self._reference()
                if decoded:
                    self._text += decoded.encode()
                    self._offset += utf16_length(decoded)
                    continue
            if byte != 0x3C:
                if byte & 0xC0 != 0x80:
                    self._offset += 2 if byte >= 0xF0 else 1
                self._text.append(byte)
                self._at += 1
                continue
            if self._source[self._at + 1 : self._at + 2] == b"/":
                self._end_tag()
            else:
                self._start_tag()
        if self._open:
            raise _wrong(f'Can\'t find end tag corresponding to start tag "{self._open[-1].tag.decode()}"')
        return self._text.decode(), self._entities

    def _reference(self) -> str:
        end = self._at + 1
        if self._source[end : end + 1] == b"#":
            end += 1
            base, digits = 10, b"0123456789"
            if self._source[end : end + 1] in (b"x", b"X"):
                end += 1
                base, digits = 16, b"0123456789abcdefABCDEF"
            first = end
            while self._source[end] in digits:
                end += 1
            code = int(self._source[first:end] or b"0", base)
            if code == 0 or code > 0x10FFFF or 0xD800 <= code <= 0xDFFF or end - first > 8:
                return ""
            found = chr(code)
        else:
            while self._source[end : end + 1].isalpha():
                end += 1
            found = NAMED.get(self._source[self._at + 1 : end], "")
            if not found:
                return ""
        self._at = end + 1 if self._source[end : end + 1] == b";" else end
        return found

    def _skip_spaces(self) -> None:
        while self._at < self._end and self._source[self._at] in SPACES:
            self._at += 1

    def _word(self, stops: bytes) -> bytes:
        first = self._at
        while self._source[self._at] not in stops:
            self._at += 1
        return self._source[first : self._at]

    def _start_tag(self) -> None:
        begin = self._at
        self._at += 1
        tag = self._word(SPACES + b">").lower()
        if self._at >= self._end:
            raise _wrong(f"Unclosed start tag at byte offset {begin}")
        if tag not in TAGS:
            raise _wrong(f'Unsupported start tag "{tag.decode(errors="replace")}" at byte offset {begin}')
        argument = ""
        while self._source[self._at] != 0x3E:
            self._skip_spaces()
            if self._source[self._at] == 0x3E:
                break
            argument = self._attribute(tag, begin) or argument
        if tag == b"span" and argument != "spoiler":
            raise _wrong(f'Tag "span" must have class "tg-spoiler" at byte offset {begin}')
        self._at += 1
        self._open.append(_Open(tag, argument, self._offset, len(self._text)))

    def _attribute(self, tag: bytes, begin: int) -> str:
        name = self._word(SPACES + b"=>")
        if not name:
            raise _wrong(f'Empty attribute name in the tag "{tag.decode()}" at byte offset {begin}')
        self._skip_spaces()
        if self._at >= self._end:
            raise _wrong(f'Unclosed start tag "{tag.decode()}" at byte offset {begin}')
        if self._source[self._at] != 0x3D:
            return "1" if (tag, name) == (b"blockquote", b"expandable") else ""
        self._at += 1
        self._skip_spaces()
        if self._at >= self._end:
            raise _wrong(f'Unclosed start tag "{tag.decode()}" at byte offset {begin}')
        value = self._value()
        if self._at >= self._end:
            raise _wrong(f"Unclosed start tag at byte offset {begin}")
        match tag, name:
            case (b"a", b"href") | (b"tg-emoji", b"emoji-id"):
                return value
            case (b"code", b"class") if value.startswith("language-"):
                return value.removeprefix("language-")
            case (b"span", b"class") if value.startswith("tg-"):
                return value.removeprefix("tg-")
            case (b"blockquote", b"expandable"):
                return "1"
            case _:
                return ""

    def _value(self) -> str:
        quote = self._source[self._at]
        if quote not in b"'\"":
            first = self._at
            while self._source[self._at : self._at + 1].isalnum() or self._source[self._at] in b".-":
                self._at += 1
            if self._source[self._at] not in SPACES + b">":
                raise _wrong(f"Unexpected end of name token at byte offset {first}")
            return self._source[first : self._at].decode().lower()
        self._at += 1
        value = bytearray()
        while self._at < self._end and self._source[self._at] != quote:
            decoded = self._reference() if self._source[self._at] == 0x26 else ""
            if decoded:
                value += decoded.encode()
            else:
                value.append(self._source[self._at])
                self._at += 1
        if self._at < self._end:
            self._at += 1
        return value.decode(errors="replace")

    def _end_tag(self) -> None:
        begin = self._at
        if not self._open:
            raise _wrong(f"Unexpected end tag at byte offset {begin}")
        self._at += 2
        name = self._word(SPACES + b">").lower()
        self._skip_spaces()
        if self._at >= self._end or self._source[self._at] != 0x3E:
            raise _wrong(f"Unclosed end tag at byte offset {begin}")
        self._at += 1
        opened = self._open[-1]
        if name and name != opened.tag:
            raise _wrong(
                f'Unmatched end tag at byte offset {begin}, expected "</{opened.tag.decode()}>", found "</{name.decode(errors="replace")}>"'
            )
        self._open.pop()
        if self._offset > opened.offset:
            self._keep(opened)

    def _keep(self, opened: _Open) -> None:
        span: Json = {"offset": opened.offset, "length": self._offset - opened.offset}
        last = self._entities[-1] if self._entities else None
        same = last is not None and (last["offset"], last["length"]) == (span["offset"], span["length"])
        match opened.tag:
            case b"a":
                url = opened.argument or self._text[opened.begins_at :].decode()
                self._entities += _link(span, url)
            case b"tg-emoji":
                self._entities.append({"type": "custom_emoji", **span, "custom_emoji_id": opened.argument})
            case b"blockquote":
                self._entities.append({"type": "expandable_blockquote" if opened.argument else "blockquote", **span})
            case b"pre":
                if same and last is not None and last["type"] == "code":
                    last["type"] = "pre"
                else:
                    self._entities.append({"type": "pre", **span})
            case b"code":
                language = {"language": opened.argument} if opened.argument else {}
                if same and last is not None and last["type"] == "pre":
                    last.update(language)
                else:
                    self._entities.append({"type": "code", **span, **language})
            case tag:
                self._entities.append({"type": STYLES[tag], **span})


def _link(span: Json, url: str) -> list[Json]:
    user = url.removeprefix("tg://user?id=")
    if user != url and user.isdigit():
        return [{"type": "text_mention", **span, "user_id": int(user)}]
    if "." not in url and "://" not in url:
        return []
    return [{"type": "text_link", **span, "url": url if "://" in url or url.startswith("mailto:") else f"http://{url}/"}]


def _wrong(reason: str) -> Refused:
    return bad_request(f"can't parse entities: {reason}")
