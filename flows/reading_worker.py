"""The child of flows/reading.py: takes pickled calls on standard input, answers on standard output, one at a time.

It ends when its parent does: standard input closes, and an alarm ends it when it is stuck in a page at that moment.
"""

from __future__ import annotations

import gc
import os
import pickle
import resource
import signal
import struct
import sys

LENGTH = struct.Struct("!Q")
_GRACE_S = 10.0  # the parent kills first; the alarm is for a parent that is gone


def main(memory_bytes: int, time_limit_s: float) -> None:
    """Serve calls until standard input ends. An exception of a call ends the process; its last line goes to standard error."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent decides
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform != "darwin":  # macOS refuses a cap below what is mapped already
        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    calls = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not get between the answers
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    _warm_up()
    while header := calls.read(LENGTH.size):
        (size,) = LENGTH.unpack(header)
        function, arguments = pickle.loads(calls.read(size))  # noqa: S301 - our own parent wrote it
        signal.setitimer(
            signal.ITIMER_REAL, time_limit_s + _GRACE_S
        )  # SIGALRM's default action ends the process even inside C code
        answer = pickle.dumps(function(*arguments), protocol=pickle.HIGHEST_PROTOCOL)
        signal.setitimer(signal.ITIMER_REAL, 0)
        answers.write(LENGTH.pack(len(answer)) + answer)
        answers.flush()


def _warm_up() -> None:
    """Load parsers and rules before the first page's time starts to count; the caps are on already.

    What is loaded now lives as long as the process: frozen, it is passed over when memory is searched for what can be freed.
    """
    import flows.stories  # noqa: F401, PLC0415 - imported under the caps

    gc.collect()
    gc.freeze()


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]))
