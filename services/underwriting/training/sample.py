"""The public sample: which columns are used, and what their labels mean.

The labels of the widespread copy are mixed up for some columns (README.md); here they have the
meaning of the corrected code table. Each order runs from the worst to the best, as credit sense
has it; the data may pool neighbours but never turn the order round.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

FILE: Final = Path(__file__).parent / "german_credit" / "germancredit.csv"
OUTCOME: Final = "creditability"
BAD: Final = "bad"


@dataclass(frozen=True, slots=True)
class Characteristic:
    """One column that is scored.

    `attributes` maps the copy's labels to attributes, worst first; without any the column holds
    whole numbers, of which more is worse.
    """

    name: str
    column: str
    en: str
    zh: str
    attributes: Mapping[str, str]


CHARACTERISTICS: Final = (
    Characteristic(
        "account_standing",
        "status_of_existing_checking_account",
        "The account the business is paid into",
        "经营账户状况",
        {
            "... < 0 DM": "none",
            "0 <= ... < 200 DM": "overdrawn",
            "... >= 200 DM / salary assignments for at least 1 year": "low",
            "no checking account": "steady",
        },
    ),
    Characteristic("term", "duration_in_month", "The length of the loan", "贷款期限", {}),
    Characteristic(
        "credit_history",
        "credit_history",
        "How earlier loans were repaid",
        "以往还款记录",
        {
            "no credits taken/ all credits paid back duly": "delays",
            "all credits at this bank paid back duly": "critical",
            "existing credits paid back duly till now": "no_loans",
            "delay in paying off in the past": "open_loans_in_order",
            "critical account/ other credits existing (not at this bank)": "all_repaid",
        },
    ),
    Characteristic(
        "savings_standing",
        "savings_account_and_bonds",
        "Savings",
        "储蓄情况",
        {
            "... < 100 DM": "none",
            "100 <= ... < 500 DM": "small",
            "500 <= ... < 1000 DM": "moderate",
            "... >= 1000 DM": "solid",
            "unknown/ no savings account": "ample",
        },
    ),
    Characteristic(
        "years_in_trade",
        "present_employment_since",
        "Years in the trade",
        "从业年限",
        {
            "unemployed": "not_begun",
            "... < 1 year": "below_1",
            "1 <= ... < 4 years": "from_1",
            "4 <= ... < 7 years": "from_4",
            "... >= 7 years": "from_7",
        },
    ),
    Characteristic(
        "other_lenders",
        "other_installment_plans",
        "Instalments owed to other lenders",
        "在其他机构的分期负债",
        {"bank": "bank", "stores": "others", "none": "none"},
    ),
)

Value = str | int


@dataclass(frozen=True, slots=True)
class Sample:
    """The rows' values by characteristic, and which of them went bad."""

    values: Mapping[str, tuple[Value, ...]]
    is_bad: tuple[bool, ...]
    sha256: str


def read_sample(file: Path = FILE) -> Sample:
    """The sample; raises KeyError for a label nobody declared."""
    content = file.read_bytes()
    rows = list(csv.DictReader(content.decode("utf-8").splitlines()))
    values = {
        characteristic.name: tuple(_value(characteristic, row) for row in rows)
        for characteristic in CHARACTERISTICS
    }
    is_bad = tuple(row[OUTCOME] == BAD for row in rows)
    return Sample(values, is_bad, sha256(content).hexdigest())


def _value(characteristic: Characteristic, row: Mapping[str, str]) -> Value:
    text = row[characteristic.column]
    return characteristic.attributes[text] if characteristic.attributes else int(text)
