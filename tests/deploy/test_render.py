"""The renderings say what they were made from, and hold what kubectl made of it."""

import shutil
from pathlib import Path

import pytest

from deploy.k8s import render

KUBECTL = """#!/bin/sh
echo "made by $1 of $(basename "$2")"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Our sources, without what was rendered of them."""
    for source in render.SOURCES:
        shutil.copytree(render.FOLDER / source, tmp_path / source)
    return tmp_path


@pytest.fixture
def kubectl(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """A kubectl that says what it was asked for: the real one is not on every machine."""
    programs = tmp_path_factory.mktemp("programs")
    program = programs / "kubectl"
    program.write_text(KUBECTL, encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(programs), prepend=":")


@pytest.mark.usefixtures("kubectl")
def test_each_overlay_is_rendered_below_what_it_was_made_from(folder: Path) -> None:
    assert render.main(folder) == 0
    for overlay in render.OVERLAYS:
        heading, text = render.rendered_file(overlay, folder).read_text("utf-8").splitlines()
        assert heading == render.heading().strip()
        assert text == f"made by kustomize of {overlay}"


@pytest.mark.usefixtures("kubectl")
def test_another_source_is_another_heading(folder: Path) -> None:
    before = render.fingerprint(folder)
    (folder / "base" / "another.yaml").write_text("kind: Another\n", encoding="utf-8")
    assert render.fingerprint(folder) != before


def test_without_kubectl_it_says_so_and_writes_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(folder))
    assert render.main(folder) == 1
    assert "needs kubectl" in capsys.readouterr().err
    assert not (folder / "rendered").exists()
