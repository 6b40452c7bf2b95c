"""C27 and C28: columns, keys and rights as the database itself describes them."""

import pytest

from deploy.invariants import c27_columns, c28_rights
from tests.integration.invariants.spoiled import Spoiled

NEW = "repayment.made_up"


@pytest.mark.parametrize(
    ("columns", "faults"),
    [
        ("amount_minor bigint NOT NULL CHECK (amount_minor > 0), currency text", []),
        (
            "amount_minor bigint CHECK (amount_minor > 0), currency text,"
            " CHECK ((amount_minor IS NULL) = (currency IS NULL))",
            [],
        ),
        ("rate double precision", [f"{NEW}.rate: is double precision"]),
        ("balance bigint", [f"{NEW}.balance: does not end in _minor"]),
        (
            "paid_minor integer NOT NULL CHECK (paid_minor > 0), currency text",
            [f"{NEW}.paid_minor: is integer"],
        ),
        (
            "paid_minor bigint NOT NULL, currency text",
            [f"{NEW}.paid_minor: has no CHECK"],
        ),
        (
            "paid_minor bigint CHECK (paid_minor > 0), currency text",
            [f"{NEW}.paid_minor: may be null, and no CHECK says when"],
        ),
        (
            "paid_minor bigint NOT NULL CHECK (paid_minor > 0)",
            [f"{NEW}.paid_minor: has no currency, nor hangs on a row that has"],
        ),
        (
            "outbox_id uuid CONSTRAINT fk_made_up REFERENCES repayment.outbox",
            [f"{NEW}: is not indexed by its key fk_made_up"],
        ),
        (
            "outbox_id uuid PRIMARY KEY CONSTRAINT fk_made_up REFERENCES application.outbox",
            [f"{NEW}: refers to another schema by fk_made_up"],
        ),
    ],
)
async def test_invariant_27_sees_what_a_column_may_not_be(
    spoil: Spoiled, columns: str, faults: list[str]
) -> None:
    await spoil.run(f"CREATE TABLE {NEW} ({columns})")
    assert await spoil.breaches(c27_columns.INVARIANT) == faults


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        (
            "GRANT USAGE ON SCHEMA repayment TO underwriting",
            "role underwriting: may use the schema repayment",
        ),
        (
            "GRANT CREATE ON SCHEMA repayment TO repayment",
            "role repayment: may create in the schema repayment",
        ),
        (
            "GRANT application_owner TO application",
            "role application: may become application_owner",
        ),
        (
            "ALTER TABLE repayment.outbox OWNER TO repayment",
            "role repayment: owns repayment.outbox",
        ),
        (
            "GRANT DELETE ON underwriting.case_happenings TO underwriting",
            "role underwriting: may DELETE underwriting.case_happenings",
        ),
        (
            "GRANT UPDATE (reason) ON disbursement.audit TO disbursement",
            "role disbursement: may UPDATE disbursement.audit",
        ),
        (
            "GRANT TRUNCATE ON application.outbox TO application",
            "role application: may TRUNCATE application.outbox",
        ),
    ],
)
async def test_invariant_28_sees_one_right_too_many(
    spoil: Spoiled, statement: str, fault: str
) -> None:
    await spoil.run(statement)
    assert fault in await spoil.breaches(c28_rights.INVARIANT)


async def test_the_rights_as_they_are_break_nothing(spoil: Spoiled) -> None:
    assert await spoil.breaches(c28_rights.INVARIANT) == []
