"""One wrong line per rule, planted into a good overlay: the rules' own tests."""

import copy
from dataclasses import dataclass
from typing import Any

from typing_extensions import override

from tests.deploy.rules import configuration, identity, network, pods, rollout
from tests.deploy.rules.every import Rule
from tests.deploy.rules.manifests import Document, Manifests

_POD = "spec/template/spec"
_CONTAINER = f"{_POD}/containers/0"
_SECURITY = f"{_CONTAINER}/securityContext"
_VOLUME = f"{_POD}/volumes/0"


@dataclass(frozen=True)
class Plant:
    """Sets `path` (None removes it) in the first document of a kind, or adds a whole document."""

    rule: Rule
    kind: str
    path: str
    value: object = None
    named: str = ""

    @override
    def __str__(self) -> str:
        return f"{self.rule.__name__}:{self.kind}:{self.path.rsplit('/', 1)[-1]}"

    def laid(self, manifests: Manifests) -> Manifests:
        """A copy of the overlay with the breach in it."""
        documents = copy.deepcopy(list(manifests.documents))
        if self.path == "":
            documents.append({"kind": self.kind, **dict(self.value)})  # type: ignore[call-overload]
        else:
            _lay(self._first(documents), self.path, self.value)
        return Manifests(tuple(documents))

    def _first(self, documents: list[Document]) -> Document:
        of_kind = (d for d in documents if d["kind"] == self.kind)
        return next(d for d in of_kind if self.named in {"", d["metadata"]["name"]})


def _lay(document: Document, path: str, value: object) -> None:
    *way, last = [int(part) if part.isdigit() else part for part in path.split("/")]
    place: Any = document
    for part in way:
        place = place[part] if isinstance(part, int) else place.setdefault(part, {})
    if value is None:
        del place[last]
    else:
        place[last] = value


def _named(name: str, **spec: object) -> Document:
    return {"metadata": {"name": name}, "spec": spec, "apiVersion": "v1"}


_OUTSIDE = {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "ingress"}}}
_LABELLED = {"matchLabels": {"app.kubernetes.io/name": "repayment"}}
_GATEWAY = {"matchLabels": {"app.kubernetes.io/name": "gateway"}}
_DOOR = {"podSelector": _GATEWAY}
_HTTP = [{"port": "http"}]
_INTERNET = {"ipBlock": {"cidr": "0.0.0.0/0"}}
_STRANGER = {"podSelector": {"matchLabels": {"app.kubernetes.io/name": "bookkeeping"}}}

