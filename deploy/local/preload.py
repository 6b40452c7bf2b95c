"""What every program needs, imported once in the process they are forked from.

An import that fails is left to the program that needs it, which says so in its own log. Nothing
imported here may open a connection, start a thread or make an identifier: forks would share it.
"""

import gc
import importlib
from contextlib import suppress
from typing import Final

from deploy.local.settings import SERVICES

MODULES: Final = (
    *(f"services.{service}.main" for service in SERVICES),
    *(f"services.{service}.settings" for service in SERVICES),
    "services.kit.worker",
    "services.kit.server",
    "gateway.main",
    "deploy.sandbox.bureau.app",
    "deploy.sandbox.rail.app",
    "deploy.local.prepare",
)

for module in MODULES:
    with suppress(Exception):
        importlib.import_module(module)

# Objects of the imports never die; left out of collections their pages stay shared by all forks.
gc.freeze()
