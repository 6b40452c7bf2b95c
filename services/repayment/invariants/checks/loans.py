"""Loans: what happened is booked once, adds up to what is kept, and follows from the contract."""

from typing import Final

from services.kit.errors import Title
from services.repayment.domain.quantities import GROWING, STEADY, Quantity
from services.repayment.invariants.checks.check import Check, found_by


def _kept(quantity: Quantity) -> str:
    """SQL of a quantity that a line keeps as it is."""
    return f"line.steady[{STEADY.index(quantity) + 1}]"


_Q: Final = Quantity
_LINES: Final = """
    FROM positions AS held JOIN loan_lines AS line USING (shard, loan_id, from_day)
"""
# What still stands: a reversal takes its original out, wherever it lies.
_STANDING: Final = """
    SELECT happened.* FROM loan_transactions AS happened
    WHERE happened.kind <> 'reversed' AND NOT EXISTS (
        SELECT FROM loan_transactions AS undoing
        WHERE undoing.loan_id = happened.loan_id AND undoing.reverses = happened.reference)
"""
_FUNDED_TWICE: Final = f"""
    SELECT loan.loan_id, 'is ' || loan.status || ' and stands on ' || count(paid.reference)
        || ' payouts'
    FROM loans AS loan
    LEFT JOIN ({_STANDING}) AS paid ON paid.loan_id = loan.loan_id AND paid.kind = 'disbursed'
    GROUP BY loan.loan_id HAVING count(paid.reference) <> (loan.status <> 'pending')::integer
"""  # noqa: S608 - names of ours
_PAYOUT_TWICE: Final = """
    SELECT payout_id, 'opened ' || count(*) || ' loans'
    FROM loans WHERE payout_id IS NOT NULL GROUP BY payout_id HAVING count(*) > 1
"""
# Forgiving what is not owed moves nothing, and so does taking that back: only money must be booked.
_UNBOOKED: Final = """
    SELECT happened.loan_id, happened.kind || ' number ' || happened.sequence || ' has '
        || count(entry.entry_id) || ' entries'
    FROM loan_transactions AS happened
    LEFT JOIN journal_entries AS entry ON entry.source_id = happened.loan_id
        AND entry.source_type = 'loan'
        AND entry.event = happened.kind || ':' || happened.sequence
    WHERE happened.kind IN ('disbursed', 'received', 'prepaid', 'refunded')
    GROUP BY happened.loan_id, happened.kind, happened.sequence
    HAVING count(entry.entry_id) <> 1
"""
_UNFOUNDED: Final = """
    SELECT entry.entry_id, 'books ' || entry.event || ', which did not happen'
    FROM journal_entries AS entry
    WHERE entry.source_type = 'loan' AND NOT EXISTS (
        SELECT FROM loan_transactions AS happened
        WHERE happened.loan_id = entry.source_id
            AND entry.event = happened.kind || ':' || happened.sequence)
"""
# Received is not on the loan yet; what was reversed was, and is taken back there, too, unless it
# was still waiting then.
_REPAYMENTS: Final = r"""
    WITH told AS (
        SELECT loan_id, amount_minor, value_date, status = 'reversed' AS is_gone, count(*) AS n
        FROM repayments AS receipt WHERE status <> 'received' AND NOT EXISTS (
                SELECT FROM repayment_happenings AS step
                WHERE step.loan_id = receipt.loan_id AND step.repayment_id = receipt.repayment_id
                    AND step.from_status = 'received' AND step.to_status = 'reversed')
        GROUP BY 1, 2, 3, 4
    ), on_loans AS (
        SELECT happened.loan_id, happened.amount_minor, happened.value_date, EXISTS (
                SELECT FROM loan_transactions AS undoing WHERE undoing.loan_id = happened.loan_id
                    AND undoing.reverses = happened.reference) AS is_gone, count(*) AS n
        FROM loan_transactions AS happened
        WHERE happened.kind IN ('received', 'prepaid') AND happened.reference ~ '^repay_'
        GROUP BY 1, 2, 3, 4
    )
    SELECT loan_id, coalesce(told.n, 0) || ' repayments of ' || amount_minor || ' counting from '
        || value_date || ', ' || coalesce(on_loans.n, 0) || ' on the loan'
    FROM told FULL JOIN on_loans USING (loan_id, amount_minor, value_date, is_gone)
    WHERE told.n IS DISTINCT FROM on_loans.n
"""
_NAMES: Final = """
    SELECT coalesce(told.repayment_id, named.repayment_id),
        'and the name its channel gave it do not belong together'
    FROM repayments AS told
    FULL JOIN receipt_names AS named USING (channel, external_reference, loan_id, repayment_id)
    WHERE told.repayment_id IS NULL OR named.repayment_id IS NULL
"""
_NAMED_TWICE: Final = """
    SELECT told.repayment_id, 'stands, and its name was given to another'
    FROM repayments AS told JOIN receipt_names AS named USING (repayment_id)
    WHERE told.status <> 'reversed' AND EXISTS (
        SELECT FROM receipt_names AS later
        WHERE later.channel = named.channel
            AND later.external_reference = named.external_reference
            AND later.generation > named.generation
    )
"""
_MONEY: Final = f"""
    WITH moved AS (
        SELECT loan_id,
            coalesce(sum(amount_minor) FILTER (WHERE kind = 'disbursed'), 0) AS disbursed,
            coalesce(sum(amount_minor) FILTER (WHERE kind IN ('received', 'prepaid')), 0)
                AS received,
            coalesce(sum(amount_minor) FILTER (WHERE kind = 'refunded'), 0) AS refunded
        FROM ({_STANDING}) AS standing GROUP BY loan_id
    ), kept AS (
        SELECT held.loan_id, {_kept(_Q.DISBURSED)} AS disbursed, {_kept(_Q.RECEIVED)} AS received,
            {_kept(_Q.REFUNDED)} AS refunded {_LINES}
    )
    SELECT loan_id, 'lent/received/refunded was '
        || concat_ws('/', moved.disbursed, moved.received, moved.refunded) || ', kept is '
        || concat_ws('/', kept.disbursed, kept.received, kept.refunded)
    FROM moved FULL JOIN kept USING (loan_id)
    WHERE (moved.disbursed, moved.received, moved.refunded)
        IS DISTINCT FROM (kept.disbursed, kept.received, kept.refunded)
"""  # noqa: S608 - names of ours
_PAID = " + ".join(_kept(each) for each in STEADY if each.value.startswith("paid_"))
_OVERSPENT: Final = f"""
    SELECT held.loan_id, 'more is paid than was received and kept'
    {_LINES}
    WHERE {_PAID} > {_kept(_Q.RECEIVED)}
"""
# A receipt that bounced leaves a refund without its money; nothing else does.
_PAID_WITH_REFUNDED: Final = f"""
    SELECT held.loan_id, 'what was refunded has paid, and no receipt was taken back'
    {_LINES}
    WHERE {_PAID} BETWEEN {_kept(_Q.RECEIVED)} - {_kept(_Q.REFUNDED)} + 1 AND {_kept(_Q.RECEIVED)}
        AND NOT EXISTS (
            SELECT FROM loan_transactions AS undoing
            JOIN loan_transactions AS original ON original.loan_id = undoing.loan_id
                AND original.reference = undoing.reverses
            WHERE undoing.loan_id = held.loan_id AND original.kind IN ('received', 'prepaid'))
"""  # noqa: S608 - names of ours
_GIVEN_BACK_TWICE: Final = """
    SELECT receipt.loan_id, 'refunds give ' || sum(given.amount_minor) || ' back of a receipt of '
        || receipt.amount_minor
    FROM proposals AS given JOIN repayments AS receipt USING (loan_id, repayment_id)
    WHERE given.status IN ('booked', 'paying', 'paid')
    GROUP BY receipt.loan_id, receipt.repayment_id, receipt.amount_minor
    HAVING sum(given.amount_minor) > receipt.amount_minor
"""
_ENDED_TOO_SOON: Final = f"""
    SELECT held.loan_id, 'is settled and something is owed, or was given back and is missing'
    {_LINES} JOIN loans AS loan ON loan.loan_id = held.loan_id
    WHERE loan.status = 'settled' AND ({_kept(_Q.PRINCIPAL)} + {_kept(_Q.OWED_FEE)} > 0
        OR {_kept(_Q.RECEIVED)} - {_kept(_Q.REFUNDED)} < {_PAID})
"""
_OWN_FEES: Final = (
    f"{_kept(_Q.OWED_FEE)} + {_kept(_Q.PAID_FEE)} + {_kept(_Q.WAIVED_FEE)}"
    f" - coalesce({_kept(_Q.THIRD_PARTY_FEES)}, 0)"
)
_NEGATIVE: Final = f"""
    SELECT held.loan_id, 'something paid, forgiven or owed is below nothing'
    {_LINES}
    WHERE 0 > ANY (line.steady) OR {_OWN_FEES} < 0 OR {
    " OR ".join(f"held.{each.value.removeprefix('owed_')[0]}_slope < 0" for each in GROWING)
}
"""
_OUTSTANDING: Final = f"""
    SELECT held.loan_id, 'the principal is not what was lent less what was paid and forgiven'
    {_LINES}
    WHERE {_kept(_Q.PRINCIPAL)} <> {_kept(_Q.DISBURSED)} - {_kept(_Q.PAID_PRINCIPAL)}
        - {_kept(_Q.WAIVED_PRINCIPAL)}
"""
_SCHEDULES: Final = """
    SELECT loan.loan_id, 'its instalments repay ' || coalesce(sum(due.principal_minor), 0)
        || ' of ' || loan.principal_minor
    FROM loans AS loan
    LEFT JOIN loan_instalments AS due
        ON due.loan_id = loan.loan_id AND due.funding = loan.funding_sequence
    WHERE loan.funding_sequence IS NOT NULL
    GROUP BY loan.loan_id
    HAVING coalesce(sum(due.principal_minor), 0) <> loan.principal_minor
"""
_REVERSALS: Final = """
    SELECT undoing.loan_id, 'reversal ' || undoing.sequence || ' takes back '
        || undoing.amount_minor || ' of ' || original.amount_minor
    FROM loan_transactions AS undoing
    JOIN loan_transactions AS original
        ON original.loan_id = undoing.loan_id AND original.reference = undoing.reverses
    WHERE undoing.amount_minor <> original.amount_minor OR original.kind = 'reversed'
"""
_UNAUDITED: Final = """
    SELECT loan_id, 'is at version ' || version || ' with ' || audit_seq || ' audit entries'
    FROM loans WHERE audit_seq < version
"""
_NUMBERS: Final = """
    SELECT loan.loan_id, 'has ' || count(happened.sequence) || ' transactions, its row says '
        || loan.last_sequence
    FROM loans AS loan LEFT JOIN loan_transactions AS happened USING (loan_id)
    GROUP BY loan.loan_id
    HAVING count(happened.sequence) <> loan.last_sequence
        OR coalesce(max(happened.sequence), 0) <> loan.last_sequence
"""
_TIMES: Final = """
    SELECT loan_id, kind || ' number ' || sequence || ' counts from a day after it was booked'
    FROM loan_transactions WHERE value_date > booked_on
    UNION ALL
    SELECT entry_id, 'counts from a day after it was booked'
    FROM journal_entries WHERE value_date > booked_on
    UNION ALL
    SELECT loan_id, 'was changed before it was made' FROM loans WHERE updated_at < created_at
"""

