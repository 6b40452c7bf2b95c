"""`python -m services.disbursement`: the API."""

from services.disbursement.main import SERVICE, create_app
from services.disbursement.settings import Settings
from services.kit.launch import launch

if __name__ == "__main__":
    launch(SERVICE, Settings, create_app)
