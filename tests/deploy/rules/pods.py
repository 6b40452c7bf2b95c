"""Probes, resources and confinement of every pod."""

from collections.abc import Iterator

from tests.deploy.rules.manifests import Document, Manifests, containers, name, pod

UID_MIN = 10_001
VOLUMES = frozenset(
    {"configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "projected", "secret"}
    | {"persistentVolumeClaim"}
)
POD_SECURITY_MODES = ("enforce", "warn", "audit")


def probes_are_complete(manifests: Manifests) -> Iterator[str]:
    """Startup, readiness and liveness, over HTTP on a declared, named port, with real timeouts."""
    for deployment in manifests.of("Deployment"):
        for container in pod(deployment)["containers"]:
            ports = {port.get("name") for port in container.get("ports", [])}
            for kind in ("startupProbe", "readinessProbe", "livenessProbe"):
                probe = container.get(kind, {})
                if "httpGet" not in probe:
                    yield f"{name(deployment)}: no {kind} over HTTP"
                elif probe["httpGet"]["port"] not in ports:
                    yield f"{name(deployment)}: {kind} asks an undeclared port"
                if probe.get("timeoutSeconds", 1) < 2:
                    yield f"{name(deployment)}: {kind} times out below 2 s"


def liveness_asks_nobody_else(manifests: Manifests) -> Iterator[str]:
    """Readiness may ask the database; liveness would have every pod killed with it."""
    for deployment in manifests.of("Deployment"):
        for container in pod(deployment)["containers"]:
            paths = {
                kind: container.get(kind, {}).get("httpGet", {}).get("path")
                for kind in ("readinessProbe", "livenessProbe")
            }
            if paths != {"readinessProbe": "/readyz", "livenessProbe": "/healthz"}:
                yield f"{name(deployment)}: probes ask {paths}"


def resources_are_bounded(manifests: Manifests) -> Iterator[str]:
    """CPU asked for; memory asked for in full; disk asked for and capped."""
    for workload in manifests.workloads():
        for container in containers(workload):
            asked = container.get("resources", {}).get("requests", {})
            capped = container.get("resources", {}).get("limits", {})
            if "cpu" not in asked:
                yield f"{name(workload)}: asks for no CPU"
            if "memory" not in asked or asked["memory"] != capped.get("memory"):
                yield f"{name(workload)}: memory asked for is not the cap"
            if "ephemeral-storage" not in asked or "ephemeral-storage" not in capped:
                yield f"{name(workload)}: disk is not bounded"


def scratch_space_is_bounded(manifests: Manifests) -> Iterator[str]:
    """An emptyDir without a size is the node's disk."""
    for workload in manifests.workloads():
        for volume in pod(workload).get("volumes", []):
            if "emptyDir" in volume and not volume["emptyDir"].get("sizeLimit"):
                yield f"{name(workload)}: {volume['name']} has no size limit"


def namespaces_are_restricted(manifests: Manifests) -> Iterator[str]:
    """The pod security standard is enforced, warned of and audited, at a named version."""
    namespaces = list(manifests.of("Namespace"))
    if not namespaces:
        yield "no namespace"
    for namespace in namespaces:
        labels = namespace["metadata"].get("labels", {})
        for mode in POD_SECURITY_MODES:
            if labels.get(f"pod-security.kubernetes.io/{mode}") != "restricted":
                yield f"{name(namespace)}: {mode} is not restricted"
            if not labels.get(f"pod-security.kubernetes.io/{mode}-version", "").startswith("v1."):
                yield f"{name(namespace)}: {mode} names no version"


def pods_run_as_nobody(manifests: Manifests) -> Iterator[str]:
    """Not root, a user and group nobody on the node has, the runtime's syscall filter."""
    for workload in manifests.workloads():
        context = pod(workload).get("securityContext", {})
        if context.get("runAsNonRoot") is not True:
            yield f"{name(workload)}: may run as root"
        for key in ("runAsUser", "runAsGroup", "fsGroup"):
            if context.get(key, 0) < UID_MIN:
                yield f"{name(workload)}: {key} below {UID_MIN}"
        if context.get("seccompProfile", {}).get("type") != "RuntimeDefault":
            yield f"{name(workload)}: no syscall filter"
        if context.get("sysctls"):
            yield f"{name(workload)}: sets kernel parameters"


def containers_are_confined(manifests: Manifests) -> Iterator[str]:
    """No way up, no capability, a root file system nobody writes to; init containers too."""
    for workload in manifests.workloads():
        for container in containers(workload):
            context = container.get("securityContext", {})
            for wrong in _unconfined(context):
                yield f"{name(workload)}/{container['name']}: {wrong}"
            mounted = {mount["mountPath"] for mount in container.get("volumeMounts", [])}
            if "/tmp" not in mounted:  # noqa: S108  the pod's own scratch space
                yield f"{name(workload)}/{container['name']}: nowhere to write"


def pods_share_nothing_with_the_node(manifests: Manifests) -> Iterator[str]:
    """No host namespace, port or path; only volume types the standard allows."""
    for workload in manifests.workloads():
        spec = pod(workload)
        for key in ("hostPID", "hostIPC", "hostNetwork"):
            if spec.get(key):
                yield f"{name(workload)}: {key}"
        for container in containers(workload):
            if any("hostPort" in port for port in container.get("ports", [])):
                yield f"{name(workload)}: a host port"
        for volume in spec.get("volumes", []):
            if not set(volume) - {"name"} <= VOLUMES:
                yield f"{name(workload)}: a volume of {sorted(set(volume) - {'name'})}"


def _unconfined(context: Document) -> Iterator[str]:
    if context.get("allowPrivilegeEscalation") is not False:
        yield "may gain privileges"
    if context.get("privileged", False):
        yield "is privileged"
    if context.get("readOnlyRootFilesystem") is not True:
        yield "writes to its root file system"
    if context.get("procMount", "Default") != "Default":
        yield "sees an unmasked /proc"
    capabilities = context.get("capabilities", {})
    if capabilities.get("drop") != ["ALL"] or capabilities.get("add"):
        yield "keeps capabilities"
