"""Doors through which a person acts."""
