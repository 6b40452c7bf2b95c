"""The kubectl lines of our pages name what the manifests have."""

import re
from pathlib import Path
from typing import Final

from deploy.k8s import render
from tests.deploy.rules.manifests import Manifests, name

ROOT: Final = Path(__file__).parents[2]
PAGES: Final = (*sorted((ROOT / "docs").rglob("*.md")), ROOT / "deploy/k8s/README.md")
COMMAND: Final = re.compile(r"(?:^ *|`)(kubectl [^`\n#]+)", re.MULTILINE)
PRODUCTION: Final = Manifests.read(render.rendered_file("production").read_text(encoding="utf-8"))


def commands() -> list[str]:
    """Every command there is to copy."""
    said = [found for page in PAGES for found in COMMAND.findall(page.read_text(encoding="utf-8"))]
    return [command.strip() for command in said if " -" in command]


def test_there_are_commands() -> None:
    assert len(commands()) >= 5


def test_each_speaks_of_our_namespace() -> None:
    ours = {name(namespace) for namespace in PRODUCTION.of("Namespace")}
    named = {found for line in commands() for found in re.findall(r"-n ([\w-]+)", line)}
    assert named == ours
    # What is applied says its namespace itself.
    assert [c for c in commands() if " -n " not in c and " apply -k " not in c] == []


def test_what_is_asked_for_by_name_is_there() -> None:
    ours = {f"deploy/{name(deployment)}" for deployment in PRODUCTION.of("Deployment")}
    named = {found for line in commands() for found in re.findall(r"\bdeploy/[\w-]+(?= )", line)}
    assert named
    assert named <= ours


def test_what_is_asked_for_by_label_is_there() -> None:
    wanted = [found for line in commands() for found in re.findall(r" -l (\S+)=(\S+)", line)]
    labels = [job["metadata"]["labels"] for job in PRODUCTION.of("Job")]
    assert wanted
    assert all(job[key] == value for key, value in wanted for job in labels)


def test_what_is_applied_is_an_overlay() -> None:
    folders = [found for line in commands() for found in re.findall(r" -k (\S+)", line)]
    assert folders
    assert all((ROOT / folder / "kustomization.yaml").is_file() for folder in folders)


def test_a_program_run_in_a_pod_is_in_the_image() -> None:
    modules = [found for line in commands() for found in re.findall(r"python -m ([\w.]+)", line)]
    assert modules
    assert all(module.startswith("services.kit.") for module in modules)
    assert all((ROOT / f"{module.replace('.', '/')}.py").is_file() for module in modules)


def test_no_command_leaves_its_reader_in_another_folder() -> None:
    lines = [line.strip() for page in PAGES for line in page.read_text("utf-8").splitlines()]
    assert [line for line in lines if line.startswith("cd ") and "mktemp" not in line] == []
