"""A file on its way in: nothing passes before its first bytes are of the type it says it is."""

import hashlib
from collections.abc import AsyncIterator

import pytest

from services.application.domain.checklists import MediaType
from services.application.intake.domain.errors import MaterialEmpty, MaterialTypeMismatch
from services.application.intake.incoming import IncomingFile, media_types_of

PDF = b"%PDF-1.7\n" + b"x" * 2_000


async def in_chunks(content: bytes, size: int) -> AsyncIterator[bytes]:
    for begin in range(0, len(content), size):
        yield content[begin : begin + size]


async def passed(file: IncomingFile) -> bytes:
    return b"".join([chunk async for chunk in file])


@pytest.mark.parametrize("size", [1, 7, 511, 512, 513, 5_000])
async def test_the_bytes_pass_unchanged_and_are_measured(size: int) -> None:
    file = IncomingFile(MediaType.PDF, in_chunks(PDF, size))
    assert await passed(file) == PDF
    assert file.size_bytes == len(PDF)
    assert file.sha256 == hashlib.sha256(PDF).digest()


@pytest.mark.parametrize("size", [1, 512, 5_000])
async def test_of_a_file_that_lies_nothing_passes(size: int) -> None:
    file = IncomingFile(MediaType.PNG, in_chunks(PDF, size))
    with pytest.raises(MaterialTypeMismatch):
        await anext(aiter(file))
    assert file.size_bytes == 0


async def test_nothing_at_all_is_empty() -> None:
    with pytest.raises(MaterialEmpty):
        await passed(IncomingFile(MediaType.PDF, in_chunks(b"", 1)))


async def test_empty_chunks_before_the_first_bytes_do_no_harm() -> None:
    async def hesitating() -> AsyncIterator[bytes]:
        yield b""
        yield PDF
        yield b""

    assert await passed(IncomingFile(MediaType.PDF, hesitating())) == PDF


@pytest.mark.parametrize(
    ("head", "media_type"),
    [
        (b"%PDF-1.4\r\n", MediaType.PDF),
        (b"%PDF-2.0\n", MediaType.PDF),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00", MediaType.JPEG),
        (b"\xff\xd8\xff\xe1\x00\x18Exif\x00\x00MM", MediaType.JPEG),
        (b"\xff\xd8\xff\xdb\x00C\x00", MediaType.JPEG),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", MediaType.PNG),
    ],
)
def test_each_type_is_known_by_its_signature(head: bytes, media_type: MediaType) -> None:
    assert media_type in media_types_of(head + b"\x00" * 500)


@pytest.mark.parametrize("head", [b"", b"a", b"hello", b"\n%PDF-1.4", b"\x00" * 512])
def test_what_has_no_signature_is_nothing(head: bytes) -> None:
    assert media_types_of(head) == frozenset()
