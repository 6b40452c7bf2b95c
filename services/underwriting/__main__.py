"""`python -m services.underwriting`: the API."""

from services.kit.server import run
from services.underwriting.main import main

if __name__ == "__main__":
    run(main())
