"""The certificate as the demonstration reads it; what it prints is the journey's to see."""

from pathlib import Path

import pytest

from deploy.demo.books import OutOfBalance
from deploy.demo.certifying import certified
from deploy.demo.papers import Papers

SAYS = "certifies that the loan was repaid, and that nothing is owed on it."


def test_its_sentence_and_what_was_paid_are_read() -> None:
    page = f"A Lender Ltd. {SAYS} The loan In all CNY 41,234.50 CNY 0.00 This is"
    assert certified(page) == (SAYS, "41,234.50")


@pytest.mark.parametrize("page", [SAYS, "In all CNY 41,234.50", "A letter."])
def test_another_paper_is_no_certificate(page: str) -> None:
    with pytest.raises(OutOfBalance):
        certified(page)


def test_what_is_kept_is_told_from_where_one_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    file = Papers(tmp_path / "home").keep("paper.pdf", b"%PDF")
    assert file == Path("home/demo/paper.pdf")
    assert file.read_bytes() == b"%PDF"
