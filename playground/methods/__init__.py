"""The methods of the Bot API, one file a topic."""
