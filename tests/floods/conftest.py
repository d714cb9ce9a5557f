"""A scene for each flood."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from tests.floods.scene import Scene


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Callable[..., Scene]]:
    """Set a scene with a crowd of so many; it is ended with the test."""
    async with AsyncExitStack() as stack:

        def set_scene(*, crowd: int = 0, url: str | None = None) -> Scene:
            scene = Scene(tmp_path, url=url, crowd=crowd)
            stack.push_async_callback(scene.end)
            return scene

        yield set_scene
