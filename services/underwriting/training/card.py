"""The card: points per bin on a scale where twenty points double the odds of being repaid."""

import json
from collections.abc import Sequence
from math import floor, log
from typing import Final

from services.underwriting.training.binning import Bin, information_value, weight_of_evidence
from services.underwriting.training.model import Model
from services.underwriting.training.sample import CHARACTERISTICS, Characteristic, Sample
from services.underwriting.training.validation import FOLDS, REPEATS, SEED, Validation

CARD: Final = "german-credit"
CARD_VERSION: Final = "1"
POINTS_TO_DOUBLE: Final = 20
ANCHOR_SCORE: Final = 600
ANCHOR_ODDS: Final = 50  # repaid to not repaid
FACTOR: Final = POINTS_TO_DOUBLE / log(2)
OFFSET: Final = ANCHOR_SCORE - FACTOR * log(ANCHOR_ODDS)


def card_of(model: Model, sample: Sample, validation: Validation) -> str:
    """The card as the text of its file."""
    intercept, *slopes = model.coefficients
    shared = (OFFSET - FACTOR * intercept) / len(slopes)
    document = {
        "scorecard": CARD,
        "version": CARD_VERSION,
        "sample": {
            "sha256": sample.sha256,
            "rows": len(sample.is_bad),
            "bads": sum(sample.is_bad),
        },
        "scale": {
            "points_to_double_odds": POINTS_TO_DOUBLE,
            "anchor_score": ANCHOR_SCORE,
            "anchor_odds": ANCHOR_ODDS,
        },
        "validation": {
            "folds": FOLDS,
            "repeats": REPEATS,
            "seed": SEED,
            "area_under_curve": f"{validation.area:.4f}",
            "kolmogorov_smirnov": f"{validation.distance:.4f}",
        },
        "intercept": f"{intercept:.6f}",
        "characteristics": [
            _characteristic(characteristic, model.bins[characteristic.name], slope, shared)
            for characteristic, slope in zip(CHARACTERISTICS, slopes, strict=True)
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _characteristic(
    characteristic: Characteristic, bins: Sequence[Bin], slope: float, shared: float
) -> dict[str, object]:
    return {
        "name": characteristic.name,
        "label": {"en": characteristic.en, "zh": characteristic.zh},
        "coefficient": f"{slope:.6f}",
        "information_value": f"{information_value(bins):.4f}",
        "bins": [_bin(one, bins, slope, shared) for one in bins],
    }


def _bin(one: Bin, bins: Sequence[Bin], slope: float, shared: float) -> dict[str, object]:
    weight = weight_of_evidence(one, bins)
    return {
        "attributes": list(one.attributes),
        "lowest": one.lowest,
        "highest": one.highest,
        "rows": one.rows,
        "bads": one.bads,
        "weight_of_evidence": f"{weight:.4f}",
        "points": floor(shared - FACTOR * slope * weight + 0.5),
    }
