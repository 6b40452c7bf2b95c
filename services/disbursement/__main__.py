"""`python -m services.disbursement`: the API."""

from services.disbursement.main import ALLOWLIST, create_app, own_checks
from services.disbursement.settings import SERVICE, Settings
from services.kit.launch import launch

if __name__ == "__main__":
    launch(SERVICE, Settings, create_app, own_checks, ALLOWLIST)
