"""A writer that writes batches until it is killed, and says which are committed."""

from multiprocessing.connection import Connection
from pathlib import Path

from sample_rows import alert, article, fact

from warehouse.publish import publish
from warehouse.store import open_warehouse

BATCH = 40


def write_batches(folder: Path, first: int, committed: Connection) -> None:
    """Each batch is an article with its facts and alerts, in one transaction; every third is followed by a publication."""
    with open_warehouse(folder) as warehouse:
        committed.send("open")
        for number in range(first, first + 1000):
            facts = [fact(f"{number}-{n}", article_id=f"a{number}", sentence=f"{n} " * 50) for n in range(BATCH)]
            alerts = [alert(f"n{row.fact_id}", fact_id=row.fact_id) for row in facts]
            rows = [article(f"a{number}")], facts, alerts
            warehouse.write(lambda tx, rows=rows: [tx.insert(batch) for batch in rows])
            committed.send(number)
            if number % 3 == 0:
                publish(warehouse)


def insert_overlapping(folder: Path, first: int) -> None:
    """Ten batches of thirty facts, of which others write two thirds too."""
    with open_warehouse(folder) as warehouse:
        for start in range(first, first + 100, 10):
            rows = [fact(f"f{n}") for n in range(start, start + 30)]
            warehouse.write(lambda tx, rows=rows: tx.insert(rows))
