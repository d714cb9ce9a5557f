"""Shapes: objects as the Bot API could send them, made up from aiogram's own description of their fields."""

import types
from datetime import datetime
from enum import Enum
from random import Random
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from aiogram.types import Message, TelegramObject, Update
from pydantic.fields import FieldInfo

from tests.hostile.strange import FITTING_NUMBERS, strange_text

UPDATE_KINDS = tuple(name for name in Update.model_fields if name != "update_id")
# Who and where are chosen by whoever makes the update; a message of a message's message says nothing new.
_NOT_CONTENT = frozenset({"message_id", "date", "chat", "from_user", "sender_chat", "reply_to_message", "via_bot"})
MESSAGE_FIELDS = tuple(name for name, field in Message.model_fields.items() if name not in _NOT_CONTENT and not field.is_required())
_DEEPEST = 4
_MOMENT = 1_772_625_600


def made_up(shape: type[TelegramObject], dice: Random, *, fullness: float = 0.2, depth: int = 0) -> dict[str, Any]:
    """Return a valid object of this shape as JSON; `fullness` is how likely each field that may be missing is there."""
    made: dict[str, Any] = {}
    for name, field in shape.model_fields.items():
        if field.is_required() or is_fixed(field) or (depth < _DEEPEST and dice.random() < fullness):
            made[field.alias or name] = made_up_field(field, dice, fullness=fullness, depth=depth)
    return made


def made_up_field(field: FieldInfo, dice: Random, *, fullness: float = 0.2, depth: int = 0) -> Any:
    """Return a valid value of a field as JSON."""
    return _value(field.annotation, dice, fullness / 2, depth + 1)


def is_fixed(field: FieldInfo) -> bool:
    """Tell whether a field can have one word only, which tells objects of a family apart."""
    return get_origin(field.annotation) is Literal


def _value(annotation: Any, dice: Random, fullness: float, depth: int) -> Any:
    origin = get_origin(annotation)
    if origin is Annotated:
        return _value(get_args(annotation)[0], dice, fullness, depth)
    if origin in (Union, types.UnionType):
        choices = [choice for choice in get_args(annotation) if choice is not type(None)]
        return _value(dice.choice(choices), dice, fullness, depth)
    if origin is Literal:
        word = dice.choice(get_args(annotation))
        return word.value if isinstance(word, Enum) else word
    if origin is list:
        return [_value(get_args(annotation)[0], dice, fullness, depth + 1) for _ in range(dice.choice((0, 1, 1, 2)))]
    if origin is dict:
        return {}
    return _scalar(annotation, dice, fullness, depth)


def _scalar(annotation: Any, dice: Random, fullness: float, depth: int) -> Any:
    if annotation is bool:
        return dice.random() < 0.5
    if annotation is int:
        return dice.choice(FITTING_NUMBERS) if dice.random() < 0.3 else dice.randint(0, 5000)
    if annotation is float:
        return dice.uniform(-200, 200)
    if annotation is str:
        return strange_text(dice) if dice.random() < 0.4 else f"word{dice.randint(0, 99)}"
    if annotation is datetime:
        return _MOMENT + dice.randint(0, 10**6)
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return dice.choice(list(annotation)).value
    if isinstance(annotation, type) and issubclass(annotation, TelegramObject):
        return made_up(annotation, dice, fullness=fullness, depth=depth)
    return strange_text(dice)
