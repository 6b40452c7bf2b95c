"""The small types of the wire: identifiers, rates, days, instants and short texts.

Each is written as an annotation, `Annotated[UUID, TypeId("app")]`, and says for itself how it is
read, answered and documented.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from services.kit.identifiers import MalformedIdentifier, typeid_of, uuid_of
from services.kit.strictness import clean, refusal

YEAR_MIN: Final = 1900
YEAR_MAX: Final = 2199
RATE_PPM_MAX: Final = 10_000_000  # 1000 per cent a year
PPM_PER_PERCENT: Final = 10_000

_DIGITS: Final = re.compile(r"0|[1-9][0-9]{0,17}", re.ASCII)
_RATE: Final = re.compile(r"(0|[1-9][0-9]{0,3})(\.[0-9]{1,4})?", re.ASCII)
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_INSTANT: Final = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2})",
    re.ASCII,
)
# What steers a terminal, a line or the direction of what follows, and what nobody sees: a name
# that holds one reads otherwise than it is.
_CONTROL: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e007f]"
)

JsonSchema = dict[str, Any]


@dataclass(frozen=True, slots=True)
class TypeId:
    """A UUID spelt as a TypeID with this prefix; in a path another spelling is a 404."""

    prefix: str

    def __get_pydantic_core_schema__(
        self,
        _source: object,
        _handler: GetCoreSchemaHandler,
    ) -> CoreSchema:
        return _spelt(self._read, self._write)

    def __get_pydantic_json_schema__(
        self, _schema: CoreSchema, _handler: GetJsonSchemaHandler
    ) -> JsonSchema:
        return {
            "type": "string",
            "pattern": f"^{self.prefix}_[0-7][0-9a-hjkmnp-tv-z]{{25}}$",
            "examples": [f"{self.prefix}_01h455vb4pex5vsknk084sn02q"],
        }

    def _read(self, value: object) -> UUID:
        if isinstance(value, UUID):
            return value
        try:
            return uuid_of(self.prefix, _text(value))
        except MalformedIdentifier:
            raise refusal(
                "malformed_identifier",
                en=f"must be an identifier that starts with {self.prefix}_",
                zh=f"必须是以 {self.prefix}_ 开头的标识",
            ) from None

    def _write(self, value: UUID) -> str:
        return typeid_of(self.prefix, value)


@dataclass(frozen=True, slots=True)
class ShortText:
    """One line of text: not blank, at most `length_max` code points, nothing invisible in it."""

    length_max: int

    def __get_pydantic_core_schema__(
        self,
        _source: object,
        _handler: GetCoreSchemaHandler,
    ) -> CoreSchema:
        bounded = core_schema.str_schema(min_length=1, max_length=self.length_max)
        one_line = core_schema.no_info_after_validator_function(_one_line, bounded)
        return core_schema.no_info_before_validator_function(clean, one_line)


@dataclass(frozen=True, slots=True)
class WholeNumber:
    """A whole number of a query, written in plain digits; nothing else is coerced into one."""

    minimum: int
    maximum: int

    def __get_pydantic_core_schema__(
        self,
        _source: object,
        _handler: GetCoreSchemaHandler,
    ) -> CoreSchema:
        return _spelt(self._read, str)

    def __get_pydantic_json_schema__(
        self, _schema: CoreSchema, _handler: GetJsonSchemaHandler
    ) -> JsonSchema:
        return {"type": "integer", "minimum": self.minimum, "maximum": self.maximum}

    def _read(self, value: object) -> int:
        text = _text(value)
        if not _DIGITS.fullmatch(text) or not self.minimum <= int(text) <= self.maximum:
            raise refusal(
                "out_of_range",
                en=f"must be a whole number from {self.minimum} to {self.maximum}",
                zh=f"必须是 {self.minimum} 至 {self.maximum} 之间的整数",
            )
        return int(text)


@dataclass(frozen=True, slots=True)
class RatePercent:
    """An annual rate: on the wire a decimal string of per cent, inside whole parts per million.

    `read` takes what is sent (text only) or, on the way out, what we hold.
    """

    read: Callable[[object], int]

    def __get_pydantic_core_schema__(
        self,
        _source: object,
        _handler: GetCoreSchemaHandler,
    ) -> CoreSchema:
        return _spelt(self.read, rate_percent)

    def __get_pydantic_json_schema__(
        self, _schema: CoreSchema, _handler: GetJsonSchemaHandler
    ) -> JsonSchema:
        return {
            "type": "string",
            "pattern": r"^(0|[1-9][0-9]{0,3})(\.[0-9]{1,4})?$",
            "description": "per cent a year, at most 4 decimals",
            "examples": ["14.4"],
        }


def rate_percent(rate_ppm: int) -> str:
    """`rate_ppm` as a decimal string of per cent without trailing zeros: 144000 is "14.4"."""
    whole, rest = divmod(rate_ppm, PPM_PER_PERCENT)
    return f"{whole}.{rest:04d}".rstrip("0").rstrip(".")


def _rate_ppm(value: object) -> int:
    text = _text(value)
    if not _RATE.fullmatch(text):
        raise refusal(
            "malformed_rate",
            en="must be a decimal string of per cent with at most 4 decimals",
            zh="必须是最多四位小数的百分比字符串",
        )
    if (rate_ppm := int(Decimal(text) * PPM_PER_PERCENT)) > RATE_PPM_MAX:
        raise refusal("rate_too_high", en="must be at most 1000", zh="不得超过 1000")
    return rate_ppm


def _held_ppm(value: object) -> int:
    return value if type(value) is int else _rate_ppm(value)


def _business_day(value: object) -> date:
    if type(value) is date:
        return value
    try:
        day = date.fromisoformat(_matching(_DATE, value))
    except ValueError:
        raise _bad_date() from None
    if not YEAR_MIN <= day.year <= YEAR_MAX:
        raise _bad_date()
    return day


def _instant(value: object) -> datetime:
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(UTC)
    try:
        moment = datetime.fromisoformat(_matching(_INSTANT, value))
    except ValueError:
        raise _bad_instant() from None
    if not YEAR_MIN < moment.year < YEAR_MAX:
        raise _bad_instant()
    return moment.astimezone(UTC)


def _rfc3339(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _matching(pattern: re.Pattern[str], value: object) -> str:
    text = _text(value)
    if not pattern.fullmatch(text):
        raise ValueError
    return text


def _bad_date() -> Exception:
    return refusal(
        "malformed_date",
        en=f"must be a date YYYY-MM-DD between {YEAR_MIN} and {YEAR_MAX}",
        zh=f"必须是 {YEAR_MIN} 至 {YEAR_MAX} 年间的日期 YYYY-MM-DD",
    )


def _bad_instant() -> Exception:
    return refusal(
        "malformed_instant",
        en=f"must be an RFC 3339 instant with its zone, between {YEAR_MIN} and {YEAR_MAX}",
        zh=f"必须是带时区的 RFC 3339 时间，年份在 {YEAR_MIN} 至 {YEAR_MAX} 之间",
    )


def _one_line(text: str) -> str:
    if not text.strip() or _CONTROL.search(text):
        raise refusal(
            "not_one_line",
            en="must be one line of text without control or invisible characters",
            zh="必须是不含控制字符和不可见字符的单行文本",
        )
    return text


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise refusal("string_type", en="must be a string", zh="必须是字符串")
    return value


def _spelt(read: Callable[[Any], Any], write: Callable[[Any], str]) -> CoreSchema:
    return core_schema.no_info_plain_validator_function(
        read,
        json_schema_input_schema=core_schema.str_schema(),
        serialization=core_schema.plain_serializer_function_ser_schema(
            write, return_schema=core_schema.str_schema()
        ),
    )


@dataclass(frozen=True, slots=True)
class _Temporal:
    read: Callable[[object], date]
    write: Callable[[Any], str]
    json_format: str

    def __get_pydantic_core_schema__(
        self,
        _source: object,
        _handler: GetCoreSchemaHandler,
    ) -> CoreSchema:
        return _spelt(self.read, self.write)

    def __get_pydantic_json_schema__(
        self, _schema: CoreSchema, _handler: GetJsonSchemaHandler
    ) -> JsonSchema:
        return {"type": "string", "format": self.json_format}


RateIn = Annotated[int, RatePercent(_rate_ppm)]
RateRead = Annotated[int, RatePercent(_held_ppm)]
DateIn = Annotated[date, _Temporal(_business_day, date.isoformat, "date")]
DateRead = DateIn
InstantIn = Annotated[datetime, _Temporal(_instant, _rfc3339, "date-time")]
InstantRead = InstantIn
