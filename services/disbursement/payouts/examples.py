"""The examples of the reference, each checked against its schema by a test."""

from typing import Any, Final

_ID: Final = "01h455vb4pex5vsknk084sn02q"
_CNY: Final = {"amount": 8_000_000, "currency": "CNY"}

PAYOUT_EXAMPLE: Final[dict[str, Any]] = {
    "id": f"pay_{_ID}",
    "contract_id": f"ctr_{_ID}",
    "application_id": f"app_{_ID}",
    "kind": "loan",
    "refund_id": None,
    "tranche": 1,
    "status": "approved",
    "version": 5,
    "amount": _CNY,
    "payee_account_id": f"acct_{_ID}",
    "rail": None,
    "provider_reference": None,
    "value_date": None,
    "settled_on": None,
    "returned_on": None,
    "reason_code": None,
    "is_for_a_person": False,
    "approvals": [
        {"hand": "maker", "approved_by": "staff-ma", "approved_at": "2026-11-27T02:00:00Z"},
        {"hand": "checker", "approved_by": "staff-ch", "approved_at": "2026-11-27T02:10:00Z"},
    ],
    "resolutions": [],
    "screenings": [
        {
            "screened_on": "2026-11-27",
            "outcome": "clear",
            "list_version": "8c1f4be0a96b7f2d",
            "noted_at": "2026-11-27T02:10:01Z",
        }
    ],
    "created_at": "2026-11-27T01:00:00Z",
    "updated_at": "2026-11-27T02:10:00Z",
}
PAYOUT_PAGE_EXAMPLE: Final[dict[str, Any]] = {
    "data": [
        {
            "id": f"pay_{_ID}",
            "contract_id": f"ctr_{_ID}",
            "application_id": f"app_{_ID}",
            "kind": "loan",
            "status": "settled",
            "amount": _CNY,
            "value_date": "2026-11-27",
            "settled_on": "2026-11-27",
            "reason_code": None,
            "is_for_a_person": False,
            "created_at": "2026-11-27T01:00:00Z",
        }
    ],
    "has_more": False,
    "next_cursor": None,
}
ATTEMPTS_EXAMPLE: Final[dict[str, Any]] = {
    "data": [
        {
            "id": f"att_{_ID}",
            "number": 1,
            "provider_key": f"pay_{_ID}",
            "started_at": "2026-11-27T02:11:00Z",
            "outcome": "ambiguous",
            "detail": "timed_out",
            "ended_at": "2026-11-27T02:11:08Z",
        }
    ]
}
ALERT_PAGE_EXAMPLE: Final[dict[str, Any]] = {
    "data": [
        {
            "id": f"alert_{_ID}",
            "kind": "conflicting_answer",
            "payout_id": f"pay_{_ID}",
            "details": {"stands": "failed", "heard": "settled"},
            "created_at": "2026-11-27T03:00:00Z",
        }
    ],
    "has_more": False,
    "next_cursor": None,
}
CANCELLATION_CREATE_EXAMPLE: Final[dict[str, Any]] = {"reason_code": "borrower_asked"}
RESOLUTION_CREATE_EXAMPLE: Final[dict[str, Any]] = {
    "outcome": "settled",
    "settled_on": "2026-11-27",
    "reason": "bank statement of 27 November",
}
CALLBACK_TAKEN_EXAMPLE: Final[dict[str, Any]] = {"event_id": "evt_018c1f"}
REFUND_TOLD_EXAMPLE: Final[dict[str, Any]] = {
    "sequence": 2,
    "after": 0,
    "contract_id": "ctr_01h455vb4pex5vsknk084sn02q",
    "amount": {"amount": 50_000, "currency": "CNY"},
    "payee_account_id": "acct_01h455vb4pex5vsknk084sn02q",
    "proposed_by": "finance-1",
    "approved_by": "finance-2",
}
REFUND_TAKEN_EXAMPLE: Final[dict[str, Any]] = {
    "payout_id": "pay_01h455vb4pex5vsknk084sn02q",
    "status": "approved",
}
