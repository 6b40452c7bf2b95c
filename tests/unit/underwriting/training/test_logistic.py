"""Newton's method finds the maximum of the likelihood, or says that there is none."""

from math import log

import pytest

from services.underwriting.training.logistic import NotConverged, fit, log_odds


def test_without_columns_the_intercept_is_the_log_odds_of_the_sample() -> None:
    assert fit([()] * 4, [True, False, False, False]) == pytest.approx([log(1 / 3)])


def test_one_binary_column_gives_the_log_odds_of_its_two_groups() -> None:
    rows = [(0.0,)] * 4 + [(1.0,)] * 4
    is_bad = [True, False, False, False, True, True, True, False]
    intercept, slope = fit(rows, is_bad)
    assert intercept == pytest.approx(log(1 / 3))
    assert slope == pytest.approx(log(3) - log(1 / 3))
    assert log_odds((1.0,), [intercept, slope]) == pytest.approx(log(3))


def test_at_the_maximum_residuals_are_orthogonal_to_every_column() -> None:
    rows = [(float(i % 3), float(i % 5)) for i in range(30)]
    is_bad = [(i * 7) % 4 == 0 for i in range(30)]
    coefficients = fit(rows, is_bad)
    chances = [1 / (1 + 2.718281828459045 ** -log_odds(row, coefficients)) for row in rows]
    residuals = [bad - chance for bad, chance in zip(is_bad, chances, strict=True)]
    assert sum(residuals) == pytest.approx(0, abs=1e-9)
    for column in range(2):
        weighed = (row[column] * rest for row, rest in zip(rows, residuals, strict=True))
        assert sum(weighed) == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize(
    "rows",
    [
        [(1.0, 2.0), (2.0, 4.0), (3.0, 6.0), (4.0, 8.0)],  # a column twice
        [(0.0,), (0.0,), (1.0,), (1.0,)],  # the classes part perfectly
    ],
)
def test_what_has_no_maximum_is_not_fitted(rows: list[tuple[float, ...]]) -> None:
    with pytest.raises(NotConverged):
        fit(rows, [True, True, False, False])
