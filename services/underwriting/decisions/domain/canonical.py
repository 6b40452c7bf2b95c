"""One spelling for a document, so that equal facts have equal bytes and one fingerprint."""

import json
from hashlib import sha256


def canonical_json(document: object) -> bytes:
    """UTF-8, members sorted, no blanks; raises ValueError or TypeError for what is no JSON."""
    text = json.dumps(
        document, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )
    return text.encode("utf-8")


def fingerprint(content: bytes) -> str:
    """The SHA-256 of the bytes, in hexadecimal."""
    return sha256(content).hexdigest()
