"""Repeated stratified cross-validation: every figure is of rows the model never saw."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from statistics import fmean, pstdev
from typing import Final

from services.underwriting.training.discrimination import area_under_curve, kolmogorov_smirnov
from services.underwriting.training.model import rows_of, trained
from services.underwriting.training.sample import Sample

FOLDS: Final = 5
REPEATS: Final = 5
SEED: Final = 20261123


@dataclass(frozen=True, slots=True)
class Validation:
    """Means over all folds of all repeats, and how far the areas scatter."""

    area: float
    area_deviation: float
    distance: float


def cross_validated(sample: Sample) -> Validation:
    """Bins, weights and coefficients are learnt anew without each fold, which is then judged."""
    rows, areas, distances = rows_of(sample), [], []
    for held_out in folds(sample.is_bad):
        inside = [index for index in range(len(rows)) if index not in held_out]
        model = trained([rows[i] for i in inside], [sample.is_bad[i] for i in inside])
        badness = [model.badness(rows[i]) for i in held_out]
        is_bad = [sample.is_bad[i] for i in held_out]
        areas.append(area_under_curve(badness, is_bad))
        distances.append(kolmogorov_smirnov(badness, is_bad))
    return Validation(fmean(areas), pstdev(areas), fmean(distances))


def folds(is_bad: Sequence[bool]) -> Iterator[dict[int, None]]:
    """The rows of each fold of each repeat; bads and goods are dealt out evenly.

    The order of dealing is that of a hash of seed, repeat and row: the same on every machine.
    """
    for repeat in range(REPEATS):
        dealt = sorted(range(len(is_bad)), key=lambda row: (is_bad[row], _lot(repeat, row)))
        for fold in range(FOLDS):
            yield dict.fromkeys(dealt[fold::FOLDS])


def _lot(repeat: int, row: int) -> bytes:
    return sha256(f"{SEED}/{repeat}/{row}".encode()).digest()
