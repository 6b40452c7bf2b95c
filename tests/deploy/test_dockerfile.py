"""The image is small, confined, reproducible and free of secrets."""

import fnmatch
from pathlib import Path

import pytest

from tests.deploy.rules import image
from tests.deploy.rules.image import IMAGE_RULES, ImageRule, instructions

ROOT = Path(__file__).parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")

# Each rule, and a change of the real file that breaks it.
PLANTS: tuple[tuple[ImageRule, str, str], ...] = (
    (image.base_is_pinned, "python:3.11-slim-bookworm", "python:latest"),
    (image.base_is_pinned, "FROM ${PYTHON_IMAGE} AS runtime", "FROM elsewhere/python:3 AS runtime"),
    (image.build_is_apart, "WORKDIR /srv/xiaowei", "RUN apt-get install gcc"),
    (image.user_is_a_number, "USER 10001:10001", "USER xiaowei"),
    (image.user_is_a_number, "USER 10001:10001", "USER 0:0"),
    (image.commands_are_exec_form, '["python", "-m"]', "python -m"),
    (image.every_service_has_a_stage, "AS run-repayment", "AS run-repayments"),
    (image.installs_are_locked, "--require-hashes", "--upgrade"),
    (image.copies_are_narrow, "COPY services/kit services/kit", "COPY services services"),
    (image.no_secret_is_built_in, "ENV PATH", "ENV API_TOKEN=x\nENV PATH"),
)


@pytest.mark.parametrize("rule", IMAGE_RULES, ids=lambda rule: rule.__name__)
def test_the_dockerfile_keeps(rule: ImageRule) -> None:
    assert list(rule(instructions(DOCKERFILE))) == []


@pytest.mark.parametrize(("rule", "good", "bad"), PLANTS)
def test_a_planted_breach_is_seen(rule: ImageRule, good: str, bad: str) -> None:
    assert good in DOCKERFILE
    assert list(rule(instructions(DOCKERFILE.replace(good, bad))))


def test_every_rule_has_a_plant() -> None:
    assert {rule for rule, _, _ in PLANTS} == set(IMAGE_RULES)


def test_what_is_copied_exists() -> None:
    for instruction in instructions(DOCKERFILE):
        if instruction.word == "COPY" and "--from=" not in instruction.rest:
            source = instruction.rest.split()[0].replace("${SERVICE}", "application")
            assert (ROOT / source).exists(), source


@pytest.mark.parametrize(
    "path", [".git", ".env", "tests", "docs", "services/x/__pycache__", ".venv"]
)
def test_the_build_never_sees(path: str) -> None:
    assert not _is_sent(path)


@pytest.mark.parametrize("path", ["services", "gateway", "requirements.runtime.lock"])
def test_the_build_sees(path: str) -> None:
    assert _is_sent(path)


def _is_sent(path: str) -> bool:
    """The last pattern that matches decides, as Docker reads the file."""
    is_sent = True
    for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines():
        pattern = line.strip()
        if pattern and not pattern.startswith("#"):
            bare = pattern.removeprefix("!").removeprefix("**/")
            if fnmatch.fnmatch(path, bare) or fnmatch.fnmatch(path.rsplit("/", 1)[-1], bare):
                is_sent = pattern.startswith("!")
    return is_sent
