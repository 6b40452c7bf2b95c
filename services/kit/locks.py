"""Names for advisory locks: any words become one 64-bit key, the same in every process."""

import hashlib

KEY_BYTES = 8


def lock_key(kind: str, *words: str) -> int:
    """A signed 64-bit advisory-lock key; `kind` keeps one use apart from another.

    Two names share a key once in 2^64; then one of them waits or is asked to retry, nothing worse.
    """
    name = "\0".join((kind, *words)).encode()
    return int.from_bytes(hashlib.sha256(name).digest()[:KEY_BYTES], "big", signed=True)
