"""Single figures of the rulebook: each with its basis and the days it holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from services.underwriting.decisions.domain.decision_table import (
    Provenance,
    provenance_of,
    require_codes_once,
)
from services.underwriting.decisions.domain.strict import Malformed, Record, decimal_of, text_of

PPM: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Parameter:
    """A named figure."""

    code: str
    value: Decimal
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Parameters:
    """The figures of one document, over all days."""

    entries: tuple[Parameter, ...]

    def in_force(self, day: date) -> Mapping[str, Decimal]:
        """The figures that hold on `day`, by code."""
        values = {e.code: e.value for e in self.entries if e.provenance.holds_on(day)}
        return MappingProxyType(values)


def parameters_of(record: Record) -> Parameters:
    """The figures in a document: `parameters` (its name) and `values`; raises `Malformed`."""
    record.read("parameters", text_of)
    entries = record.items("values", lambda value, at: _parameter(Record(value, at)))
    record.close()
    require_codes_once([(e.code, e.provenance) for e in entries], record.at("values"))
    return Parameters(entries)


def whole(values: Mapping[str, Decimal], code: str) -> int:
    """A figure that is a whole number; raises `Malformed` when it is none, or not there."""
    return _exact(values, code, 1)


def ppm(values: Mapping[str, Decimal], code: str) -> int:
    """A ratio in parts per million; raises `Malformed` when it has finer parts, or is absent."""
    return _exact(values, code, PPM)


def _exact(values: Mapping[str, Decimal], code: str, times: int) -> int:
    if code not in values:
        raise Malformed("not_in_force", f"/values/{code}")
    scaled = values[code] * times
    if scaled < 0 or scaled != int(scaled):
        raise Malformed("out_of_range", f"/values/{code}")
    return int(scaled)


def _parameter(record: Record) -> Parameter:
    parameter = Parameter(
        record.read("code", text_of), record.read("value", decimal_of), provenance_of(record)
    )
    record.close()
    return parameter
