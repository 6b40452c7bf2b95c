"""Rolling out, scaling and being evicted without a client noticing."""

from collections.abc import Iterator

from tests.deploy.rules.manifests import (
    COMPONENT,
    NAME,
    PART_OF,
    Document,
    Manifests,
    containers,
    is_subset,
    name,
    pod,
    template,
)

DRAIN_S = 30
SPARE_S = 5
MONEY = frozenset({"disbursement", "repayment"})


def rollouts_keep_capacity(manifests: Manifests) -> Iterator[str]:
    """A new pod is there before an old one leaves, and a stuck rollout is told."""
    for deployment in manifests.of("Deployment"):
        spec = deployment["spec"]
        rolling = spec.get("strategy", {}).get("rollingUpdate", {})
        if rolling.get("maxUnavailable") != 0 or rolling.get("maxSurge", 0) < 1:
            yield f"{name(deployment)}: a rollout takes pods away first"
        if spec.get("minReadySeconds", 0) < 5:
            yield f"{name(deployment)}: minReadySeconds below 5"
        for key in ("progressDeadlineSeconds", "revisionHistoryLimit"):
            if key not in spec:
                yield f"{name(deployment)}: no {key}"


def sizes_have_one_owner(manifests: Manifests) -> Iterator[str]:
    """`replicas` beside an autoscaler would be reset by every release."""
    for deployment in manifests.of("Deployment"):
        is_scaled = manifests.autoscaler_of(deployment) is not None
        if is_scaled == ("replicas" in deployment["spec"]):
            yield f"{name(deployment)}: its size has {'two owners' if is_scaled else 'no owner'}"


def autoscalers_are_bounded(manifests: Manifests) -> Iterator[str]:
    """At least two pods, more at most, and shrinking slowly."""
    for scaler in manifests.of("HorizontalPodAutoscaler"):
        spec = scaler["spec"]
        if manifests.target_of(scaler) is None:
            yield f"{name(scaler)}: scales nothing"
        if scaler["apiVersion"] != "autoscaling/v2":
            yield f"{name(scaler)}: an old API version"
        if spec.get("minReplicas", 1) < 2 or spec["maxReplicas"] <= spec.get("minReplicas", 1):
            yield f"{name(scaler)}: fewer than two pods, or nowhere to grow"
        if not spec.get("behavior", {}).get("scaleDown", {}).get("stabilizationWindowSeconds"):
            yield f"{name(scaler)}: shrinks at once"


def autoscalers_survive_a_zone(manifests: Manifests) -> Iterator[str]:
    """In production three pods at least, so that a zone may go."""
    for scaler in manifests.of("HorizontalPodAutoscaler"):
        if scaler["spec"].get("minReplicas", 1) < 3:
            yield f"{name(scaler)}: fewer than three pods"


def evictions_are_bounded(manifests: Manifests) -> Iterator[str]:
    """Each Deployment has a budget that lets one pod go, and only one."""
    budgets = list(manifests.of("PodDisruptionBudget"))
    for deployment in manifests.of("Deployment"):
        labels = template(deployment)["metadata"]["labels"]
        own = [b for b in budgets if is_subset(b["spec"]["selector"]["matchLabels"], labels)]
        if len(own) != 1:
            yield f"{name(deployment)}: {len(own)} disruption budgets"
        elif not 0 < _disruptions(manifests, deployment, own[0]) < manifests.smallest(deployment):
            yield f"{name(deployment)}: its budget allows none, or all, of its pods to go"
        elif own[0]["spec"].get("unhealthyPodEvictionPolicy") != "AlwaysAllow":
            yield f"{name(own[0])}: a broken pod blocks a drain"


def pods_are_spread(manifests: Manifests) -> Iterator[str]:
    """Over zones and nodes, counting only pods of the same release."""
    for deployment in manifests.of("Deployment"):
        labels = template(deployment)["metadata"]["labels"]
        spreads = pod(deployment).get("topologySpreadConstraints", [])
        keys = {spread["topologyKey"] for spread in spreads}
        if not {"topology.kubernetes.io/zone", "kubernetes.io/hostname"} <= keys:
            yield f"{name(deployment)}: not spread over zones and nodes"
        for spread in spreads:
            matched = spread["labelSelector"]["matchLabels"]
            if not is_subset(matched, labels) or matched.get(NAME) != labels[NAME]:
                yield f"{name(deployment)}: its spread counts other pods"
            if spread.get("matchLabelKeys") != ["pod-template-hash"]:
                yield f"{name(deployment)}: its spread counts the last release"


def labels_agree(manifests: Manifests) -> Iterator[str]:
    """A selector selects its own template, and the recommended labels are there."""
    for workload in manifests.workloads():
        labels = template(workload)["metadata"]["labels"]
        for key in (NAME, COMPONENT, PART_OF):
            if key not in labels:
                yield f"{name(workload)}: its pods lack {key}"
        selector = workload["spec"].get("selector", {}).get("matchLabels", {})
        if workload["kind"] == "Deployment" and not {NAME, COMPONENT} <= set(selector):
            yield f"{name(workload)}: its selector is too wide"
        if not is_subset(selector, labels):
            yield f"{name(workload)}: its selector does not select its pods"


def pods_leave_in_time(manifests: Manifests) -> Iterator[str]:
    """The grace period covers the pause before stopping, the drain, and a little more."""
    for deployment in manifests.of("Deployment"):
        for container in pod(deployment)["containers"]:
            pause = container.get("lifecycle", {}).get("preStop", {}).get("sleep", {})
            if not pause:
                yield f"{name(deployment)}: stops before its endpoints are forgotten"
            needed = pause.get("seconds", 0) + DRAIN_S + SPARE_S
            if pod(deployment).get("terminationGracePeriodSeconds", 30) < needed:
                yield f"{name(deployment)}: killed while it drains"


def commands_are_exec_form(manifests: Manifests) -> Iterator[str]:
    """SIGTERM must reach the process; a shell as process 1 keeps it to itself."""
    for workload in manifests.workloads():
        for container in containers(workload):
            if {"sh", "bash", "/bin/sh", "/bin/bash"} & set(container.get("command", [])[:1]):
                yield f"{name(workload)}: a shell is process 1"


def money_goes_last(manifests: Manifests) -> Iterator[str]:
    """In production the services that move money are not the first to be evicted."""
    if not any(manifests.of("PriorityClass")):
        yield "no PriorityClass"
    for deployment in manifests.of("Deployment"):
        is_money = template(deployment)["metadata"]["labels"][NAME] in MONEY
        if is_money and "priorityClassName" not in pod(deployment):
            yield f"{name(deployment)}: moves money at no priority"


def _disruptions(manifests: Manifests, deployment: Document, budget: Document) -> int:
    spec = budget["spec"]
    if "maxUnavailable" in spec:
        return int(spec["maxUnavailable"])
    return manifests.smallest(deployment) - int(spec["minAvailable"])
