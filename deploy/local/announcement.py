"""What the person at the terminal is told once everything is ready: where to look, what to try."""

from deploy.local.home import Home
from deploy.local.programs import gateway_url
from deploy.local.settings import StackSettings


def announcement(settings: StackSettings, home: Home, *, ready_in_s: float) -> str:
    """A screenful, with lines to copy."""
    url = gateway_url(settings)
    return f"""
Xiaowei is ready after {ready_in_s:.1f} s.

  Reference   {url}/docs           (Authorize with borrower / demo)
  Contract    {url}/openapi.json
  Health      {url}/readyz
  Logs        {home.logs}

Ctrl-C stops everything; the data stays in {home.root} until `make clean`.
"""
