"""What can be wrong with a warehouse, each with a one-line message for a person."""

from __future__ import annotations


class WarehouseError(Exception):
    """The warehouse cannot be used as it is: locked, damaged, foreign, of a newer release, disk full."""


class ConflictError(WarehouseError):
    """Another writer was first: roll back and do the whole transaction again (`Warehouse.write` does)."""


class QueryError(WarehouseError):
    """A person's SQL is wrong."""
