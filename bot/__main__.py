"""Lets the program be started as `python -m bot`."""

from bot.cli import app

if __name__ == "__main__":
    app()
