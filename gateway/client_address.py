"""Whose address is counted: the peer's, or the one the nearest untrusted hop had."""

from collections.abc import Iterable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Final

from gateway.knock import Knock

HOPS_MAX: Final = 16
# A host is given a network of the other 64 bits: by single addresses it would never be counted out.
IPV6_HOST_BITS: Final = 64


def client_address(knock: Knock, trusted: Sequence[IPv4Network | IPv6Network]) -> str:
    """Return the caller's address, of IPv6 the first of its host's.

    X-Forwarded-For counts as far as our proxies wrote it.
    """
    address = _address(knock.peer)
    if address is None:
        return knock.peer
    for hop in _hops(knock) if trusted else ():
        earlier = _address(hop)
        if earlier is None or not any(address in network for network in trusted):
            break
        address = earlier
    return _counted(address)


def _hops(knock: Knock) -> Iterable[str]:
    """The addresses forwarded for, nearest first; a proxy may add to a field or add another."""
    fields = [value for name, value in knock.fields if name == b"x-forwarded-for"]
    return reversed(b",".join(fields).decode("latin-1").split(",")[-HOPS_MAX:])


def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(text.strip())
    except ValueError:
        return None
    # A socket of both versions, and some proxies, write an IPv4 address as an IPv6 one.
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address


def _counted(address: IPv4Address | IPv6Address) -> str:
    if isinstance(address, IPv4Address):
        return str(address)
    return str(IPv6Address(int(address) >> IPV6_HOST_BITS << IPV6_HOST_BITS))
