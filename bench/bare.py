"""A server that answers nothing, in a process of its own: the least a call can cost."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.request import urlopen


@contextmanager
def bare_server() -> Iterator[tuple[str, int]]:
    """Its address and its process id, once it has answered."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        handed = listener.fileno()
        process = subprocess.Popen(
            [sys.executable, "-m", "bench.bare_echo", str(handed)], pass_fds=[handed]
        )
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        try:
            urlopen(address, timeout=20).close()
            yield address, process.pid
        finally:
            process.terminate()
            process.wait()
