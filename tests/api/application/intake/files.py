"""Files to hand in: small, and of the types they say they are."""

from uuid import uuid4

PDF = "application/pdf"
JPEG = "image/jpeg"
PNG = "image/png"

_HEADS = {
    PDF: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
    JPEG: b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00",
    PNG: b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x10\x00\x00\x00\x10\x08\x06",
}


def a_file(media_type: str, size_bytes: int = 600) -> bytes:
    """Content of the type that no other file has."""
    head = _HEADS[media_type] + uuid4().hex.encode()
    return head + b"\x00" * (size_bytes - len(head))
