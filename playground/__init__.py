"""A stand-in for Telegram: its Bot API server over HTTP, and the people who write to the bot."""
