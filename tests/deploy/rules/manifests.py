"""A rendered overlay, and the questions every check asks of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

Document = dict[str, Any]

SERVICES = ("application", "underwriting", "disbursement", "repayment")
NAME = "app.kubernetes.io/name"
COMPONENT = "app.kubernetes.io/component"
PART_OF = "app.kubernetes.io/part-of"
POD_OWNERS = ("Deployment", "Job", "StatefulSet", "DaemonSet", "ReplicaSet")


@dataclass(frozen=True)
class Manifests:
    """All documents of one overlay."""

    documents: tuple[Document, ...]

    @classmethod
    def read(cls, text: str) -> "Manifests":
        """Parse a rendering."""
        return cls(tuple(document for document in yaml.safe_load_all(text) if document))

    def of(self, *kinds: str) -> Iterator[Document]:
        """The documents of these kinds."""
        return (document for document in self.documents if document["kind"] in kinds)

    def workloads(self) -> Iterator[Document]:
        """Everything that makes pods."""
        return self.of(*POD_OWNERS, "CronJob")

    def target_of(self, autoscaler: Document) -> Document | None:
        """The Deployment an autoscaler owns the size of."""
        wanted = autoscaler["spec"]["scaleTargetRef"]["name"]
        return next((d for d in self.of("Deployment") if name(d) == wanted), None)

    def autoscaler_of(self, deployment: Document) -> Document | None:
        """The autoscaler that owns a Deployment's size."""
        scalers = self.of("HorizontalPodAutoscaler")
        return next((h for h in scalers if self.target_of(h) == deployment), None)

    def smallest(self, deployment: Document) -> int:
        """How many pods there are at the least."""
        scaler = self.autoscaler_of(deployment)
        size = scaler["spec"]["minReplicas"] if scaler else deployment["spec"].get("replicas", 1)
        return int(size)

    def largest(self, deployment: Document) -> int:
        """How many pods there are at the most."""
        scaler = self.autoscaler_of(deployment)
        size = scaler["spec"]["maxReplicas"] if scaler else deployment["spec"].get("replicas", 1)
        return int(size)

    def environment_of(self, container: Document) -> dict[str, str]:
        """The plain environment a container starts with, its ConfigMaps resolved."""
        maps = {name(document): document.get("data", {}) for document in self.of("ConfigMap")}
        found: dict[str, str] = {}
        for source in container.get("envFrom", []):
            found |= maps[source["configMapRef"]["name"]]
        return found | {one["name"]: one.get("value", "") for one in container.get("env", [])}


def name(document: Document) -> str:
    """metadata.name."""
    return str(document["metadata"]["name"])


def label(document: Document, key: str) -> str:
    """A label, "" when it is not there."""
    return str(document["metadata"].get("labels", {}).get(key, ""))


def template(workload: Document) -> Document:
    """The pod template of anything that makes pods."""
    spec = workload["spec"]
    made: Document = (spec["jobTemplate"]["spec"] if "jobTemplate" in spec else spec)["template"]
    return made


def pod(workload: Document) -> Document:
    """The pod spec of anything that makes pods."""
    spec: Document = template(workload)["spec"]
    return spec


def containers(workload: Document) -> Iterator[Document]:
    """Init containers and containers alike."""
    yield from pod(workload).get("initContainers", [])
    yield from pod(workload)["containers"]


def is_subset(wanted: dict[str, str], given: dict[str, str]) -> bool:
    """Whether a matchLabels selects these labels; an empty one selects everything."""
    return wanted.items() <= given.items()


def selects(selector: Document, labels: dict[str, str]) -> bool:
    """Whether a label selector with matchLabels and In-expressions selects these labels."""
    return is_subset(selector.get("matchLabels", {}), labels) and all(
        expression["operator"] == "In" and labels.get(expression["key"]) in expression["values"]
        for expression in selector.get("matchExpressions", [])
    )
