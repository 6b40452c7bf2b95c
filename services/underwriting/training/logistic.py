"""Logistic regression by Newton's method (iteratively reweighted least squares)."""

from collections.abc import Sequence
from math import exp
from typing import Final

STEPS_MAX: Final = 50
STEP_MIN: Final = 1e-10

Row = Sequence[float]


class NotConverged(ArithmeticError):
    """The likelihood has no maximum that Newton's method finds."""


def fit(rows: Sequence[Row], is_bad: Sequence[bool]) -> list[float]:
    """The intercept and one coefficient per column, for the log-odds of bad.

    Raises `NotConverged` when the classes part perfectly or columns are linearly dependent.
    """
    design = [(1.0, *row) for row in rows]
    coefficients = [0.0] * len(design[0])
    for _ in range(STEPS_MAX):
        gradient, curvature = _derivatives(design, is_bad, coefficients)
        step = _solved(curvature, gradient)
        coefficients = [old + move for old, move in zip(coefficients, step, strict=True)]
        if max(map(abs, step)) < STEP_MIN:
            return coefficients
    raise NotConverged


def log_odds(row: Row, coefficients: Sequence[float]) -> float:
    """The log-odds of bad."""
    terms = zip(row, coefficients[1:], strict=True)
    return coefficients[0] + sum(value * weight for value, weight in terms)


def _derivatives(
    design: Sequence[Row], is_bad: Sequence[bool], coefficients: Sequence[float]
) -> tuple[list[float], list[list[float]]]:
    size = len(coefficients)
    gradient = [0.0] * size
    curvature = [[0.0] * size for _ in range(size)]
    for row, bad in zip(design, is_bad, strict=True):
        odds = sum(value * weight for value, weight in zip(row, coefficients, strict=True))
        chance = 1 / (1 + exp(-odds))
        residual, weight = bad - chance, chance * (1 - chance)
        for i in range(size):
            gradient[i] += residual * row[i]
            weighted = weight * row[i]
            line = curvature[i]
            for j in range(i + 1):
                line[j] += weighted * row[j]
    for i in range(size):
        for j in range(i + 1, size):
            curvature[i][j] = curvature[j][i]
    return gradient, curvature


def _solved(matrix: Sequence[Sequence[float]], right: Sequence[float]) -> list[float]:
    """The solution of a symmetric system, by elimination with the largest pivot first."""
    lines = [[*line, value] for line, value in zip(matrix, right, strict=True)]
    size = len(lines)
    for column in range(size):
        pivot = max(range(column, size), key=lambda index: abs(lines[index][column]))
        lines[column], lines[pivot] = lines[pivot], lines[column]
        if not lines[column][column]:
            raise NotConverged
        for below in range(column + 1, size):
            share = lines[below][column] / lines[column][column]
            for index in range(column, size + 1):
                lines[below][index] -= share * lines[column][index]
    solution = [0.0] * size
    for row in reversed(range(size)):
        known = sum(lines[row][index] * solution[index] for index in range(row + 1, size))
        solution[row] = (lines[row][size] - known) / lines[row][row]
    return solution
