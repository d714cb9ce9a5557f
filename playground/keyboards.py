"""Keyboards: the ones below a message and the ones below the chat, checked as Telegram checks them."""

from typing import Any

from playground.chats import Chat
from playground.refusals import Refused, bad_request
from playground.wire import Json, Parameters

MOST_BUTTONS = 100
MOST_IN_A_ROW = 8
MOST_REPLY_BUTTONS = 300
MOST_REPLY_IN_A_ROW = 12
COPY_TEXT_LIMIT = 256
_KINDS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
)


def reply_markup(p: Parameters, chat: Chat, *, inline_only: bool = False) -> Json | None:
    """The keyboard of a call, None when there is none. Refused in Telegram's words when it is wrong."""
    try:
        markup = p.structure("reply_markup")
    except ValueError:
        raise bad_request("can't parse reply keyboard markup JSON object") from None
    if not markup:
        return None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in markup:
        return _inline(markup, chat)
    if inline_only:
        raise bad_request("inline keyboard expected")
    if "keyboard" in markup:
        return _below_chat(markup, chat)
    return markup if markup.get("remove_keyboard") or markup.get("force_reply") else None


def _rows(markup: Json, name: str, *, most: int, most_in_a_row: int) -> list[list[Any]]:
    rows = markup[name]
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request(f'field "{name}" must be an Array of Arrays')
    kept = [row for row in rows if row]
    if sum(len(row) for row in kept) > most or any(len(row) > most_in_a_row for row in kept):
        raise bad_request("reply markup is too long")
    return kept


def _inline(markup: Json, chat: Chat) -> Json | None:
    rows = _rows(markup, "inline_keyboard", most=MOST_BUTTONS, most_in_a_row=MOST_IN_A_ROW)
    checked = [[_inline_button(button, chat) for button in row] for row in rows]
    return {"inline_keyboard": checked} if checked else None


def _inline_button(button: Any, chat: Chat) -> Json:
    if not isinstance(button, dict):
        raise _wrong_button("InlineKeyboardButton must be an Object")
    text = button.get("text")
    if not isinstance(text, str):
        raise _wrong_button('can\'t find field "text"')
    if not text.strip():
        raise bad_request("inline keyboard button text is empty")
    kinds = [kind for kind in _KINDS if button.get(kind) is not None]
    if not kinds:
        raise bad_request("text buttons are unallowed in the inline keyboard")
    if "callback_data" in kinds and not 1 <= len(str(button["callback_data"]).encode()) <= 64:
        raise bad_request("BUTTON_DATA_INVALID")
    if "url" in kinds:
        _check_url(str(button["url"]))
    if "web_app" in kinds:
        if not chat.is_private:
            raise bad_request("BUTTON_TYPE_INVALID")
        address = str((button["web_app"] or {}).get("url", ""))
        if not address.startswith("https://"):
            raise bad_request(f"inline keyboard button Web App URL '{address}' is invalid: Only HTTPS links are allowed")
    if "copy_text" in kinds and not 1 <= len(str((button["copy_text"] or {}).get("text", ""))) <= COPY_TEXT_LIMIT:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")
    return {name: value for name, value in button.items() if value is not None}


def _check_url(url: str) -> None:
    scheme, _, rest = url.partition("://")
    if rest and scheme not in {"http", "https", "tg", "ton", "tonsite"}:
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Unsupported URL protocol")
    host = (rest or url).split("/")[0].split("?")[0]
    if not url or " " in url or ((scheme in {"http", "https"} or not rest) and "." not in host):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")


def _below_chat(markup: Json, chat: Chat) -> Json:
    rows = _rows(markup, "keyboard", most=MOST_REPLY_BUTTONS, most_in_a_row=MOST_REPLY_IN_A_ROW)
    checked = [[{"text": button} if isinstance(button, str) else button for button in row] for row in rows]
    for row in checked:
        for button in row:
            if not isinstance(button, dict) or not isinstance(button.get("text"), str):
                raise bad_request("can't parse keyboard button: Can't find field \"text\"")
            if button.get("request_contact") and not chat.is_private:
                raise bad_request("phone number can be requested in private chats only")
            if button.get("request_location") and not chat.is_private:
                raise bad_request("location can be requested in private chats only")
    if not checked:
        raise bad_request("reply keyboard is empty")
    return {**markup, "keyboard": checked}


def _wrong_button(reason: str) -> Refused:
    return bad_request(f"can't parse inline keyboard button: {reason}")
