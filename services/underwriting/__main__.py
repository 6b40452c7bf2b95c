"""`python -m services.underwriting`: the API."""

from services.kit.launch import launch
from services.underwriting.main import ALLOWLIST, create_app
from services.underwriting.settings import SERVICE, Settings

if __name__ == "__main__":
    launch(SERVICE, Settings, create_app, allowlist=ALLOWLIST)
