"""Both overlays keep every rule, and each rule sees the breach planted for it."""

import shutil
from functools import cache
from importlib import import_module
from pathlib import Path

import kubernetes_validate
import pytest

from deploy.k8s import render
from services.kit.internal_tokens import GATEWAY_ONLY
from tests.deploy.rules.every import PRODUCTION_RULES, RULES, Rule
from tests.deploy.rules.manifests import SERVICES, Manifests
from tests.deploy.rules.network import CALLERS
from tests.deploy.rules.plants import PLANTS, Plant

# The oldest cluster we promise to run on, and the newest one known to the schemas.
CLUSTER_VERSIONS = ("1.32", kubernetes_validate.latest_version())
DEFAULT_NAMESPACE = "default"
CLUSTER_WIDE = frozenset({"Namespace", "PriorityClass"})


@cache
def _rendered(overlay: str) -> Manifests:
    return Manifests.read(render.rendered_file(overlay).read_text(encoding="utf-8"))


@pytest.mark.parametrize("overlay", render.OVERLAYS)
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_every_overlay_keeps(rule: Rule, overlay: str) -> None:
    assert list(rule(_rendered(overlay))) == []


@pytest.mark.parametrize("rule", PRODUCTION_RULES, ids=lambda rule: rule.__name__)
def test_production_keeps(rule: Rule) -> None:
    assert list(rule(_rendered("production"))) == []


@pytest.mark.parametrize("plant", PLANTS, ids=str)
def test_a_planted_breach_is_seen(plant: Plant) -> None:
    assert list(plant.rule(plant.laid(_rendered("production"))))


def test_every_rule_has_a_plant() -> None:
    assert {plant.rule for plant in PLANTS} == {*RULES, *PRODUCTION_RULES}


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_opens_its_doors_to_those_who_can_reach_it(service: str) -> None:
    main = import_module(f"services.{service}.main")
    doors = getattr(main, "ALLOWLIST", GATEWAY_ONLY)
    assert {caller.removeprefix("svc:") for caller in doors} <= CALLERS[service]


@pytest.mark.parametrize("version", CLUSTER_VERSIONS)
@pytest.mark.parametrize("overlay", render.OVERLAYS)
def test_every_document_has_a_schema_and_keeps_it(overlay: str, version: str) -> None:
    documents = _rendered(overlay).documents
    for document in documents:
        kubernetes_validate.validate(document, version, strict=True)
    assert {d["kind"] for d in documents} >= {"Deployment", "Job", "NetworkPolicy", "Namespace"}


@pytest.mark.parametrize("overlay", render.OVERLAYS)
def test_everything_lives_in_a_namespace_of_ours(overlay: str) -> None:
    manifests = _rendered(overlay)
    own = {document["metadata"]["name"] for document in manifests.of("Namespace")}
    used = {
        document["metadata"].get("namespace", DEFAULT_NAMESPACE)
        for document in manifests.documents
        if document["kind"] not in CLUSTER_WIDE
    }
    assert used == own


@pytest.mark.parametrize("overlay", render.OVERLAYS)
def test_the_committed_rendering_is_of_these_sources(overlay: str) -> None:
    first = render.rendered_file(overlay).read_text(encoding="utf-8").splitlines(keepends=True)[0]
    assert first == render.heading(), f"stale: run `{render.COMMAND}`"


@pytest.mark.parametrize("overlay", render.OVERLAYS)
def test_a_changed_source_makes_the_rendering_stale(overlay: str, tmp_path: Path) -> None:
    for source in render.SOURCES:
        shutil.copytree(render.FOLDER / source, tmp_path / source)
    assert render.heading(tmp_path) == render.heading()
    changed = tmp_path / "overlays" / overlay / "kustomization.yaml"
    changed.write_text(changed.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert render.heading(tmp_path) != render.heading()
