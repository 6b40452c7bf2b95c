"""Keys and callers for use cases without HTTP."""

from pathlib import Path

import pytest

from services.kit.field_keys import FieldKeys, generate_field_keys


@pytest.fixture(scope="session")
def field_keys(tmp_path_factory: pytest.TempPathFactory) -> FieldKeys:
    """The keys personal fields of these tests are sealed with."""
    file: Path = tmp_path_factory.mktemp("field-keys") / "application.fields.json"
    generate_field_keys(file)
    return FieldKeys.from_file(file)
