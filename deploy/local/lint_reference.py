"""`make openapi-lint`: the merged reference, held against Spectral's rules and the house's own.

Needs node, and says so where there is none: the same rules as far as they can be said in Python
are tests. What npm fetches is locked, and kept beside the virtual environment.
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

from deploy.local.settings import SERVICES
from gateway.contracts import read_contract
from gateway.merged_contract import merged
from services.kit.openapi_parts import SECURITY_SCHEMES
from services.kit.operations import SECURITY_SCHEME

ROOT: Final = Path(__file__).parents[2]
RULES: Final = Path(__file__).parent / "reference_lint"
LOCK: Final = "package-lock.json"
WORKSHOP: Final = ROOT / ".venv" / "reference_lint"
INSTALL: Final = ("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")


def main() -> int:
    """Lint the merged reference; 0 also where there is nothing to do it with."""
    if shutil.which("npm") is None:
        return _left_out("there is no node here")
    try:
        _install()
    except subprocess.CalledProcessError:
        return _left_out("npm could not install its packages")
    reference = WORKSHOP / "reference.json"
    reference.write_text(json.dumps(_reference()), encoding="utf-8")
    spectral = WORKSHOP / "node_modules" / ".bin" / "spectral"
    ruleset = ("--ruleset", str(RULES / "ruleset.yaml"), "--fail-severity", "hint", "--quiet")
    return subprocess.run([spectral, "lint", str(reference), *ruleset], check=False).returncode


def _left_out(why: str) -> int:
    sys.stderr.write(f"The reference is not linted: {why}.\n")
    return 0


def _install() -> None:
    """Fetch what the lock names, unless that is what was fetched before."""
    lock = (RULES / LOCK).read_bytes()
    fetched = WORKSHOP / "fetched"
    if fetched.exists() and fetched.read_bytes() == lock:
        return
    WORKSHOP.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", LOCK):
        shutil.copy(RULES / name, WORKSHOP)
    subprocess.run(INSTALL, cwd=WORKSHOP, check=True)
    fetched.write_bytes(lock)


def _reference() -> dict[str, object]:
    files = {name: ROOT / "services" / name / "openapi.json" for name in SERVICES}
    documents = {name: read_contract(file, is_sandbox=True) for name, file in files.items()}
    return merged(documents, SECURITY_SCHEMES[SECURITY_SCHEME])


if __name__ == "__main__":
    sys.exit(main())
