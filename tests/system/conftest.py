"""One Prefect server for all system tests: starting one takes eight seconds."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from prefect_server import PrefectServer, prefect_server


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrefectServer]:
    with prefect_server(tmp_path_factory.mktemp("prefect")) as running:
        yield running
