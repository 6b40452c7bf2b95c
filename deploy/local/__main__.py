"""`python -m deploy.local`: the whole deployment on this machine, until Ctrl-C."""

import argparse
import asyncio
import os
import signal
import sys
from collections.abc import Iterator
from typing import Final

from pydantic import ValidationError

from deploy.local.announcement import announcement
from deploy.local.forgetting import forget
from deploy.local.home import Home
from deploy.local.ports import complaints_about
from deploy.local.refusals import StackRefused
from deploy.local.settings import DATABASE_VARIABLE, PREFIX, StackSettings
from deploy.local.stack import LocalStack
from deploy.local.supervision.console import Console

STOP_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
EXIT_REFUSED: Final = 1
EXIT_SETTINGS: Final = os.EX_CONFIG


def main() -> int:
    """Run, check or clear the local stack; the exit status says how it went."""
    arguments = _arguments()
    console = Console()
    try:
        settings = StackSettings()
        if arguments.check:
            return _check(settings, console)
        if arguments.forget:
            return _forget(settings, console)
        return asyncio.run(_run(settings, console))
    except ValidationError as error:
        console.say("\n".join(_mistakes(error)))
        return EXIT_SETTINGS
    except StackRefused as refusal:
        console.say(str(refusal))
        return EXIT_REFUSED


def _mistakes(error: ValidationError) -> Iterator[str]:
    for wrong in error.errors():
        name = "_".join(str(part) for part in wrong["loc"]).upper()
        yield f"{name if name == DATABASE_VARIABLE else PREFIX + name}: {wrong['msg']}"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m deploy.local", description=__doc__)
    chosen = parser.add_mutually_exclusive_group()
    chosen.add_argument("--check", action="store_true", help="only say whether it could start")
    chosen.add_argument("--forget", action="store_true", help="remove all data, keys and logs")
    return parser.parse_args()


def _check(settings: StackSettings, console: Console) -> int:
    complaints = list(complaints_about(settings.listening()))
    for line in complaints or ["All ports are free: it could start."]:
        console.say(line)
    return EXIT_REFUSED if complaints else 0


def _forget(settings: StackSettings, console: Console) -> int:
    home = Home(settings.home)
    forget(home, settings.postgres_port)
    console.say(f"{home.told} is gone.")
    return 0


async def _run(settings: StackSettings, console: Console) -> int:
    loop = asyncio.get_running_loop()
    asked_to_stop = asyncio.Event()
    for number in STOP_SIGNALS:
        loop.add_signal_handler(number, asked_to_stop.set)
    stack = LocalStack(settings, console)
    running = asyncio.create_task(_start_and_watch(stack, settings, console))
    stopping = asyncio.create_task(asked_to_stop.wait())
    try:
        await asyncio.wait({running, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if running.done():
            running.result()
    finally:
        running.cancel()
        stopping.cancel()
        await asyncio.gather(running, stopping, return_exceptions=True)
        await _stop(stack, console)
    return 0


async def _start_and_watch(stack: LocalStack, settings: StackSettings, console: Console) -> None:
    loop = asyncio.get_running_loop()
    started_at = loop.time()
    console.say(f"Starting Xiaowei; its data is in {stack.home.told}.")
    await stack.start()
    console.say(announcement(settings, stack.home, ready_in_s=loop.time() - started_at))
    await stack.broken()


async def _stop(stack: LocalStack, console: Console) -> None:
    loop = asyncio.get_running_loop()
    started_at = loop.time()
    await stack.stop()
    console.say(f"Stopped in {loop.time() - started_at:.1f} s.")


if __name__ == "__main__":
    sys.exit(main())
