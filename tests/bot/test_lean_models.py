"""Lean models: aiogram's models read the same, whether they were built at import or at their first use."""

import json
import subprocess
import sys

import pytest

from tests.house.source import ROOT

# Runs in a process of its own, because in this one aiogram is imported already.
READING = """
import json, re, sys
if sys.argv[1] == "lean":
    import bot.lean_models
from aiogram import methods, types
from aiogram.filters.callback_data import CallbackData

def report():
    built_at_import = types.Update.__pydantic_complete__
    everything = [getattr(home, name) for home in (types, methods) for name in home.__all__]
    models = [each for each in everything if hasattr(each, "model_rebuild")]
    read = [types.Update.model_validate(raw).model_dump(mode="json", exclude_none=True) for raw in json.load(sys.stdin)]
    fields = {each.__name__: sorted(re.sub(" at 0x[0-9a-f]+", "", str(field)) for field in each.model_fields.values()) for each in models if each.__pydantic_validator__.title}
    unbuilt = sorted(each.__name__ for each in models if not each.__pydantic_complete__ and each.__name__ != "TelegramMethod")
    said = methods.SendMessage(chat_id=1, text="x", reply_markup=types.InlineKeyboardMarkup(inline_keyboard=[])).model_dump(exclude_unset=True)
    print(json.dumps({"at_import": built_at_import, "read": read, "fields": fields, "unbuilt": unbuilt, "said": said}, default=str))

def deeper(steps):
    return report() if not steps else deeper(steps - 1)  # pydantic looks some frames up when it builds a model

deeper(6)
"""
USER = {"id": 1, "is_bot": False, "first_name": "Ivy"}
CHAT = {"id": 1, "type": "private", "first_name": "Ivy"}
MESSAGE = {"message_id": 5, "date": 1_700_000_000, "chat": CHAT, "from": USER}
UPDATES = [
    {"update_id": 1, "message": MESSAGE | {"text": "hello", "entities": [{"type": "bold", "offset": 0, "length": 5}]}},
    {"update_id": 2, "message": MESSAGE | {"photo": [{"file_id": "a", "file_unique_id": "b", "width": 1, "height": 2}], "caption": "x"}},
    {"update_id": 3, "edited_message": MESSAGE | {"text": "hello!", "reply_to_message": MESSAGE | {"text": "hello"}}},
    {
        "update_id": 4,
        "callback_query": {"id": "9", "from": USER, "chat_instance": "1", "data": "m:ask:0", "message": MESSAGE | {"text": "?"}},
    },
    {
        "update_id": 5,
        "my_chat_member": {
            "chat": CHAT,
            "from": USER,
            "date": 1_700_000_000,
            "old_chat_member": {"user": USER, "status": "member"},
            "new_chat_member": {"user": USER, "status": "kicked", "until_date": 0},
        },
    },
    {"update_id": 6, "message": MESSAGE | {"forward_origin": {"type": "hidden_user", "sender_user_name": "x", "date": 1}, "text": "y"}},
]


def read_by(way: str) -> dict[str, object]:
    """Return what a program reads that builds its models in this way."""
    done = subprocess.run(
        [sys.executable, "-c", READING, way], cwd=ROOT, input=json.dumps(UPDATES), capture_output=True, text=True, timeout=110, check=False
    )
    assert done.returncode == 0, done.stderr
    report: dict[str, object] = json.loads(done.stdout)
    return report


@pytest.mark.timeout(240)
def test_models_read_the_same_whenever_they_are_built() -> None:
    eager, lean = read_by("eager"), read_by("lean")
    assert (eager.pop("at_import"), lean.pop("at_import")) == (True, False)
    assert lean["unbuilt"] == []
    assert lean == eager
