"""What the desk remembers: tables, queries and the transaction."""
