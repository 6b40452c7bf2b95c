"""`python -m services.disbursement`: the API."""

from services.disbursement.main import main
from services.kit.server import run

if __name__ == "__main__":
    run(main())
