from collections import defaultdict

import pytest

from warehouse.publish import publish
from warehouse.search import index_new
from warehouse.store import open_warehouse, read_snapshot


@pytest.fixture
def warehouse(tmp_path):
    with open_warehouse(tmp_path / "data", wait_s=5) as opened:
        yield opened


@pytest.fixture
def ask(warehouse):
    """Store rows, publish, and ask the snapshot what a reader would."""

    def answer(rows, sql, **params):
        tables = defaultdict(list)
        for row in rows:
            tables[type(row)].append(row)
        with warehouse.writing() as transaction:
            for batch in tables.values():
                transaction.insert(batch)
            index_new(transaction)
        publish(warehouse)
        return read_snapshot(warehouse.folder, sql, params)[1]

    return answer
