"""`python -m services.underwriting.training`: train the card anew and say how good it is."""

import sys
from pathlib import Path
from typing import Final

from services.underwriting.decisions import rulebooks
from services.underwriting.training.card import card_of
from services.underwriting.training.model import rows_of, trained
from services.underwriting.training.sample import read_sample
from services.underwriting.training.validation import FOLDS, REPEATS, cross_validated

CARD_FILE: Final = Path(rulebooks.__file__).parent / "2026.1" / "scorecard.json"


def main(card_file: Path = CARD_FILE) -> None:
    """Write the card and print its figures."""
    sample = read_sample()
    validation = cross_validated(sample)
    card = card_of(trained(rows_of(sample), sample.is_bad), sample, validation)
    card_file.write_text(card, encoding="utf-8")
    sys.stdout.write(
        f"{REPEATS} x {FOLDS}-fold stratified cross-validation:\n"
        f"  AUC {validation.area:.4f} +- {validation.area_deviation:.4f}\n"
        f"  KS  {validation.distance:.4f}\n"
        f"written to {card_file.relative_to(card_file.parents[2])}\n"
    )


if __name__ == "__main__":
    main()