LOANS: Final = (
    Check(
        10,
        Title(
            "A loan that runs stands on one payout, and a payout on one loan",
            "一笔放款对应一笔贷款",
        ),
        found_by(_FUNDED_TWICE, _PAYOUT_TWICE),
    ),
    Check(
        11,
        Title("Whatever money moved is booked once, and nothing else is", "每笔资金变动仅入账一次"),
        found_by(_UNBOOKED, _UNFOUNDED, _REPAYMENTS),
    ),
    Check(
        12,
        Title(
            "What was lent, received and refunded is what happened, and no more is paid than came",
            "放款、收款与退款金额与交易一致，分配不超过收款",
        ),
        found_by(_MONEY, _OVERSPENT, _PAID_WITH_REFUNDED, _GIVEN_BACK_TWICE),
    ),
    Check(
        13,
        Title(
            "Outstanding is what was lent less what was paid and forgiven, and never negative",
            "余额等于放款减还款减减免，且不为负",
        ),
        found_by(_OUTSTANDING, _NEGATIVE, _ENDED_TOO_SOON),
    ),
    Check(
        14,
        Title("Instalments repay the principal, all of it", "各期本金之和等于贷款本金"),
        found_by(_SCHEDULES),
    ),
    Check(
        15,
        Title(
            "Each receipt has the name its channel gave it, and no name has two that stand",
            "每笔收款对应渠道流水号，同一流水号仅一笔有效",
        ),
        found_by(_NAMES, _NAMED_TWICE),
    ),
    Check(
        17,
        Title("What happened to a loan is numbered without a gap", "贷款交易编号连续"),
        found_by(_NUMBERS),
    ),
    Check(
        18,
        Title("A reversal takes back the whole of what it names", "冲正金额与原交易一致"),
        found_by(_REVERSALS),
    ),
    Check(
        24,
        Title("Every change of a loan is in its audit", "贷款每次变更均有审计记录"),
        found_by(_UNAUDITED),
    ),
    Check(
        31,
        Title("Nothing counts from a day after it was booked", "起息日不晚于入账日"),
        found_by(_TIMES),
    ),
)
