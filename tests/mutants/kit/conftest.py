"""The notes service, as the kit's own tests have it."""

from tests.integration.kit.conftest import notes, notes_template
from tests.integration.kit.test_relay import elsewhere

__all__ = ["elsewhere", "notes", "notes_template"]
