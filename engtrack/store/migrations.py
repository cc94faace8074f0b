"""What brings an older register to the form of today: a function on plain tables for each step, in order.

A step takes `{table: {number: fields}}` of one schema and changes it into the next. Steps stay forever.
"""

from collections.abc import Callable
from typing import Any

import msgspec

PlainTables = dict[str, dict[str, dict[str, Any]]]

MIGRATIONS: tuple[Callable[[PlainTables], None], ...] = ()
SCHEMA = 1 + len(MIGRATIONS)


def migrate(tables: dict[str, dict[str, msgspec.Raw]], schema: int) -> dict[str, dict[str, msgspec.Raw]]:
    """*tables*, which are in the form of *schema*, in the form of today; the ones given stay as they are."""
    plain: PlainTables = {
        name: {number: msgspec.json.decode(row) for number, row in rows.items()} for name, rows in tables.items()
    }
    for step in MIGRATIONS[schema - 1 :]:
        step(plain)
    plain["register"]["1"]["schema"] = SCHEMA
    return {
        name: {number: msgspec.Raw(msgspec.json.encode(row)) for number, row in rows.items()}
        for name, rows in plain.items()
    }
