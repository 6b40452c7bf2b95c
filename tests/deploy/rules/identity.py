"""Who a pod is to the cluster: somebody of its own, with no rights at all."""

from collections.abc import Iterator

from tests.deploy.rules.manifests import NAME, Manifests, name, pod, template

RIGHTS = ("Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding")


def accounts_are_own(manifests: Manifests) -> Iterator[str]:
    """Each service has its own account, which exists; the migration has another one."""
    known = {name(account) for account in manifests.of("ServiceAccount")}
    for workload in manifests.workloads():
        account = pod(workload).get("serviceAccountName", "default")
        if account not in known:
            yield f"{name(workload)}: runs as {account}, which nobody made"
        service = template(workload)["metadata"]["labels"][NAME]
        purpose = "migrator" if workload["kind"] == "Job" else "runtime"
        if account != f"{service}-{purpose}":
            yield f"{name(workload)}: runs as {account}"


def accounts_carry_no_token(manifests: Manifests) -> Iterator[str]:
    """Nothing here talks to the cluster, so nothing holds a token for it."""
    for account in manifests.of("ServiceAccount"):
        if account.get("automountServiceAccountToken") is not False:
            yield f"{name(account)}: its token is mounted"
    for workload in manifests.workloads():
        if pod(workload).get("automountServiceAccountToken") is not False:
            yield f"{name(workload)}: its token is mounted"


def nobody_has_rights(manifests: Manifests) -> Iterator[str]:
    """No role and no binding, so no wildcard and no reading of secrets either."""
    for document in manifests.of(*RIGHTS):
        yield f"{document['kind']} {name(document)}"
