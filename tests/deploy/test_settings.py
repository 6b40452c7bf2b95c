"""What the manifests tell a process is what the process reads: its real settings load from it."""

import re
from importlib import import_module
from pathlib import Path

import pytest

from deploy.k8s import render
from gateway.settings import GatewaySettings
from services.kit.owner_settings import owner_url
from services.kit.service_keys import generate, load_signing_key, private_key_file
from services.kit.settings import SECRETS_DIR_VARIABLE, load
from tests.deploy.rules.manifests import SERVICES, Document, Manifests, containers, name, pod
from tests.deploy.rules.network import ways_out

ADDRESS = "postgresql://xiaowei@postgres-rw.database:5432/xiaowei?sslmode=verify-full"
EVERYWHERE = [(overlay, service) for overlay in render.OVERLAYS for service in SERVICES]


def _manifests(overlay: str) -> Manifests:
    return Manifests.read(render.rendered_file(overlay).read_text(encoding="utf-8"))


def _workload(overlay: str, workload: str) -> Document:
    return next(w for w in _manifests(overlay).workloads() if name(w) == workload)


def _environment(overlay: str, workload: str) -> dict[str, str]:
    return _manifests(overlay).environment_of(next(containers(_workload(overlay, workload))))


@pytest.fixture
def secrets_dir(tmp_path: Path) -> Path:
    """The folder a pod's secret is mounted at, one file per variable."""
    for service in SERVICES:
        (tmp_path / f"{service}_database_url").write_text(ADDRESS, encoding="utf-8")
        (tmp_path / f"{service}_owner_database_url").write_text(ADDRESS, encoding="utf-8")
    return tmp_path


def _enter(monkeypatch: pytest.MonkeyPatch, told: dict[str, str], secrets_dir: Path) -> None:
    for variable, value in told.items():
        monkeypatch.setenv(variable, value)
    if SECRETS_DIR_VARIABLE in told:
        monkeypatch.setenv(SECRETS_DIR_VARIABLE, str(secrets_dir))


@pytest.mark.parametrize("process", ["api", "worker"])
@pytest.mark.parametrize(("overlay", "service"), EVERYWHERE)
def test_a_service_loads_its_settings(
    overlay: str,
    service: str,
    process: str,
    secrets_dir: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _enter(monkeypatch, _environment(overlay, f"{service}-{process}"), secrets_dir)
    settings = load(import_module(f"services.{service}.settings").Settings)
    assert settings.environment == overlay
    assert (settings.port, settings.ops_port, settings.worker_ops_port) == (8000, 9000, 9000)
    assert settings.database_url.get_secret_value() == ADDRESS
    assert settings.sandbox is (overlay == "development")


@pytest.mark.parametrize("overlay", render.OVERLAYS)
def test_the_gateway_loads_its_settings(
    overlay: str, secrets_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _enter(monkeypatch, _environment(overlay, "gateway-api"), secrets_dir)
    settings = GatewaySettings()
    assert settings.environment == overlay
    assert (settings.port, settings.ops_port) == (8000, 9000)
    assert set(settings.upstreams) == set(SERVICES)
    assert settings.dev_issuer is False


@pytest.mark.parametrize(("overlay", "service"), EVERYWHERE)
def test_a_migration_finds_its_schema(
    overlay: str, service: str, secrets_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _enter(monkeypatch, _environment(overlay, f"{service}-migrate"), secrets_dir)
    assert owner_url(service) == ADDRESS


@pytest.mark.parametrize("overlay", render.OVERLAYS)
@pytest.mark.parametrize("program", [*SERVICES, "gateway"])
def test_a_key_opens_with_the_mode_a_kubelet_mounts_it_with(
    overlay: str, program: str, tmp_path: Path
) -> None:
    spec = pod(_workload(overlay, f"{program}-api"))
    (asked,) = [v["secret"]["defaultMode"] for v in spec["volumes"] if v["name"] == "keys"]
    # For a pod with a group of its own it makes every file of a Secret readable by that group.
    mode = asked | (0o440 if "fsGroup" in spec["securityContext"] else 0)
    generate(tmp_path, [program])
    private_key_file(tmp_path, program).chmod(mode)
    assert load_signing_key(private_key_file(tmp_path, program)).key_id == f"svc:{program}"


@pytest.mark.parametrize("overlay", render.OVERLAYS)
def test_every_file_a_process_is_told_of_is_in_the_list_of_what_an_operator_brings(
    overlay: str,
) -> None:
    page = (render.FOLDER / "README.md").read_text(encoding="utf-8")
    brought = set(re.findall(r"`([\w.<>]+)`", page))
    for workload in _manifests(overlay).workloads():
        told = _manifests(overlay).environment_of(next(containers(workload)))
        mounts = [m["mountPath"] for m in next(containers(workload))["volumeMounts"]]
        if workload["kind"] == "Job":
            continue  # it reads an address and no more
        for path in (Path(value) for value in told.values() if value.startswith("/run/")):
            assert str(path) in mounts or str(path.parent) in mounts, name(workload)
            assert str(path) in mounts or path.name in brought


@pytest.mark.parametrize(("overlay", "service"), EVERYWHERE)
def test_the_address_an_operator_is_shown_leads_where_the_service_is_let_out_and_trusts_a_file(
    overlay: str, service: str
) -> None:
    page = (render.FOLDER / "README.md").read_text(encoding="utf-8")
    ((namespace, authority),) = re.findall(
        r"@postgres-rw\.([a-z]+):5432/\S+\?sslmode=verify-full&sslrootcert=(\S+)", page
    )
    assert (namespace, 5432) in ways_out(_manifests(overlay), service)
    for process in ("api", "worker", "migrate"):
        container = next(containers(_workload(overlay, f"{service}-{process}")))
        mounts = {m["name"]: m["mountPath"] for m in container["volumeMounts"]}
        assert str(Path(authority).parent) == mounts["secrets"]
    secrets = [line for line in page.splitlines() if "database_url`" in line]
    assert len(secrets) == 2
    assert all(f"`{Path(authority).name}`" in line for line in secrets)


def test_a_production_overlay_says_what_the_guide_asks_for() -> None:
    guide = (render.FOLDER.parents[1] / "docs/guides/operations.md").read_text(encoding="utf-8")
    (asked,) = re.findall(r"must say at least: (.*?) \(", guide)
    variables = re.findall(r"`(GATEWAY_\w+)`", asked)
    assert len(variables) == 4
    assert set(variables) <= _environment("production", "gateway-api").keys()


@pytest.mark.parametrize("overlay", render.OVERLAYS)
def test_the_gateway_reaches_services_that_exist(overlay: str) -> None:
    ports = {
        f"{name(service)}:{port['port']}"
        for service in _manifests(overlay).of("Service")
        for port in service["spec"]["ports"]
    }
    upstreams = _environment(overlay, "gateway-api")["GATEWAY_UPSTREAMS"]
    assert all(f"http://{name}-api:8000" in upstreams for name in SERVICES)
    assert {f"{name}-api:8000" for name in SERVICES} <= ports


@pytest.mark.parametrize("overlay", render.OVERLAYS)
def test_the_gateway_lets_go_of_a_connection_before_a_leaving_service_closes_it(
    overlay: str,
) -> None:
    gateway = _environment(overlay, "gateway-api")
    usual = GatewaySettings.model_fields["idle_connection_s"].default
    idle_s = float(gateway.get("GATEWAY_IDLE_CONNECTION_S", usual))
    for service in SERVICES:
        lameduck_s = float(_environment(overlay, f"{service}-api")[f"{service.upper()}_LAMEDUCK_S"])
        assert idle_s < lameduck_s
