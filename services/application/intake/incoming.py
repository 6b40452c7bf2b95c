"""A file on its way in: measured, hashed and looked at while it passes by."""

import hashlib
from collections.abc import AsyncIterator
from typing import Final

import puremagic

from services.application.domain.checklists import MediaType
from services.application.intake.domain.errors import MaterialEmpty, MaterialTypeMismatch
from services.kit.errors import FieldError, Title

# Enough for the signatures of every type we take.
HEAD_BYTES: Final = 512

_MISMATCH: Final = FieldError(
    "#header/Content-Type",
    "material_type_mismatch",
    Title("The content is not of this type.", "文件内容不是该类型。"),
)


class IncomingFile:
    """The chunks of an upload as they come; `sha256` and `size_bytes` are of what has passed."""

    def __init__(self, media_type: MediaType, chunks: AsyncIterator[bytes]) -> None:
        self.media_type = media_type
        self.size_bytes = 0
        self._chunks = chunks
        self._digest = hashlib.sha256()

    @property
    def sha256(self) -> bytes:
        """32 bytes over everything that has passed."""
        return self._digest.digest()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """The content; nothing passes before its first bytes were found to be of the type.

        Raises `MaterialEmpty` or `MaterialTypeMismatch`.
        """
        head, chunks = await self._head()
        yield self._counted(head)
        async for chunk in chunks:
            yield self._counted(chunk)

    async def _head(self) -> tuple[bytes, AsyncIterator[bytes]]:
        head = b""
        async for chunk in self._chunks:
            head += chunk
            if len(head) >= HEAD_BYTES:
                break
        if not head:
            raise MaterialEmpty
        if self.media_type not in media_types_of(head[:HEAD_BYTES]):
            raise MaterialTypeMismatch(errors=[_MISMATCH])
        return head, self._chunks

    def _counted(self, chunk: bytes) -> bytes:
        self.size_bytes += len(chunk)
        self._digest.update(chunk)
        return chunk


def media_types_of(head: bytes) -> frozenset[str]:
    """What a file that begins like this may be, by its signature; empty when nothing is known."""
    try:
        matches = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return frozenset()
    surest = max((match.confidence for match in matches), default=0)
    named = (match.mime_type for match in matches if match.confidence == surest)
    return frozenset(filter(None, named))
