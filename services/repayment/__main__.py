"""`python -m services.repayment`: the API."""

from services.kit.launch import launch
from services.repayment.main import ALLOWLIST, create_app
from services.repayment.settings import SERVICE, Settings

if __name__ == "__main__":
    launch(SERVICE, Settings, create_app, allowlist=ALLOWLIST)
