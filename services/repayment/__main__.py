"""`python -m services.repayment`: the API."""

from services.kit.launch import launch
from services.repayment.main import SERVICE, create_app
from services.repayment.settings import Settings

if __name__ == "__main__":
    launch(SERVICE, Settings, create_app)
