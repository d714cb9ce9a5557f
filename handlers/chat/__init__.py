"""The chat door: what people write and press in the messenger."""
