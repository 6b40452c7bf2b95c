"""Renders both overlays into `rendered/`, which is committed: a change of manifests is reviewed as
what the cluster will see, and the static checks run on any machine.

`python -m deploy.k8s.render` needs kubectl (or nothing but its kustomize); the checks do not.
"""

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parent
OVERLAYS: Final = ("development", "production")
SOURCES: Final = ("template", "base", "overlays")
RENDER_TIMEOUT_S: Final = 60
COMMAND: Final = "python -m deploy.k8s.render"


class KubectlMissing(Exception):
    """There is no kubectl on the path to render with."""


def rendered_file(overlay: str, folder: Path = FOLDER) -> Path:
    """Where an overlay's committed rendering lies."""
    return folder / "rendered" / f"{overlay}.yaml"


def fingerprint(folder: Path = FOLDER) -> str:
    """SHA-256 over every source file's path and content, so that a stale rendering is noticed."""
    digest = hashlib.sha256()
    for source in SOURCES:
        for file in sorted(path for path in (folder / source).rglob("*") if path.is_file()):
            content = hashlib.sha256(file.read_bytes()).hexdigest()
            digest.update(f"{file.relative_to(folder).as_posix()} {content}\n".encode())
    return digest.hexdigest()


def heading(folder: Path = FOLDER) -> str:
    """The first line of a rendering: what it was made from."""
    return f"# Made by `{COMMAND}` from sources {fingerprint(folder)}\n"


def render(overlay: str, folder: Path = FOLDER) -> str:
    """What `kubectl kustomize` makes of an overlay. Raises KubectlMissing."""
    kubectl = shutil.which("kubectl")
    if kubectl is None:
        raise KubectlMissing(f"`{COMMAND}` needs kubectl 1.28 or newer on the PATH.")
    done = subprocess.run(  # noqa: S603  a fixed command over our own folder
        [kubectl, "kustomize", str(folder / "overlays" / overlay)],
        capture_output=True,
        check=True,
        text=True,
        timeout=RENDER_TIMEOUT_S,
    )
    return done.stdout


def main(folder: Path = FOLDER) -> int:
    """Write both renderings; 0 when done, 1 with a plain line when kubectl is missing."""
    for overlay in OVERLAYS:
        try:
            text = heading(folder) + render(overlay, folder)
        except KubectlMissing as missing:
            sys.stderr.write(f"{missing}\n")
            return 1
        file = rendered_file(overlay, folder)
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
