"""Pages cut, doubled, re-encoded and bit-flipped, through all that a worker does: each is a status or an article."""

from __future__ import annotations

from fuzzing import damage, name_page_outcome, page_jobs, read_all, read_our_pages

from extractors.page_status import PageStatus


async def test_damaged_pages() -> None:
    counts, lost = await read_all(page_jobs(damage(read_our_pages(), 300)), name_page_outcome)
    print(dict(counts))
    assert counts.total() == 300
    assert lost == []
    assert [name for name in counts if name.startswith("neither")] == []
    assert counts[f"page: {PageStatus.FULL}, full, with facts"] > 50
    assert len(counts) > 8, "damage makes pages of many kinds"
