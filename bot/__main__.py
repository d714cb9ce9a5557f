"""The program's entrance: `kefu`, or `python -m bot`."""

import bot.lean_models  # noqa: F401  # before anything that imports aiogram
from bot.cli import app

if __name__ == "__main__":
    app()
