"""Whom a worker tells: without their addresses it does not start."""

import sys
from typing import Final

from services.kit.http import ServiceClient
from services.kit.internal_tokens import InternalSigner
from services.kit.service_keys import private_key_file
from services.kit.settings import EXIT_CONFIG, ServiceSettings

DELIVERY_TIMEOUT_S: Final = 10.0


def neighbour_of(
    service: str, neighbour: str, url: str | None, settings: ServiceSettings
) -> ServiceClient:
    """`service`'s client of a neighbour at `url`, the setting `<SERVICE>_<NEIGHBOUR>_URL`."""
    address = told(f"{service}_{neighbour}_URL".upper(), url)
    signer = InternalSigner(private_key_file(settings.keys_dir, service), f"svc:{service}")
    return ServiceClient(neighbour, address, signer, timeout_s=DELIVERY_TIMEOUT_S)


def told(variable: str, url: str | None) -> str:
    """The address a setting holds; the process ends when it holds none."""
    if url is None:
        sys.stderr.write(f"{variable}: must be set for the worker\n")
        raise SystemExit(EXIT_CONFIG)
    return url
