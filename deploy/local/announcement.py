"""What the person at the terminal is told once everything is ready: where to look, what to try."""

from deploy.local.home import Home
from deploy.local.programs import gateway_url
from deploy.local.settings import StackSettings
from gateway.dev_issuer.identities import demo_identities


def announcement(settings: StackSettings, home: Home, *, ready_in_s: float) -> str:
    """A screenful, with lines to copy into another terminal."""
    url, seeded = gateway_url(settings), demo_identities()
    log_in = f"-d grant_type=password -d username=borrower -d password={seeded.secret}"
    its_value = r"""sed 's/.*"access_token": *"\([^"]*\)".*/\1/'"""
    return f"""
Xiaowei is ready after {ready_in_s:.1f} s.

  Reference   {url}/docs (with a login)
  Contract    {url}/openapi.json
  Health      {url}/readyz
  Logs        {home.told / home.logs.name}

Users (password {seeded.secret}): {", ".join(seeded.users)},
and as many borrowers as you want: borrower-<letters and digits>
Clients (secret {seeded.secret}): {", ".join(seeded.clients)}

Try, in another terminal; `sh docs/walk.sh` walks a loan to acceptance:

  curl -s {url}/v1/products
  TOKEN=$(curl -s {url}/oauth/token {log_in} | {its_value})
  curl -s {url}/v1/applications -H "Authorization: Bearer $TOKEN"

Ctrl-C stops everything; the data stays in {home.told} until `make clean`.
"""
