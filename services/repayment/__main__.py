"""`python -m services.repayment`: the API."""

from services.kit.server import run
from services.repayment.main import main

if __name__ == "__main__":
    run(main())
