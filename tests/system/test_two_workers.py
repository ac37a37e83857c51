"""Two workers of one pool, Prefect and DuckLake on Postgres: they share the feeds, and a killed one's share is not lost."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from contextlib import ExitStack
from datetime import UTC, datetime
from importlib.util import find_spec
from itertools import product
from pathlib import Path
from typing import Any

import httpx2
import pytest
import yaml
from places import ROOT, Command, Site, put_feed
from postgres import missing, postgres
from prefect_server import PrefectServer, prefect_server, running, wait_for
from test_crash import LEDGER

from warehouse.leases import LEASE
from warehouse.store import read_snapshot

FEEDS = 200
DONE_S = 600  # on a busy machine
_SYLLABLES = (("bra", "kel", "tor", "vin", "zul"), ("do", "ma", "ri", "su"), ("lex", "nor"))
NAMES = ["".join(parts).capitalize() for parts in product(*_SYLLABLES)]

pytestmark = [
    pytest.mark.system,
    pytest.mark.skipif(missing() is not None, reason=str(missing())),
    pytest.mark.skipif(find_spec("duckdb_extension_ducklake") is None, reason="no extension: pip install '.[lake]'"),
]


STORY = """<html><head><title>On {name}</title></head><body><article><h1>On {name}</h1>
<p>{name} had {millions} million daily users in Germany on 3 February.</p>
<p>{scenery}</p>
</article></body></html>"""
WORDS = [
    "harbour",
    "ferry",
    "lamp",
    "rain",
    "window",
    "quay",
    "stall",
    "bread",
    "coffee",
    "stone",
    "cloud",
    "garden",
    "lunch",
    "sun",
    "bridge",
    "tower",
    "bell",
    "market",
    "lantern",
    "river",
    "meadow",
    "orchard",
    "fence",
    "gate",
    "barn",
    "wheel",
    "rope",
    "sail",
    "oar",
    "net",
    "hill",
    "path",
    "pine",
    "birch",
    "moss",
    "fern",
    "creek",
    "pond",
    "heron",
    "gull",
]


def name_subject(number: int) -> str:
    return f"{NAMES[number % len(NAMES)]} {NAMES[number // len(NAMES)]}"


def put_story_of(site: Site, number: int) -> str:
    """A feed whose only article makes a claim that no other article speaks of: the order of reading must not matter."""
    chance = random.Random(number)  # noqa: S311 - other scenery in each: what reads alike is taken for a copy
    scenery = " ".join(f"The {' and the '.join(chance.sample(WORDS, 6))} were quiet." for _ in range(8))
    story = site.put(f"/story/{number}", STORY.format(name=name_subject(number), millions=number + 2, scenery=scenery))
    return put_feed(site, f"/feed/{number}", story)


def write_topic(here: Path, name: str, feeds: list[str]) -> None:
    """A topic with these feeds, and with a subject for each."""
    lines = [f'name = "{name}"', f'title = "{name}"']
    lines += [f'[[subjects]]\nname = "{subject}"\ntype = "app"' for subject in map(name_subject, range(FEEDS))]
    lines += [f'[[feeds]]\nurl = "{feed}"' for feed in feeds]
    folder = here / "seeds" / name
    folder.mkdir(parents=True)
    (folder / "topic.toml").write_text("\n".join(lines), encoding="utf-8")


def deploy(server: PrefectServer, here: Path, topic: str, environment: dict[str, str]) -> list[str]:
    """Deploy two polls of a topic as prefect.yaml says; return their ids."""
    stated = yaml.safe_load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))
    (poll,) = [one for one in stated["deployments"] if one["name"] == "rednote-poll"]
    stated["deployments"] = [
        poll | {"name": f"{topic}-poll-{number}", "parameters": {"topic": topic}, "schedules": []} for number in (1, 2)
    ]
    (here / "prefect.yaml").write_text(yaml.safe_dump(stated), encoding="utf-8")
    subprocess.run([sys.executable, "-m", "prefect", "--no-prompt", "deploy", "--all"], cwd=here, env=environment, check=True)
    found = server.ask("/deployments/filter", {"deployments": {"name": {"like_": f"{topic}-poll"}}})
    return sorted(str(one["id"]) for one in found)


def start_run(server: PrefectServer, deployment: str, **environment: str) -> str:
    body: dict[str, Any] = {"job_variables": {"env": environment}} if environment else {}
    address = f"{server.api}/deployments/{deployment}/create_flow_run"
    return str(httpx2.post(address, json=body, timeout=60, trust_env=False).raise_for_status().json()["id"])


def kill_with_parent(run: str) -> None:
    """Kill -9 the processes of a run, and first the worker that started them."""
    mark = f"PREFECT__FLOW_RUN_ID={run}".encode()
    ours = [path.parent for path in Path("/proc").glob("[0-9]*/environ") if mark in read_or_nothing(path).split(b"\0")]
    parents = {int((path / "stat").read_text().rpartition(")")[2].split()[1]) for path in ours}
    children = {int(path.name) for path in ours}
    for pid in (*(parents - children), *children):
        os.kill(pid, signal.SIGKILL)


def read_or_nothing(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:  # it has just ended
        return b""


def test_two_workers_share_the_feeds(site: Site, claimwatch: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    feeds = [put_story_of(site, number) for number in range(FEEDS)]
    write_topic(tmp_path, "many", feeds)
    write_topic(tmp_path, "few", feeds[: FEEDS // 4])
    with ExitStack() as stack:
        place = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="pg")))
        place.chmod(0o755)
        libpq = stack.enter_context(postgres(place))
        for name in ("prefect", "many", "few"):
            subprocess.run(["psql", f"{libpq} dbname=postgres", "-qc", f"CREATE DATABASE {name}"], check=True)
        catalog = f"postgresql+asyncpg://postgres@/prefect?host={place}"
        server = stack.enter_context(prefect_server(tmp_path, PREFECT_SERVER_DATABASE_CONNECTION_URL=catalog))
        environment = server.environment(PREFECT_WORKER_QUERY_SECONDS="1")

        def lake(name: str) -> str:
            return f"ducklake:postgres:dbname={name} {libpq} files={tmp_path}/{name}"

        def start_worker(name: str) -> None:
            command = [sys.executable, "-m", "prefect", "worker", "start", "--pool", "claimwatch", "--name", name, "--limit", "1"]
            stack.enter_context(running(command, tmp_path, environment, tmp_path / f"{name}.log"))

        def wait_for_runs(*ids: str, state: str = "COMPLETED") -> None:
            def are_done() -> bool:
                runs = server.ask("/flow_runs/filter", {"flow_runs": {"id": {"any_": list(ids)}}})
                states = {str(run["state"]["type"]) for run in runs}
                assert not states & {"FAILED", "CRASHED", "CANCELLED"}, [run["state"]["message"] for run in runs]
                return states == {state}

            wait_for(f"runs that are {state}", are_done, DONE_S, [server.log, tmp_path / "a.log", tmp_path / "b.log"])

        pool = [sys.executable, "-m", "prefect", "work-pool", "create", "claimwatch", "--type", "process"]
        subprocess.run(pool, cwd=tmp_path, env=environment, check=True)
        many, few = deploy(server, tmp_path, "many", environment), deploy(server, tmp_path, "few", environment)
        for name in ("a", "b"):
            start_worker(name)

        wait_for_runs(*(start_run(server, deployment, CLAIMWATCH_WAREHOUSE=lake("many")) for deployment in many))
        shares = [ok for (ok,) in read_snapshot(Path(lake("many")), "SELECT feeds_ok FROM coverage")[1]]
        asked = Counter(path for path in site.asked if path != "/robots.txt")
        shared = [read_snapshot(Path(lake("many")), query)[1] for query in LEDGER]

        # The first of two runs is killed with its worker, in the middle; the other does its own share, and later the rest.
        site.asked.clear()
        killed = start_run(server, few[0], CLAIMWATCH_WAREHOUSE=lake("few"))
        wait_for("half a run", lambda: sum(path.startswith("/story") for path in site.asked) > 10, DONE_S, [server.log])
        kill_with_parent(killed)
        wait_for_runs(start_run(server, few[1], CLAIMWATCH_WAREHOUSE=lake("few")))
        later = (datetime.now(UTC) + LEASE).isoformat()
        wait_for_runs(start_run(server, few[1], CLAIMWATCH_WAREHOUSE=lake("few"), CLAIMWATCH_NOW=later))
        rest = [read_snapshot(Path(lake("few")), query)[1] for query in LEDGER]

    assert set(asked.values()) == {1}, "each feed and each page is asked for once"
    assert len(asked) == 2 * FEEDS
    assert sum(shares) == FEEDS
    assert min(shares) >= FEEDS / 4

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CLAIMWATCH_ALLOW_PRIVATE_HOSTS", "true")
    for topic, found in (("many", shared), ("few", rest)):
        monkeypatch.setenv("CLAIMWATCH_WAREHOUSE", str(tmp_path / "file" / topic))
        assert claimwatch("poll", "--topic", topic).code == 0
        assert found == [read_snapshot(tmp_path / "file" / topic, query)[1] for query in LEDGER]
