"""Who may speak to whom: nobody, and then a short list."""

import re
from collections.abc import Iterator

from tests.deploy.rules.manifests import (
    COMPONENT,
    NAME,
    SERVICES,
    Document,
    Manifests,
    label,
    name,
    selects,
    template,
)

# Who calls whom inside; settings tell the callers where, and receivers open no door to others.
CALLERS = {
    **{service: frozenset({"gateway"}) for service in SERVICES},
    "application": frozenset({"gateway", "underwriting", "disbursement", "repayment"}),
    "underwriting": frozenset({"gateway", "application", "disbursement", "repayment"}),
    "disbursement": frozenset({"gateway", "application", "repayment"}),
    "repayment": frozenset({"gateway", "disbursement"}),
    "gateway": frozenset(),
}
# The gateway fetches the issuer's keys.
REACH_THE_INTERNET = frozenset({"gateway"})
PRIVATE_NETWORKS = frozenset(
    {"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "127.0.0.0/8"}
)
INGRESS_NAMESPACE = "ingress"
# An address inside the cluster: a Service of ours, or `service.namespace` of somebody else's.
ADDRESS = re.compile(r"http://([a-z][a-z0-9-]*)(?:\.([a-z][a-z0-9-]*))?:(\d+)")
DATABASE_PORT = 5432


def everything_is_denied_first(manifests: Manifests) -> Iterator[str]:
    """One policy selects every pod, in both directions, and allows nothing."""
    if not any(
        policy["spec"]["podSelector"] == {}
        and set(policy["spec"]["policyTypes"]) == {"Ingress", "Egress"}
        and not policy["spec"].get("ingress")
        and not policy["spec"].get("egress")
        for policy in manifests.of("NetworkPolicy")
    ):
        yield "no policy denies everything"


def callers_are_the_agreed_ones(manifests: Manifests) -> Iterator[str]:
    """The policies, read from both ends, allow exactly the agreed callers on the HTTP port."""
    for receiver, callers in CALLERS.items():
        for caller in CALLERS:
            allowed = _may_call(manifests, caller, receiver)
            if allowed != (caller in callers):
                yield f"{caller} → {receiver}: {'allowed' if allowed else 'refused'}"


def callers_are_told_where(manifests: Manifests) -> Iterator[str]:
    """Each caller's settings hold the address of every neighbour it may call, and of no other."""
    for caller in CALLERS:
        told = {service for service, namespace, _ in _told(manifests, caller) if not namespace}
        agreed = {f"{receiver}-api" for receiver in CALLERS if caller in CALLERS[receiver]}
        for service in sorted(told ^ agreed):
            yield f"{caller} → {service}: {'told' if service in told else 'not told'}"


def strangers_that_are_told_of_are_reached(manifests: Manifests) -> Iterator[str]:
    """Whose address in another namespace stands in the settings is let out to that port there."""
    for caller in CALLERS:
        for _, namespace, port in _told(manifests, caller):
            if namespace and (namespace, int(port)) not in ways_out(manifests, caller):
                yield f"{caller} → {namespace}:{port}: told, and refused"


def only_the_gateway_is_reached(manifests: Manifests) -> Iterator[str]:
    """From outside there is one door."""
    for policy in _own_policies(manifests):
        for rule in policy["spec"].get("ingress", []):
            outside = INGRESS_NAMESPACE in _namespaces(rule.get("from", []))
            if not rule.get("from"):
                yield f"{name(policy)}: open to everybody"
            elif outside and _owner(policy) != "gateway":
                yield f"{name(policy)}: reached from outside"


def only_services_reach_the_database(manifests: Manifests) -> Iterator[str]:
    """The gateway stores nothing, so it reaches no database."""
    for policy in _own_policies(manifests):
        reaches = any(
            port.get("port") == DATABASE_PORT
            for rule in policy["spec"].get("egress", [])
            for port in rule.get("ports", [])
        )
        if reaches != (_owner(policy) in SERVICES):
            yield f"{name(policy)}: {'reaches' if reaches else 'does not reach'} the database"


def the_database_lets_services_in(manifests: Manifests) -> Iterator[str]:
    """The way to it leads out of our namespace, where every pod is refused what nobody lets in."""
    own = {name(namespace) for namespace in manifests.of("Namespace")}
    for service in SERVICES:
        ways = ways_out(manifests, service)
        if not {namespace for namespace, port in ways if port == DATABASE_PORT} - own:
            yield f"{service}: let out to a database that lets nobody in"


def the_internet_is_reached_by_few(manifests: Manifests) -> Iterator[str]:
    """Only who must ask somebody outside may, and never a private or link-local address."""
    for policy in manifests.of("NetworkPolicy"):
        blocks = [
            peer["ipBlock"]
            for rule in policy["spec"].get("egress", [])
            for peer in rule.get("to", [])
            if "ipBlock" in peer
        ]
        if blocks and _owner(policy) not in REACH_THE_INTERNET:
            yield f"{name(policy)}: reaches the internet"
        if any(not set(block.get("except", [])) >= PRIVATE_NETWORKS for block in blocks):
            yield f"{name(policy)}: reaches private networks by address"


def every_peer_is_named(manifests: Manifests) -> Iterator[str]:
    """A rule without peers or ports, or a policy that selects nobody, is a mistake."""
    pods = [template(workload)["metadata"]["labels"] for workload in manifests.workloads()]
    for policy in manifests.of("NetworkPolicy"):
        if not any(selects(policy["spec"]["podSelector"], labels) for labels in pods):
            yield f"{name(policy)}: selects nobody"
        for direction, side in (("ingress", "from"), ("egress", "to")):
            for rule in policy["spec"].get(direction, []):
                if not rule.get(side) or not rule.get("ports"):
                    yield f"{name(policy)}: an {direction} rule without peers or ports"
                yield from _unknown_peers(policy, rule.get(side, []), pods)


def services_stay_inside(manifests: Manifests) -> Iterator[str]:
    """ClusterIP, by named port, selecting pods; only the gateway behind an Ingress with TLS."""
    pods = [template(workload)["metadata"]["labels"] for workload in manifests.workloads()]
    for service in manifests.of("Service"):
        spec = service["spec"]
        if spec.get("type", "ClusterIP") != "ClusterIP":
            yield f"{name(service)}: {spec['type']}"
        if not any(spec["selector"].items() <= labels.items() for labels in pods):
            yield f"{name(service)}: selects nobody"
        if not all(isinstance(port["targetPort"], str) for port in spec["ports"]):
            yield f"{name(service)}: a port by number"
    for ingress in manifests.of("Ingress"):
        yield from _wrong_ingress(ingress)


def _wrong_ingress(ingress: Document) -> Iterator[str]:
    if not ingress["spec"].get("tls"):
        yield f"{name(ingress)}: without TLS"
    notes = " ".join(ingress["metadata"].get("annotations", {}))
    for bound in ("body-size", "timeout"):
        if bound not in notes:
            yield f"{name(ingress)}: sets no {bound}"
    for rule in ingress["spec"]["rules"]:
        for path in rule["http"]["paths"]:
            backend = path["backend"]["service"]["name"]
            if backend != "gateway-api" or path["path"].startswith("/internal"):
                yield f"{name(ingress)}: leads to {backend}{path['path']}"


def _may_call(manifests: Manifests, caller: str, receiver: str) -> bool:
    ends = (("egress", "to", caller, receiver), ("ingress", "from", receiver, caller))
    return all(
        any(
            selects(peer["podSelector"], {NAME: other, COMPONENT: "api"})
            for policy in _own_policies(manifests)
            if _owner(policy) == owner
            for rule in policy["spec"].get(direction, [])
            if any(port.get("port") == "http" for port in rule.get("ports", []))
            for peer in rule.get(side, [])
            if "podSelector" in peer and "namespaceSelector" not in peer
        )
        for direction, side, owner, other in ends
    )


def _told(manifests: Manifests, caller: str) -> Iterator[tuple[str, str, str]]:
    """The service, namespace ("" for our own) and port of each address in a caller's settings."""
    for settings in manifests.of("ConfigMap"):
        if label(settings, NAME) == caller:
            for value in settings["data"].values():
                yield from ADDRESS.findall(value)


def ways_out(manifests: Manifests, caller: str) -> set[tuple[str, int]]:
    """The namespaces and ports a caller is let out to."""
    return {
        (namespace, port["port"])
        for policy in _own_policies(manifests)
        if _owner(policy) == caller
        for rule in policy["spec"].get("egress", [])
        for namespace in _namespaces(rule.get("to", []))
        for port in rule.get("ports", [])
    }


def _own_policies(manifests: Manifests) -> Iterator[Document]:
    return (policy for policy in manifests.of("NetworkPolicy") if _owner(policy))


def _owner(policy: Document) -> str:
    return str(policy["spec"]["podSelector"].get("matchLabels", {}).get(NAME, ""))


def _namespaces(peers: list[Document]) -> set[str]:
    return {
        value
        for peer in peers
        for value in peer.get("namespaceSelector", {}).get("matchLabels", {}).values()
    }


def _unknown_peers(
    policy: Document, peers: list[Document], pods: list[dict[str, str]]
) -> Iterator[str]:
    for peer in peers:
        selector = peer.get("podSelector", {})
        spoken = [e["key"] for e in selector.get("matchExpressions", [])]
        spoken += list(selector.get("matchLabels", {}))
        is_ours = any(key.startswith("app.kubernetes.io/") for key in spoken)
        if is_ours and not any(selects(selector, labels) for labels in pods):
            yield f"{name(policy)}: a peer that does not exist"
