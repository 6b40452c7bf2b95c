"""Where files lie: a local folder, or a bucket; written in a stream, never in between.

A file is written before the row that names it, so a transaction that is lost leaves a file that
nobody refers to, and never a row without its file.
"""

import secrets
from collections.abc import AsyncIterable, AsyncIterator, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore, S3Store
from typing_extensions import Buffer

from services.kit.errors import Title, Unavailable
from services.kit.failpoints import KitPoint, reached

KEY_BYTES: Final = 24
CHUNK_MAX_BYTES: Final = 256 * 1024
CONNECT_TIMEOUT: Final = timedelta(seconds=5)
REQUEST_TIMEOUT: Final = timedelta(seconds=60)
# Whose files they are is nobody's business on this machine but ours.
FOLDER_MODE: Final = 0o700
_PROBE: Final = ".ready"

Store = LocalStore | S3Store


class ObjectStoreUnavailable(Unavailable):
    """The store of files does not answer; nothing was changed."""

    code = "object_store_unavailable"
    title = Title("File storage is temporarily unavailable", "文件存储暂时不可用，请稍后重试")


class ObjectStore:
    """The files of one deployment, each under a key that tells nothing of what it holds."""

    def __init__(self, url: str, kind: str) -> None:
        """Open the store at `url`: `file:///…` or `s3://bucket/…`; a missing folder is made.

        `kind` is what is kept, "materials" say: the first folder of every new key.
        """
        self._kind = kind
        parts = urlsplit(url)
        self._store: Store = _local(parts.path) if parts.scheme == "file" else _remote(url)

    def new_key(self) -> str:
        """A key nobody can guess, spread over folders by its first two letters."""
        name = secrets.token_hex(KEY_BYTES)
        return f"{self._kind}/{name[:2]}/{name}"

    async def write(self, key: str, content: AsyncIterator[bytes] | bytes) -> None:
        """Keep `content` under `key`; what `content` raises passes through and leaves nothing."""
        await reached(KitPoint.FILE_NEXT)
        with _as_unavailable():
            await obstore.put_async(self._store, key, content)
        await reached(KitPoint.FILE_KEPT)

    async def read(self, key: str) -> AsyncIterator[bytes]:
        """The content under `key`, in chunks; the file is found before the first is asked for."""
        with _as_unavailable():
            found = await obstore.get_async(self._store, key)
        return _guarded(found.stream(min_chunk_size=CHUNK_MAX_BYTES))

    async def read_whole(self, key: str) -> bytes:
        """All of the content under `key`, for a file that is known to be small."""
        return b"".join([chunk async for chunk in await self.read(key)])

    async def discard(self, key: str) -> None:
        """Remove what lies under `key`, if anything does."""
        with _as_unavailable(), suppress(FileNotFoundError):
            await obstore.delete_async(self._store, key)

    async def ready(self) -> None:
        """Return when the store answers; raises `ObjectStoreUnavailable`."""
        with _as_unavailable(), suppress(FileNotFoundError):
            await obstore.head_async(self._store, _PROBE)


async def _guarded(chunks: AsyncIterable[Buffer]) -> AsyncIterator[bytes]:
    with _as_unavailable():
        async for chunk in chunks:
            yield bytes(chunk)


def _local(path: str) -> LocalStore:
    folder = Path(unquote(path))
    folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
    return LocalStore(folder)


def _remote(url: str) -> S3Store:
    """A bucket of S3 or anything that speaks like it; credentials come from where the pod runs."""
    return S3Store.from_url(
        url, client_options={"connect_timeout": CONNECT_TIMEOUT, "timeout": REQUEST_TIMEOUT}
    )


@contextmanager
def _as_unavailable() -> Iterator[None]:
    try:
        yield
    except (BaseError, OSError) as error:
        raise ObjectStoreUnavailable from error
