"""`python -m services.application`: the API."""

from services.application.main import main
from services.kit.server import run

if __name__ == "__main__":
    run(main())
