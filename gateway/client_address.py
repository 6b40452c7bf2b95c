"""Whose address is counted: the peer's, or the one the nearest untrusted hop had."""

from collections.abc import Sequence
from ipaddress import IPv4Network, IPv6Network, ip_address
from typing import Final

from gateway.knock import Knock

HOPS_MAX: Final = 16


def client_address(knock: Knock, trusted: Sequence[IPv4Network | IPv6Network]) -> str:
    """Return the caller's address; X-Forwarded-For counts as far as our proxies wrote it."""
    address = knock.peer
    if not trusted:
        return address
    hops = (knock.header(b"x-forwarded-for") or "").split(",")[-HOPS_MAX:]
    for hop in reversed(hops):
        if not _is_within(address, trusted) or not _is_address(hop.strip()):
            break
        address = hop.strip()
    return address


def _is_within(address: str, networks: Sequence[IPv4Network | IPv6Network]) -> bool:
    return _is_address(address) and any(ip_address(address) in network for network in networks)


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
