"""Runs a notebook as Jupyter would, without Jupyter: its thirty packages are much for one test.

The cells share a namespace; a last line that is an expression is shown, as SVG if it can be drawn and as text otherwise.
"""

from __future__ import annotations

import ast
import contextlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Notebook = dict[str, Any]
_DRAWN_WHEN = re.compile(r"<!--Generated with.*?-->", re.DOTALL)


def read_notebook(path: Path) -> Notebook:
    """Return a notebook of format 4."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    assert notebook["nbformat"] == 4
    return dict(notebook)


def list_code(notebook: Notebook) -> Iterator[Notebook]:
    """Give the cells that are run."""
    return (cell for cell in notebook["cells"] if cell["cell_type"] == "code")


def run_cells(notebook: Notebook, folder: Path) -> list[dict[str, str]]:
    """Run the cells in `folder`, in order; return what each shows, by media type. Raises what a cell raises."""
    names: dict[str, Any] = {}
    with contextlib.chdir(folder):
        return [_run("".join(cell["source"]), names) for cell in list_code(notebook)]


def fill_notebook(notebook: Notebook, shown: list[dict[str, str]]) -> Notebook:
    """Return the notebook with these outputs."""
    cells = iter(zip(range(1, len(shown) + 1), shown, strict=True))
    filled = [cell | _write_output(*next(cells)) if cell["cell_type"] == "code" else cell for cell in notebook["cells"]]
    return notebook | {"cells": filled}


def read_output(cell: Notebook) -> dict[str, str]:
    """Return what a cell shows in the file."""
    return {kind: "".join(lines) for output in cell["outputs"] for kind, lines in output["data"].items()}


def _write_output(number: int, shown: dict[str, str]) -> Notebook:
    data = {kind: text.splitlines(keepends=True) for kind, text in shown.items()}
    output = {"output_type": "execute_result", "execution_count": number, "data": data, "metadata": {}}
    return {"execution_count": number, "outputs": [output] if data else []}


def _run(source: str, names: dict[str, Any]) -> dict[str, str]:
    tree = ast.parse(source)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "cell", "exec"), names)  # noqa: S102 - that is what a notebook is
    if last is None:
        return {}
    value = eval(compile(ast.Expression(last.value), "cell", "eval"), names)  # noqa: S307
    if hasattr(value, "_repr_svg_"):
        svg = value._repr_svg_()
        return {"image/svg+xml": _DRAWN_WHEN.sub("", svg.decode() if isinstance(svg, bytes) else svg)}
    return {"text/plain": repr(value).rstrip()}
