"""Removing all data, keys and logs of a local stack that does not run."""

import shutil

from deploy.local.home import Home
from deploy.local.postgres import LocalPostgres
from deploy.local.server_folder import FolderClaim


def forget(home: Home, postgres_port: int) -> None:
    """Leave nothing of `home`. Raises StackRefused while a run uses it."""
    if not home.root.exists():
        return
    claim = FolderClaim(home.claim)
    claim.take()
    LocalPostgres(home.postgres, postgres_port).erase()
    claim.release()
    shutil.rmtree(home.root)
