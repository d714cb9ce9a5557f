"""Looking up: a condition on each row of a search that is asked of another table."""

from typing import Any

from sqlalchemy import ColumnElement, Select


# With "exists" a database may read all of the other table, or join it in an order that suits few rows: in steps through many customers such
# a join begins anew with the first of them at every step.
def finds_nothing(statement: Select[Any]) -> ColumnElement[bool]:
    """Tell in a statement that this one, which speaks of its rows, finds no row."""
    return statement.limit(1).scalar_subquery().is_(None)


def finds_something(statement: Select[Any]) -> ColumnElement[bool]:
    """Tell in a statement that this one, which speaks of its rows and selects what is never null, finds a row."""
    return statement.limit(1).scalar_subquery().is_not(None)
