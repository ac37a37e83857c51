"""What a damaged ledger shows: the check behind `claimwatch doctor`."""

import pytest
from sample_rows import alert, article, fact


@pytest.fixture
def stored(warehouse):
    warehouse.write(lambda tx: [tx.insert(rows) for rows in ([article("a1")], [fact("f1")], [alert("n1", fact_id="f1")])])
    return warehouse


def test_a_sound_ledger_has_none(stored):
    assert stored.read("ledger_faults") == []


@pytest.mark.parametrize(
    ("damage", "fault"),
    [
        ("INSERT INTO fact FROM fact", "facts that stand twice"),
        ("INSERT INTO alert FROM alert", "alerts that stand twice"),
        ("DELETE FROM article", "facts without their article"),
        ("UPDATE alert SET fact_id = 'f9'", "alerts without their fact"),
    ],
)
def test_damage_is_named_and_counted(stored, damage, fault):
    with stored.replacing() as session:
        session.execute(damage)
    assert stored.read("ledger_faults") == [{"fault": fault, "found": 1}]
