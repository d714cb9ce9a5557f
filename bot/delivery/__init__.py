"""Delivery: takes messages from the outbox and says them to Telegram."""
