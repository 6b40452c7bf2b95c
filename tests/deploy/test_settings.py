"""What the manifests tell a process is what the process reads: its real settings load from it."""

from importlib import import_module
from pathlib import Path

import pytest

from deploy.k8s import render
from gateway.settings import GatewaySettings
from services.kit.owner_settings import owner_url
from services.kit.settings import SECRETS_DIR_VARIABLE, load
from tests.deploy.rules.manifests import SERVICES, Manifests, containers, name

ADDRESS = "postgresql://xiaowei@postgres-rw:5432/xiaowei?sslmode=verify-full"
EVERYWHERE = [(overlay, service) for overlay in render.OVERLAYS for service in SERVICES]


def _environment(overlay: str, workload: str) -> dict[str, str]:
    manifests = Manifests.read(render.rendered_file(overlay).read_text(encoding="utf-8"))
    found = next(w for w in manifests.workloads() if name(w) == workload)
    return manifests.environment_of(next(containers(found)))


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
def test_the_gateway_reaches_services_that_exist(overlay: str) -> None:
    manifests = Manifests.read(render.rendered_file(overlay).read_text(encoding="utf-8"))
    ports = {
        f"{name(service)}:{port['port']}"
        for service in manifests.of("Service")
        for port in service["spec"]["ports"]
    }
    upstreams = _environment(overlay, "gateway-api")["GATEWAY_UPSTREAMS"]
    assert all(f"http://{name}-api:8000" in upstreams for name in SERVICES)
    assert {f"{name}-api:8000" for name in SERVICES} <= ports
