"""Pure arithmetic of the business: no I/O, no clock."""
