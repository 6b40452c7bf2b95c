"""The key pairs services know one another by: made once, kept as files, handed over by file.

`<keys_dir>/<name>.private.jwk.json` (mode 0600) is a service's own ES256 key;
`<keys_dir>/peers.jwks.json` holds everybody's public half, `kid` being "svc:<name>". A second key
of the same service, for a rotation, is named "svc:<name>#<suffix>".
"""

import base64
import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric import ec

from services.kit.jwt import ES256, SigningKey, VerificationKey, signing_key, verification_key

PEERS_FILE: Final = "peers.jwks.json"
KEY_FILE_MAX_BYTES: Final = 64 * 1024
_COORDINATE_BYTES: Final = 32
_OWNER_ONLY: Final = 0o600
# A kubelet lets the pod's own group read what it mounts, whatever mode a manifest asks for.
_TOO_OPEN: Final = 0o037


class KeyFileUnusable(Exception):
    """A key file is missing, too large, readable by others or not what it should be."""


def private_key_file(keys_dir: Path, name: str) -> Path:
    """Where the service `name` ("gateway") keeps its private key."""
    return keys_dir / f"{name}.private.jwk.json"


def generate(keys_dir: Path, names: Iterable[str]) -> None:
    """Make the missing keys of `names`, and see that the peers file has the public half of each.

    Running it again changes none; other keys of the file stay, those of a rotation among them.
    Raises KeyFileUnusable.
    """
    keys_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    peers_file = keys_dir / PEERS_FILE
    known = read_jwk_file(peers_file)["keys"] if peers_file.exists() else []
    public = {members["kid"]: members for members in known}
    for name in names:
        key_file = private_key_file(keys_dir, name)
        if not key_file.exists():
            write_private(key_file, new_private_jwk(key_id=f"svc:{name}"))
        own = public_half(read_jwk_file(key_file))
        public[own["kid"]] = own
    peers = json.dumps({"keys": list(public.values())}, indent=1, sort_keys=True)
    peers_file.write_text(peers + "\n", encoding="utf-8")


def load_signing_key(key_file: Path) -> SigningKey:
    """Read a private key. Raises KeyFileUnusable or services.kit.jwt.KeyRefused."""
    if key_file.exists() and key_file.stat().st_mode & _TOO_OPEN:
        raise KeyFileUnusable(f"{key_file.name} must be closed to others than its owner and group")
    return signing_key(read_jwk_file(key_file))


def load_peers(peers_file: Path) -> Mapping[str, Mapping[str, VerificationKey]]:
    """Return issuer ("svc:gateway") → key id → public key. Raises KeyFileUnusable, KeyRefused."""
    listed = read_jwk_file(peers_file).get("keys")
    if not isinstance(listed, list) or not all(isinstance(key, dict) for key in listed):
        raise KeyFileUnusable(f"{peers_file.name} is not a JWK set")
    peers: dict[str, dict[str, VerificationKey]] = {}
    for members in listed:
        key = verification_key(members, algorithm=ES256)
        peers.setdefault(key.key_id.partition("#")[0], {})[key.key_id] = key
    return peers


def new_private_jwk(*, key_id: str) -> dict[str, str]:
    """Return a fresh P-256 private key as a JWK."""
    numbers = ec.generate_private_key(ec.SECP256R1()).private_numbers()
    point = numbers.public_numbers
    return {
        "kty": "EC",
        "crv": "P-256",
        "use": "sig",
        "alg": ES256,
        "kid": key_id,
        "x": _coordinate(point.x),
        "y": _coordinate(point.y),
        "d": _coordinate(numbers.private_value),
    }


def public_half(members: Mapping[str, Any]) -> dict[str, Any]:
    """Return the JWK without its private member."""
    return {name: value for name, value in members.items() if name != "d"}


def write_private(key_file: Path, members: Mapping[str, Any]) -> None:
    """Write a key so that nobody else could read it, not even for a moment."""
    descriptor = os.open(key_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(members, file, indent=1, sort_keys=True)


def read_jwk_file(key_file: Path) -> dict[str, Any]:
    """Return a key file's members. Raises KeyFileUnusable."""
    try:
        if key_file.stat().st_size > KEY_FILE_MAX_BYTES:
            raise KeyFileUnusable(f"{key_file.name} is too large")
        members = json.loads(key_file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise KeyFileUnusable(f"{key_file.name} cannot be read") from error
    if not isinstance(members, dict):
        raise KeyFileUnusable(f"{key_file.name} is not a JSON object")
    return members


def _coordinate(number: int) -> str:
    octets = number.to_bytes(_COORDINATE_BYTES)
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode("ascii")
