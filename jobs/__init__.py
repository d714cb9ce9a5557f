"""The clock door: what happens because time passes."""
