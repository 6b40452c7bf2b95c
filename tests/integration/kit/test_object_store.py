"""The folder of uploaded files: what is written comes back, what fails leaves nothing."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from services.application.intake.domain.errors import MaterialEmpty
from services.kit.object_store import ObjectStore, ObjectStoreUnavailable


async def chunks(*parts: bytes) -> AsyncIterator[bytes]:
    for part in parts:
        yield part


async def failing() -> AsyncIterator[bytes]:
    yield b"x" * 100_000
    raise MaterialEmpty


def files_in(folder: Path) -> list[Path]:
    return [file for file in folder.rglob("*") if file.is_file()]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "objects with a space"


@pytest.fixture
def store(folder: Path) -> ObjectStore:
    return ObjectStore(folder.as_uri(), "materials")


async def everything(store: ObjectStore, key: str) -> bytes:
    return b"".join([chunk async for chunk in await store.read(key)])


async def test_what_is_written_comes_back(store: ObjectStore) -> None:
    key, large = store.new_key(), b"\x00\xff" * 3_000_000
    await store.write(key, chunks(b"begin", large, b"end"))
    assert await everything(store, key) == b"begin" + large + b"end"


async def test_a_key_is_a_random_name(store: ObjectStore) -> None:
    keys = {store.new_key() for _ in range(1_000)}
    assert len(keys) == 1_000
    assert all(len(key.rpartition("/")[2]) == 48 for key in keys)


async def test_what_the_content_raises_passes_through_and_leaves_nothing(
    store: ObjectStore, folder: Path
) -> None:
    with pytest.raises(MaterialEmpty):
        await store.write(store.new_key(), failing())
    assert files_in(folder) == []


async def test_what_is_discarded_is_gone_and_discarding_twice_is_fine(
    store: ObjectStore, folder: Path
) -> None:
    key = store.new_key()
    await store.write(key, chunks(b"x"))
    await store.discard(key)
    await store.discard(key)
    assert files_in(folder) == []


async def test_a_file_that_is_gone_is_our_fault(store: ObjectStore) -> None:
    with pytest.raises(ObjectStoreUnavailable):
        await store.read(store.new_key())


def test_nobody_else_on_the_machine_may_look(folder: Path) -> None:
    ObjectStore(folder.as_uri(), "materials")
    assert folder.stat().st_mode & 0o777 == 0o700


async def test_a_store_that_answers_is_ready(store: ObjectStore) -> None:
    await store.ready()


async def test_a_store_that_cannot_be_written_is_unavailable(
    store: ObjectStore, folder: Path
) -> None:
    (folder / "materials").write_text("a file where a folder should be")
    with pytest.raises(ObjectStoreUnavailable):
        await store.write("materials/ab/cd", chunks(b"x"))


@pytest.mark.parametrize("key", ["../outside", "materials/../../outside"])
async def test_no_key_leads_outside(store: ObjectStore, folder: Path, key: str) -> None:
    with pytest.raises(ValueError, match="illegal character sequence"):
        await store.write(key, chunks(b"x"))
    assert files_in(folder.parent) == []
