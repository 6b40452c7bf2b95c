"""`python -m services.application`: the API."""

from services.application.main import ALLOWLIST, create_app, own_checks
from services.application.settings import SERVICE, Settings
from services.kit.launch import launch

if __name__ == "__main__":
    launch(SERVICE, Settings, create_app, own_checks, ALLOWLIST)
