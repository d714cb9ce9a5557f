"""The program's entrance: `kefu`, or `python -m bot`. The first imports are for those behind them."""

import bot.lean_imports
from bot.prompt_start import begin_collecting

# isort: split
import bot.lean_models  # noqa: F401  # before anything that imports aiogram

# isort: split
from bot.cli import app

begin_collecting()

if __name__ == "__main__":
    app()
