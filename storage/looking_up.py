"""Looking up: a condition on each row of a search that is asked of another table."""

from typing import Any

from sqlalchemy import ColumnElement, Select


def finds_nothing(statement: Select[Any]) -> ColumnElement[bool]:
    """Tell in a statement that this one, which speaks of its rows, finds no row.

    It is looked up for each row, where "not exists" could let a database read all of the other table, or join it in an order that suits few rows.
    """
    return statement.limit(1).scalar_subquery().is_(None)
