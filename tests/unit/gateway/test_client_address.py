"""Whose address is counted, however the hops on the way wrote it down."""

from ipaddress import ip_network

import pytest

from gateway.client_address import client_address
from gateway.knock import knock_of

TRUSTED = (ip_network("10.0.0.0/8"), ip_network("fd00::/8"))
PROXY = "10.0.0.1"


def counted(peer: str, *hops: str, trusted: bool = True) -> str:
    """Return who is counted for `peer`'s request, one X-Forwarded-For field for each of `hops`."""
    scope = {
        "method": "GET",
        "raw_path": b"/",
        "query_string": b"",
        "headers": [(b"x-forwarded-for", hop.encode()) for hop in hops],
        "client": (peer, 1),
    }
    return client_address(knock_of(scope), TRUSTED if trusted else ())


@pytest.mark.parametrize(
    ("peer", "hops", "seen"),
    [
        pytest.param("192.0.2.1", [], "192.0.2.1", id="itself"),
        pytest.param("192.0.2.1", ["6.6.6.6"], "192.0.2.1", id="no proxy of ours"),
        pytest.param(PROXY, [], PROXY, id="a proxy itself"),
        pytest.param(PROXY, ["6.6.6.6, 192.0.2.1"], "192.0.2.1", id="what a caller wrote before"),
        pytest.param(PROXY, ["192.0.2.1, 10.0.0.2"], "192.0.2.1", id="two proxies, one field"),
        pytest.param(PROXY, ["192.0.2.1", "10.0.0.2"], "192.0.2.1", id="two proxies, two fields"),
        pytest.param(PROXY, ["192.0.2.1, nonsense"], PROXY, id="no address"),
        pytest.param("::ffff:10.0.0.1", ["192.0.2.1"], "192.0.2.1", id="a proxy on both stacks"),
        pytest.param("fd00::1", ["192.0.2.1"], "192.0.2.1", id="a proxy of the other version"),
        pytest.param(PROXY, ["::ffff:192.0.2.1"], "192.0.2.1", id="one address, two spellings"),
        pytest.param("unknown", ["192.0.2.1"], "unknown", id="a peer without an address"),
    ],
)
def test_the_nearest_hop_that_is_not_ours_is_counted(peer: str, hops: list[str], seen: str) -> None:
    assert counted(peer, *hops) == seen


def test_without_trusted_proxies_nobody_is_believed() -> None:
    assert counted(PROXY, "192.0.2.1", trusted=False) == PROXY


def test_one_network_of_the_newer_addresses_is_one_caller() -> None:
    one = counted("2001:db8:1:2::1")
    assert counted(PROXY, "2001:DB8:1:2:ffff:ffff:ffff:ffff") == one
    assert counted("2001:db8:1:2::1%eth0") == one
    assert counted("2001:db8:1:3::1") != one