PLANTS: tuple[Plant, ...] = (
    Plant(rollout.rollouts_keep_capacity, "Deployment", "spec/strategy"),
    Plant(rollout.rollouts_keep_capacity, "Deployment", "spec/minReadySeconds", 1),
    Plant(rollout.rollouts_keep_capacity, "Deployment", "spec/revisionHistoryLimit"),
    Plant(rollout.sizes_have_one_owner, "Deployment", "spec/replicas", 3),
    Plant(rollout.autoscalers_are_bounded, "HorizontalPodAutoscaler", "spec/minReplicas", 1),
    Plant(rollout.autoscalers_are_bounded, "HorizontalPodAutoscaler", "spec/behavior"),
    Plant(rollout.evictions_are_bounded, "PodDisruptionBudget", "spec/maxUnavailable", 0),
    Plant(rollout.evictions_are_bounded, "PodDisruptionBudget", "spec/unhealthyPodEvictionPolicy"),
    Plant(rollout.pods_are_spread, "Deployment", f"{_POD}/topologySpreadConstraints", []),
    Plant(rollout.labels_agree, "Deployment", "spec/selector/matchLabels", {"a": "b"}),
    Plant(rollout.pods_leave_in_time, "Deployment", f"{_CONTAINER}/lifecycle"),
    Plant(rollout.pods_leave_in_time, "Deployment", f"{_POD}/terminationGracePeriodSeconds", 30),
    Plant(rollout.commands_are_exec_form, "Deployment", f"{_CONTAINER}/command", ["sh", "-c", "x"]),
    Plant(rollout.money_goes_last, "PriorityClass", "kind", "Forgotten"),
    Plant(rollout.autoscalers_survive_a_zone, "HorizontalPodAutoscaler", "spec/minReplicas", 2),
    Plant(pods.probes_are_complete, "Deployment", f"{_CONTAINER}/startupProbe"),
    Plant(pods.probes_are_complete, "Deployment", f"{_CONTAINER}/livenessProbe/timeoutSeconds", 1),
    Plant(pods.probes_are_complete, "Deployment", f"{_CONTAINER}/ports", []),
    Plant(pods.liveness_asks_nobody_else, "Deployment",
          f"{_CONTAINER}/livenessProbe/httpGet/path", "/readyz"),
    Plant(pods.resources_are_bounded, "Job", f"{_CONTAINER}/resources/limits/memory", "1Gi"),
    Plant(pods.resources_are_bounded, "Deployment", f"{_CONTAINER}/resources/requests/cpu"),
    Plant(pods.scratch_space_is_bounded, "Deployment", _VOLUME, {"name": "tmp", "emptyDir": {}}),
    Plant(pods.namespaces_are_restricted, "Namespace", "metadata/labels", {}),
    Plant(pods.pods_run_as_nobody, "Job", f"{_POD}/securityContext/runAsNonRoot"),
    Plant(pods.pods_run_as_nobody, "Deployment", f"{_POD}/securityContext/runAsUser", 1000),
    Plant(pods.pods_run_as_nobody, "Deployment", f"{_POD}/securityContext/seccompProfile"),
    Plant(pods.containers_are_confined, "Job", f"{_SECURITY}/allowPrivilegeEscalation"),
    Plant(pods.containers_are_confined, "Deployment", f"{_SECURITY}/readOnlyRootFilesystem"),
    Plant(pods.containers_are_confined, "Deployment", f"{_SECURITY}/capabilities/add", ["NET_RAW"]),
    Plant(pods.containers_are_confined, "Deployment", f"{_SECURITY}/privileged", value=True),
    Plant(pods.containers_are_confined, "Deployment", f"{_POD}/initContainers", [{"name": "x"}]),
    Plant(pods.pods_share_nothing_with_the_node, "Deployment", f"{_POD}/hostNetwork", value=True),
    Plant(pods.pods_share_nothing_with_the_node, "Deployment", _VOLUME,
          {"name": "tmp", "hostPath": {"path": "/"}}),
    Plant(identity.accounts_are_own, "Deployment", f"{_POD}/serviceAccountName"),
    Plant(identity.accounts_are_own, "Job", f"{_POD}/serviceAccountName", "application-runtime"),
    Plant(identity.accounts_carry_no_token, "ServiceAccount", "automountServiceAccountToken"),
    Plant(identity.accounts_carry_no_token, "Job", f"{_POD}/automountServiceAccountToken"),
    Plant(identity.nobody_has_rights, "RoleBinding", "", _named("reads-secrets")),
    Plant(network.everything_is_denied_first, "NetworkPolicy", "spec/podSelector", _GATEWAY,
          named="default-deny"),
    Plant(network.callers_are_the_agreed_ones, "NetworkPolicy", "",
          _named("x", podSelector=_GATEWAY, egress=[{"to": [_DOOR], "ports": _HTTP}],
                 ingress=[{"from": [_DOOR], "ports": _HTTP}])),
    Plant(network.callers_are_told_where, "ConfigMap", "data/APPLICATION_REPAYMENT_URL",
          "http://repayment-api:8000"),
    Plant(network.callers_are_told_where, "ConfigMap", "data/APPLICATION_UNDERWRITING_URL"),
    Plant(network.strangers_that_are_told_of_are_reached, "ConfigMap",
          "data/APPLICATION_BUREAU_URL", "http://bureau.credit-bureau:8000"),
    Plant(network.only_the_gateway_is_reached, "NetworkPolicy", "",
          _named("x", podSelector=_LABELLED, ingress=[{"from": [_OUTSIDE], "ports": [{}]}])),
    Plant(network.only_services_reach_the_database, "NetworkPolicy", "",
          _named("x", podSelector=_GATEWAY, egress=[{"to": [{}], "ports": [{"port": 5432}]}])),
    Plant(network.the_database_lets_services_in, "NetworkPolicy", "spec/egress/0/to",
          [{"podSelector": {"matchLabels": {"cnpg.io/cluster": "postgres"}}}],
          named="repayment-neighbours"),
    Plant(network.the_internet_is_reached_by_few, "NetworkPolicy", "",
          _named("x", podSelector=_LABELLED, egress=[{"to": [_INTERNET]}])),
    Plant(network.the_internet_is_reached_by_few, "NetworkPolicy", "",
          _named("x", podSelector=_GATEWAY, egress=[{"to": [_INTERNET]}])),
    Plant(network.every_peer_is_named, "NetworkPolicy", "",
          _named("x", podSelector=_LABELLED, ingress=[{"from": [_STRANGER], "ports": [{}]}])),
    Plant(network.every_peer_is_named, "NetworkPolicy", "",
          _named("x", podSelector=_STRANGER["podSelector"])),
    Plant(network.services_stay_inside, "Service", "spec/type", "LoadBalancer"),
    Plant(network.services_stay_inside, "Service", "spec/ports/0/targetPort", 8000),
    Plant(configuration.no_secret_is_written_down, "Secret", "", _named("x")),
    Plant(configuration.no_secret_is_written_down, "ConfigMap", "data/X_DATABASE_URL", "x"),
    Plant(configuration.no_secret_is_written_down, "Job", f"{_CONTAINER}/env",
          [{"name": "X", "valueFrom": {"secretKeyRef": {"name": "x", "key": "y"}}}]),
    Plant(configuration.secrets_are_files, "Job", f"{_POD}/volumes/1/secret/defaultMode", 0o444),
    Plant(configuration.secrets_are_files, "Deployment", f"{_POD}/volumes/0",
          {"name": "secrets", "secret": {"secretName": "a-migrator", "defaultMode": 0o400}}),
    Plant(configuration.settings_are_resolved, "ConfigMap", "metadata/name", "elsewhere"),
    Plant(configuration.settings_are_resolved, "Deployment", f"{_POD}/enableServiceLinks"),
    Plant(configuration.connections_fit, "HorizontalPodAutoscaler", "spec/maxReplicas", 80),
    Plant(configuration.migrations_have_a_job, "Job", "metadata/name", "other"),
    Plant(configuration.migrations_have_a_job, "Deployment", f"{_POD}/initContainers", [{}]),
    Plant(configuration.migrations_come_first, "Job", "metadata/annotations"),
    Plant(configuration.migrations_come_first, "Job", "spec/backoffLimit", 6),
    Plant(configuration.images_are_tagged, "Deployment", f"{_CONTAINER}/image", "x/y:latest"),
    Plant(configuration.images_are_digests, "Deployment", f"{_CONTAINER}/image", "x/y:1.0"),
)  # fmt: skip
