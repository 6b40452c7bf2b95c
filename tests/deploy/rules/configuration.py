"""What pods are told, and what they are told in secret."""

import re
from collections.abc import Iterator

from tests.deploy.rules.manifests import SERVICES, Document, Manifests, containers, name, pod

SECRET_WORD = re.compile(r"PASSWORD|SECRET(?!S_DIR)|TOKEN|PRIVATE|DATABASE_URL|BLIND_INDEX")
SECRET_MODE = 0o400
CONNECTIONS_MAX = 400  # what deploy/k8s/README.md asks of the operator's Postgres
DIGEST = re.compile(r".+@sha256:[0-9a-f]{64}")
TAGGED = re.compile(r".+:(?!latest$)[\w.-]+")
EXPECTED_REGISTRY = "registry.example/xiaowei/"


def no_secret_is_written_down(manifests: Manifests) -> Iterator[str]:
    """No Secret with values, and no ConfigMap entry or variable that smells of one."""
    for secret in manifests.of("Secret"):
        yield f"Secret {name(secret)} is committed"
    for document in manifests.of("ConfigMap"):
        for key in document.get("data", {}):
            if SECRET_WORD.search(key.upper()):
                yield f"{name(document)}: {key} is no setting"
    for workload in manifests.workloads():
        for container in containers(workload):
            sources = [*container.get("envFrom", [])]
            sources += [one.get("valueFrom", {}) for one in container.get("env", [])]
            if any({"secretRef", "secretKeyRef"} & set(source) for source in sources):
                yield f"{name(workload)}: a secret in the environment"


def secrets_are_files(manifests: Manifests) -> Iterator[str]:
    """Mounted read-only, for the owner alone; the owner's password only where migrations run."""
    for workload in manifests.workloads():
        volumes = pod(workload).get("volumes", [])
        for secret in (volume["secret"] for volume in volumes if "secret" in volume):
            if secret.get("defaultMode") != SECRET_MODE:
                yield f"{name(workload)}: {secret['secretName']} is readable by others"
            is_migrator = secret["secretName"].endswith("-migrator")
            if is_migrator != (workload["kind"] == "Job"):
                yield f"{name(workload)}: mounts {secret['secretName']}"
        mounts = [m for container in containers(workload) for m in container["volumeMounts"]]
        if any(m["name"] in {"secrets", "keys"} and not m.get("readOnly") for m in mounts):
            yield f"{name(workload)}: its secrets are writable"


def settings_are_resolved(manifests: Manifests) -> Iterator[str]:
    """Every ConfigMap asked for exists and changes its name with its content; no variable twice."""
    known = {name(document) for document in manifests.of("ConfigMap")}
    for workload in manifests.workloads():
        for container in containers(workload):
            for source in container.get("envFrom", []):
                asked = source.get("configMapRef", {}).get("name", "")
                if asked not in known:
                    yield f"{name(workload)}: asks for settings {asked}"
                elif not re.search(r"-[a-z0-9]{10}$", asked):
                    yield f"{name(workload)}: new settings would not restart it"
            names = [one["name"] for one in container.get("env", [])]
            if len(names) != len(set(names)):
                yield f"{name(workload)}: a variable given twice"
        if pod(workload).get("enableServiceLinks") is not False:
            yield f"{name(workload)}: the cluster adds variables of its own"


def connections_fit(manifests: Manifests) -> Iterator[str]:
    """All pods at their most, one more of each while rolling out, fit into the database."""
    most = sum(
        (manifests.largest(deployment) + 1) * _pool(manifests, container)
        for deployment in manifests.of("Deployment")
        for container in containers(deployment)
    )
    if not 0 < most <= CONNECTIONS_MAX:
        yield f"{most} connections, Postgres has {CONNECTIONS_MAX}"


def _pool(manifests: Manifests, container: Document) -> int:
    variables = manifests.environment_of(container)
    return sum(
        int(value)
        for variable, value in variables.items()
        if variable.endswith(("_POOL_SIZE", "_POOL_OVERFLOW"))
    )


def migrations_have_a_job(manifests: Manifests) -> Iterator[str]:
    """One per service, and never an init container, which every pod would run."""
    jobs = {name(job) for job in manifests.of("Job")}
    if jobs != {f"{service}-migrate" for service in SERVICES}:
        yield f"the migrations are {sorted(jobs)}"
    for deployment in manifests.of("Deployment"):
        if pod(deployment).get("initContainers"):
            yield f"{name(deployment)}: an init container"


def migrations_come_first(manifests: Manifests) -> Iterator[str]:
    """A migration is bounded, and ordered before the pods."""
    for job in manifests.of("Job"):
        spec = job["spec"]
        if spec.get("backoffLimit", 6) > 3:
            yield f"{name(job)}: tries too often"
        for key in ("activeDeadlineSeconds", "ttlSecondsAfterFinished"):
            if key not in spec:
                yield f"{name(job)}: no {key}"
        if "argocd.argoproj.io/hook" not in job["metadata"].get("annotations", {}):
            yield f"{name(job)}: not ordered before the pods"


def images_are_tagged(manifests: Manifests) -> Iterator[str]:
    """No image is "whatever is newest"."""
    for workload in manifests.workloads():
        for container in containers(workload):
            image = container["image"]
            if not (TAGGED.fullmatch(image) or DIGEST.fullmatch(image)):
                yield f"{name(workload)}: {image}"


def images_are_digests(manifests: Manifests) -> Iterator[str]:
    """Production runs exactly what was built and signed, from one registry."""
    for workload in manifests.workloads():
        for container in containers(workload):
            image = container["image"]
            if not DIGEST.fullmatch(image) or not image.startswith(EXPECTED_REGISTRY):
                yield f"{name(workload)}: {image}"
            if container.get("imagePullPolicy") != "Always":
                yield f"{name(workload)}: runs what the node happens to have"
