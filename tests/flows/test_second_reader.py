"""The language model as part of a run: off by default, asked after the grammar, counted, and unable to spoil anything."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from places import ROOT, Command, Place, ask, count_rows

KEY = "sk-loopback-and-secret"
ARTICLE = """---
url: https://paper.example/2025/02/20/story
publisher: The Paper
published: 2025-02-20T09:00:00+00:00
title: A week of RedNote
---
RedNote had 5 million daily users in the United States on 3 February.

In Shanghai, RedNote's engineers were kept awake; their owner may yet be asked to let go of it.
"""
CLAUSE = "In Shanghai, RedNote's engineers were kept awake; their owner may yet be asked to let go of it."
USERS = "RedNote had 5 million daily users in the United States on 3 February."
HELD = {"kind": "event", "sentence": CLAUSE, "subject": "RedNote", "predicate": "sold", "modality": "possible"}
INVENTED = HELD | {"sentence": "RedNote was sold to Oracle for $9 billion."}
WRONG_FIGURE = {"kind": "quantity", "sentence": USERS, "subject": "RedNote", "predicate": "daily_users", "value": 9e6}
WRONG_WORD = HELD | {"predicate": "dreamt"}


@dataclass
class Model:
    """An endpoint on loopback: what it answers (None: nothing for a long time), and what it was asked."""

    url: str
    answer: bytes | None = b""
    status: int = 200
    asked: list[bytes] = field(default_factory=list)
    ended: threading.Event = field(default_factory=threading.Event)

    def claims(self, *facts: object) -> None:
        """Answer with these facts from now on."""
        content = json.dumps({"facts": facts})
        usage = {"prompt_tokens": 100, "completion_tokens": 20}
        self.answer = json.dumps({"choices": [{"message": {"role": "assistant", "content": content}}], "usage": usage}).encode()


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> Iterator[Model]:
    """An endpoint, set as the language model."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            here.asked.append(self.rfile.read(int(self.headers["Content-Length"])))
            if here.answer is None:
                here.ended.wait(20)
            body = here.answer or b""
            self.send_response(here.status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]  # a client that has hung up is what we test
    here = Model(f"http://127.0.0.1:{server.server_port}/v1")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    monkeypatch.setenv("CLAIMWATCH_MODEL_URL", here.url)
    monkeypatch.setenv("CLAIMWATCH_MODEL_NAME", "loopback-1")
    monkeypatch.setenv("CLAIMWATCH_MODEL_KEY", KEY)
    yield here
    here.ended.set()
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def article(place: Place) -> Path:
    """A working directory with one article in `new/`."""
    here = place()
    (here / "new").mkdir()
    (here / "new" / "story.md").write_text(ARTICLE, encoding="utf-8")
    return here


COUNTS = "SELECT model_calls, model_facts, model_refused, model_tokens FROM coverage WHERE kind = '{}'"


def test_what_holds_is_added_and_what_does_not_is_counted(article: Path, claimwatch: Command, model: Model) -> None:
    model.claims(HELD, INVENTED, WRONG_FIGURE, WRONG_WORD)
    done = claimwatch("replay", "new", "--alerts")
    assert (done.code, done.error_lines) == (0, [])
    assert "Language model: 1 call, 1 fact added, 3 refused, 120 tokens." in done.out
    assert ask(article, COUNTS.format("replay")) == [(1, 1, 3, 120)]
    assert ask(article, "SELECT rule, sentence FROM facts WHERE rule LIKE 'model.%'") == [("model.event", CLAUSE)]
    assert ask(article, "SELECT value FROM facts WHERE unit = 'users'") == [(5_000_000.0,)]
    assert ask(article, "SELECT count(*) FROM facts WHERE contains(sentence, 'Oracle')") == [(0,)]
    assert KEY.encode() not in b"".join(path.read_bytes() for path in (article / "warehouse").rglob("*") if path.is_file())
    assert KEY not in done.out + done.err


FAULTS = [
    (500, b"", "HTTP 500"),
    (401, b"", "HTTP 401: check MODEL_KEY"),
    (200, b"I cannot help with that.", "not a chat completion with text"),
]


@pytest.mark.parametrize(("status", "answer", "told"), FAULTS, ids=[told for *_, told in FAULTS])
def test_a_model_that_fails_leaves_the_grammar_alone(
    article: Path, claimwatch: Command, model: Model, status: int, answer: bytes, told: str
) -> None:
    for number in range(8):
        (article / "new" / f"{number}.md").write_text(ARTICLE.replace("/story", f"/{number}"), encoding="utf-8")
    model.status, model.answer = status, answer
    done = claimwatch("replay", "new")
    assert done.code == 0
    (line,) = done.error_lines
    assert line.startswith("claimwatch: language model loopback-1 at 127.0.0.1:")
    assert told in line
    ((calls, facts, refused, tokens),) = ask(article, COUNTS.format("replay"))
    assert calls == len(model.asked) <= 5
    assert (facts, refused, tokens) == (0, 0, 0)
    assert ask(article, "SELECT count(*) FROM facts WHERE rule LIKE 'model.%'") == [(0,)]
    assert ask(article, "SELECT count(*) FROM facts WHERE unit = 'users'") == [(9,)]


def test_a_slow_model_costs_its_time_and_no_more(
    article: Path, claimwatch: Command, model: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAIMWATCH_MODEL_TIMEOUT_S", "0.3")
    model.answer = None
    began = time.monotonic()
    assert claimwatch("replay", "new").code == 0
    assert time.monotonic() - began < 15, "the endpoint keeps silent for 20 s"
    assert ask(article, COUNTS.format("replay")) == [(1, 0, 0, 0)]
    assert ask(article, "SELECT count(*) FROM facts WHERE unit = 'users'") == [(1,)]


def test_seeding_and_polling_ask_it_too_and_a_second_run_does_not(place: Place, claimwatch: Command, model: Model) -> None:
    here = place("feed/sample.xml")
    model.claims()
    first = claimwatch("run")
    assert first.code == 0
    assert first.out.count("Language model: ") == 2
    ((seeded, *_),), ((polled, *_),) = ask(here, COUNTS.format("seed")), ask(here, COUNTS.format("poll"))
    assert seeded == 5
    assert polled >= 5
    assert len(model.asked) == seeded + polled
    rows = count_rows(here)
    assert claimwatch("run").code == 0
    assert (len(model.asked), count_rows(here)) == (seeded + polled, rows)


def test_no_more_calls_than_are_allowed(place: Place, claimwatch: Command, model: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAIMWATCH_MODEL_MAX_CALLS", "2")
    here = place()
    model.claims()
    done = claimwatch("seed")
    assert (done.code, len(model.asked)) == (0, 2)
    assert "2 calls made, the most that MODEL_MAX_CALLS allows" in done.err
    assert ask(here, COUNTS.format("seed")) == [(2, 0, 0, 240)]


def test_off_by_default_it_is_not_even_imported() -> None:
    program = (
        "import sys; import flows.cli, flows.cli_work; from flows.settings import load_settings; "
        "assert load_settings().model is None; "
        "print([name for name in sys.modules if name.startswith(('flows.model', 'extractors.model'))])"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
