"""Lean models: importing this before aiogram lets its models be built when they are first used, not all of them at the start."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal, Optional, Union

from pydantic import BaseModel


@contextmanager
def nothing_is_built() -> Iterator[None]:
    """Let no model be built again for the time of an import.

    Each model of aiogram that knows messages holds a copy of all that a message can hold. Built together at import, as aiogram
    does, they take three seconds and a hundred megabytes; a desk uses a tenth of them. See docs/decisions/0012-lean-models.md.
    """
    rebuild = BaseModel.__dict__["model_rebuild"]
    BaseModel.model_rebuild = _not_now  # type: ignore[method-assign,assignment]  # in one thread, and given back below
    try:
        yield
    finally:
        BaseModel.model_rebuild = rebuild  # type: ignore[method-assign]  # the method itself again


@classmethod  # type: ignore[misc]  # it stands in for a method of a class
def _not_now(cls: type[BaseModel], **_given: Any) -> None:
    return None


with nothing_is_built():
    from aiogram import types
    from aiogram.client.default import Default


def name_everything() -> None:
    """Let each module of aiogram's types know the names that its annotations use and that it imports for type checkers only."""
    names = {name: getattr(types, name) for name in types.__all__}
    names |= {"List": list, "Optional": Optional, "Union": Union, "Literal": Literal, "Default": Default}
    for name, module in list(sys.modules.items()):
        if name.startswith(f"{types.__name__}."):
            for word, meaning in names.items():
                module.__dict__.setdefault(word, meaning)


name_everything()
