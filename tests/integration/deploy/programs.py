"""Small programs for the supervisor to keep."""

import json
import os
import signal
import sys
import threading
from functools import partial
from http.server import BaseHTTPRequestHandler, HTTPServer

from typing_extensions import override

from deploy.local.supervision.program import Program
from services.kit.identifiers import new_id


def ready_server(port: int) -> Program:
    """Answers /readyz with 200 until it is asked to stop."""
    return Program("ready", partial(_serve, port), {}, f"http://127.0.0.1:{port}/readyz")


def leaver(status: int) -> Program:
    """Says a word and leaves with an exit status."""
    return Program(
        "leaver", partial(_leave, status), {"LAST_WORD": "goodbye"}, "http://127.0.0.1:9"
    )


def deaf() -> Program:
    """Hears no SIGTERM."""
    return Program("deaf", _wait_deaf)


def talker() -> Program:
    """Writes a plain line, an information, a warning and a fresh identifier, then waits."""
    return Program("talker", _talk)


class _Ready(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()

    @override
    def log_message(self, format: str, *args: object) -> None:
        """Nothing to tell."""


def _serve(port: int) -> None:
    HTTPServer(("127.0.0.1", port), _Ready).serve_forever()


def _leave(status: int) -> None:
    _write(os.environ["LAST_WORD"])  # noqa: TID251 - the variable is what the test is about
    sys.exit(status)


def _wait_deaf() -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    _write("deaf now")
    threading.Event().wait()


def _talk() -> None:
    _write("plain")
    _write(json.dumps({"level": "info", "event": "quiet"}))
    _write(json.dumps({"level": "warning", "event": "loud"}))
    _write(f"id {new_id()}")
    threading.Event().wait()


def _write(line: str) -> None:
    sys.stdout.write(f"{line}\n")
