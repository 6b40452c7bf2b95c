"""Bins and coefficients learnt from rows, and the badness they give to a row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.underwriting.training.binning import Bin, bins_of, weight_of_evidence
from services.underwriting.training.logistic import fit, log_odds
from services.underwriting.training.sample import CHARACTERISTICS, Sample, Value


@dataclass(frozen=True, slots=True)
class Model:
    """Bins by characteristic, and the regression on their weights of evidence."""

    bins: Mapping[str, tuple[Bin, ...]]
    coefficients: tuple[float, ...]

    def weights(self, row: Sequence[Value]) -> list[float]:
        """The weight of evidence of each value, in the characteristics' order."""
        return [
            _weight(self.bins[characteristic.name], value)
            for characteristic, value in zip(CHARACTERISTICS, row, strict=True)
        ]

    def badness(self, row: Sequence[Value]) -> float:
        """The log-odds that the row goes bad."""
        return log_odds(self.weights(row), self.coefficients)


def rows_of(sample: Sample) -> list[tuple[Value, ...]]:
    """The sample's rows, values in the characteristics' order."""
    columns = [sample.values[characteristic.name] for characteristic in CHARACTERISTICS]
    return list(zip(*columns, strict=True))


def trained(rows: Sequence[Sequence[Value]], is_bad: Sequence[bool]) -> Model:
    """The model of these rows; nothing but them is looked at."""
    bins = {
        characteristic.name: bins_of(characteristic, [row[index] for row in rows], is_bad)
        for index, characteristic in enumerate(CHARACTERISTICS)
    }
    unfitted = Model(bins, ())
    weights = [unfitted.weights(row) for row in rows]
    # A single bin says nothing, and a column that never changes has no coefficient.
    told = [index for index, one in enumerate(bins.values()) if len(one) > 1]
    intercept, *slopes = fit([[row[index] for index in told] for row in weights], is_bad)
    fitted = dict(zip(told, slopes, strict=True))
    return Model(bins, (intercept, *(fitted.get(index, 0.0) for index in range(len(bins)))))


def _weight(bins: Sequence[Bin], value: Value) -> float:
    home = next(one for one in bins if one.holds(value))
    return weight_of_evidence(home, bins)
