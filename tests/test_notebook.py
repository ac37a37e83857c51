"""The notebook runs from top to bottom, draws its plots, and shows what it finds."""

from __future__ import annotations

from pathlib import Path

import pytest
from documents import DOCS, make_ledger
from notebooks import list_code, read_notebook, read_output, run_cells

NOTEBOOK = read_notebook(DOCS / "explore.ipynb")


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, str]]:
    folder = tmp_path_factory.mktemp("notebook")
    make_ledger(folder)
    (folder / "docs").mkdir()
    return run_cells(NOTEBOOK, folder / "docs")


def test_every_cell_shows_what_stands_below_it(shown: list[dict[str, str]]) -> None:
    for cell, found in zip(list_code(NOTEBOOK), shown, strict=True):
        assert read_output(cell).keys() == found.keys(), "`make docs` writes the outputs anew"
        assert read_output(cell).get("text/plain") == found.get("text/plain"), "`make docs` writes the outputs anew"


def test_it_has_plots_and_stays_small(shown: list[dict[str, str]]) -> None:
    plots = [found["image/svg+xml"] for found in shown if "image/svg+xml" in found]
    assert len(plots) >= 3
    assert all('class="value"' in plot for plot in plots), "a plot without a value is empty"
    assert Path(DOCS / "explore.ipynb").stat().st_size < 150_000
