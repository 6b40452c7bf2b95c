"""Why the local stack does not come up: each message is a sentence for the person who asked."""


class StackRefused(Exception):
    """Something of the local stack refuses to start or stop; the message says what to do."""


class NoUnprivilegedUser(StackRefused):
    """Root has nobody to hand the server to."""


class BinariesMissing(StackRefused):
    """This environment has no Postgres in it."""


class FolderInUse(StackRefused):
    """Another run holds this data folder."""


class ClusterUnusable(StackRefused):
    """The data folder cannot be made, or cannot serve these programs."""


class PortBusy(StackRefused):
    """Another program listens where the server should."""


class PostgresRefused(StackRefused):
    """The server itself does not start, does not stop, or is not one we may take over."""
