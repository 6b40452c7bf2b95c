"""`make openapi`: each service's contract, written from its code to services/<name>/openapi.json.

With --check nothing is written, and a file that differs from the code fails.
"""

import json
import sys
import tempfile
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Final

from deploy.local.settings import HOST, SERVICES
from services.kit.field_keys import generate_field_keys
from services.kit.foundation import Foundation
from services.kit.openapi import document
from services.kit.service_keys import generate

SERVICES_DIR: Final = Path(__file__).parents[2] / "services"
# Never listened on, never connected to: an app is only put together to be described.
UNUSED_PORT: Final = 1
UNUSED_DATABASE: Final = "postgresql://nobody@127.0.0.1:1/none"
# What a service needs to be told beside what all need.
OWN_SETTINGS: Final = {
    "application": {"object_store_url": "s3://unused"},
    "disbursement": {"object_store_url": "s3://unused"},
}
EXIT_DRIFT: Final = 1


def main(words: Sequence[str]) -> int:
    """Write the contracts, or with --check say which differ from the code."""
    drifted = []
    for service in SERVICES:
        file = SERVICES_DIR / service / "openapi.json"
        written = file.read_text(encoding="utf-8") if file.exists() else None
        current = contract_of(service)
        if written == current:
            continue
        if "--check" in words:
            drifted.append(file.relative_to(SERVICES_DIR.parent))
        else:
            file.write_text(current, encoding="utf-8")
    for file in drifted:
        sys.stderr.write(f"{file} is not what the code says: run `make openapi`.\n")
    return EXIT_DRIFT if drifted else 0


def contract_of(service: str) -> str:
    """The OpenAPI document of one service, put together with keys made for the moment."""
    with tempfile.TemporaryDirectory() as folder:
        keys_dir, field_keys_file = Path(folder), Path(folder) / "fields.json"
        generate(keys_dir, [service])
        generate_field_keys(field_keys_file)
        settings = import_module(f"services.{service}.settings").Settings(
            environment="development",
            sandbox=True,  # what only a sandbox offers is marked as such
            host=HOST,
            port=UNUSED_PORT,
            ops_port=UNUSED_PORT,
            worker_ops_port=UNUSED_PORT,
            database_url=UNUSED_DATABASE,
            keys_dir=keys_dir,
            field_keys_file=field_keys_file,
            **OWN_SETTINGS.get(service, {}),
        )
        foundation = Foundation.lay(service, settings)
        app = import_module(f"services.{service}.main").create_app(settings, foundation)
    return json.dumps(document(app), ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
