"""The file that says who lends."""

from pathlib import Path

import pytest

from services.disbursement.settings import Settings
from services.kit.lender_file import (
    EXAMPLE,
    LenderFileUnusable,
    lender_from,
    lender_of,
    lender_recorded,
)


def test_what_is_recorded_of_a_lender_is_read_back() -> None:
    lender = lender_from(EXAMPLE)
    assert lender_of(lender_recorded(lender)) == lender


@pytest.mark.parametrize("written", ["", "[]", "{}", '{"name": {"en": "x"}}'])
def test_a_file_in_another_form_is_refused_without_quoting_it(tmp_path: Path, written: str) -> None:
    (tmp_path / "lender.json").write_text(written)
    with pytest.raises(LenderFileUnusable, match="does not say who lends"):
        lender_from(tmp_path / "lender.json")


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LenderFileUnusable, match="cannot be read"):
        lender_from(tmp_path / "absent.json")


def test_production_never_lends_in_the_examples_name(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="LENDER_FILE"):
        Settings(
            environment="production",
            port=1,
            ops_port=2,
            worker_ops_port=3,
            database_url="postgresql://x",
            keys_dir=tmp_path,
            field_keys_file=tmp_path / "f",
            object_store_url="s3://contracts",
        )
