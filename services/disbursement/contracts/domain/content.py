"""What a contract says, as one canonical text: its digest changes with any field."""

import json
from collections.abc import Mapping
from hashlib import sha256


def digest_of(content: Mapping[str, object]) -> bytes:
    """The SHA-256 of the content's canonical JSON: sorted keys, no spaces, text as it is."""
    text = json.dumps(
        content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )
    return sha256(text.encode()).digest()
