"""Products as a maker would send them: the reference shows them, the demonstration plants them.

The materials follow common practice for unsecured loans to traders, for loans on property and for
loans to members of a group.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

_IMAGE: Final = ["image/jpeg", "image/png"]
_PAPER: Final = ["application/pdf", *_IMAGE]
_LARGER_LOAN: Final = {"amount": 10_000_000, "currency": "CNY"}


def _item(  # noqa: PLR0913 - one line of a checklist has this many columns
    code: str,
    en: str,
    zh: str,
    *,
    requirement: str = "required",
    group: str | None = None,
    days: int | None = None,
    media: Sequence[str] = (),
    when: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    return {
        "code": code,
        "title": {"en": en, "zh": zh},
        "requirement": requirement,
        "group": group,
        "freshness_days": days,
        "media_types": list(media or _PAPER),
        "when": dict(when or {}),
    }


_IDENTITY: Final = (
    _item("identity_card_front", "Identity card, portrait side", "身份证人像面", media=_IMAGE),
    _item("identity_card_back", "Identity card, emblem side", "身份证国徽面", media=_IMAGE),
)
_BUREAU: Final = _item(
    "bureau_authorisation",
    "Signed credit bureau authorisation",
    "征信查询授权书（已签署）",
    days=90,
)
_STATEMENT: Final = _item(
    "bank_statement",
    "Bank or payment statement of the last 6 months",
    "近6个月银行或支付流水",
    days=30,
)
_PREMISES: Final = _item(
    "premises_proof", "Lease or title of the business premises", "经营场所租赁合同或产权证明"
)
_ARTICLES: Final = ("articles", "Articles of association and resolution", "公司章程及股东会决议")
_ACCOUNTS: Final = ("accounts", "Financial statements or tax returns", "财务报表或纳税申报表")
_MARITAL: Final = ("marital_proof", "Household register or marriage certificate", "户口本或结婚证")

SOLE_TRADER_CREDIT: Final[dict[str, Any]] = {
    "code": "SOLE_TRADER_CREDIT",
    "title": {"en": "Trader's credit loan", "zh": "商户信用贷"},
    "summary": {
        "en": "Unsecured working capital for sole traders and owners of micro-enterprises",
        "zh": "面向个体工商户和小微企业主的无抵押经营贷款",
    },
    "type": "credit",
    "customer_types": ["sole_trader", "micro_owner"],
    "amount_min": {"amount": 500_000, "currency": "CNY"},
    "amount_max": {"amount": 30_000_000, "currency": "CNY"},
    "term_months_min": 3,
    "term_months_max": 24,
    "methods": ["level_instalment", "equal_principal", "interest_only"],
    "rate_min": "8.4",
    "rate_max": "14.4",
    "fees": [
        {
            "code": "service",
            "kind": "service",
            "title": {"en": "Service fee", "zh": "服务费"},
            "amount": None,
            "rate": "0.5",
            "timing": "disbursement",
            "payer": "borrower",
            "payee": "lender",
            "is_refundable": False,
            "is_in_annual_cost": True,
            "needs_consent": True,
        }
    ],
    "penalty_multiple": "1.5",
    "grace_days": 3,
    "day_count": "30/360",
    "denied_purposes": [],
    "checklist": [
        *_IDENTITY,
        _item(
            "business_licence",
            "Business licence",
            "营业执照",
            requirement="one_of",
            group="business_proof",
            when={"customer_types": ["sole_trader"]},
        ),
        _item(
            "operating_proof",
            "Proof of trading, such as a market stall contract",
            "经营证明（如摊位合同）",
            requirement="one_of",
            group="business_proof",
            when={"customer_types": ["sole_trader"]},
        ),
        _item(
            "business_licence",
            "Business licence",
            "营业执照",
            when={"customer_types": ["micro_owner"]},
        ),
        _STATEMENT,
        _PREMISES,
        _BUREAU,
        _item(
            *_ARTICLES,
            when={"customer_types": ["micro_owner"], "amount_from": _LARGER_LOAN},
        ),
        _item(*_ACCOUNTS, days=90, when={"amount_from": _LARGER_LOAN}),
        _item(*_MARITAL, requirement="optional"),
    ],
    "fast_track": {
        "amount_max": {"amount": 5_000_000, "currency": "CNY"},
        "customer_types": ["sole_trader", "micro_owner"],
    },
    "valid_from": "2026-12-01",
    "valid_to": None,
}

PROPERTY_SECURED: Final[dict[str, Any]] = {
    "code": "PROPERTY_SECURED",
    "title": {"en": "Loan on property", "zh": "房产抵押贷"},
    "summary": {
        "en": "Larger loans for businesses, secured by a mortgage on real estate",
        "zh": "以不动产抵押的大额经营贷款",
    },
    "type": "collateral",
    "customer_types": ["sole_trader", "micro_owner", "enterprise"],
    "amount_min": {"amount": 5_000_000, "currency": "CNY"},
    "amount_max": {"amount": 300_000_000, "currency": "CNY"},
    "term_months_min": 6,
    "term_months_max": 36,
    "methods": ["level_instalment", "equal_principal", "interest_only", "bullet"],
    "rate_min": "6",
    "rate_max": "10.8",
    "fees": [
        {
            "code": "valuation",
            "kind": "valuation",
            "title": {"en": "Valuation by an appraiser", "zh": "抵押物评估费"},
            "amount": {"amount": 100_000, "currency": "CNY"},
            "rate": None,
            "timing": "disbursement",
            "payer": "borrower",
            "payee": "third_party",
            "is_refundable": False,
            "is_in_annual_cost": True,
            "needs_consent": True,
        },
        {
            "code": "registration",
            "kind": "registration",
            "title": {"en": "Registration of the mortgage", "zh": "抵押登记费"},
            "amount": {"amount": 8_000, "currency": "CNY"},
            "rate": None,
            "timing": "disbursement",
            "payer": "lender",
            "payee": "third_party",
            "is_refundable": False,
            "is_in_annual_cost": False,
            "needs_consent": False,
        },
    ],
    "penalty_multiple": "1.5",
    "grace_days": 3,
    "day_count": "actual/365",
    "denied_purposes": [],
    "checklist": [
        *_IDENTITY,
        _item("business_licence", "Business licence", "营业执照"),
        _STATEMENT,
        _PREMISES,
        _BUREAU,
        _item(
            *_ARTICLES,
            when={"customer_types": ["enterprise"]},
        ),
        _item(*_ACCOUNTS, days=90),
        _item("title_deed", "Real estate title certificate", "不动产权证书"),
        _item("valuation_report", "Valuation of the property", "抵押物评估报告", days=180),
        _item("property_insurance", "Insurance of the property", "抵押物保险单", days=365),
        # Of property that is not the borrower's own; an officer who asks for it makes it required.
        _item(
            "owner_consent",
            "The owner's written consent to the mortgage",
            "抵押物所有人同意抵押的书面声明",
            requirement="optional",
        ),
        _item(*_MARITAL, when={"customer_types": ["sole_trader", "micro_owner"]}),
    ],
    "fast_track": None,
    "valid_from": "2026-12-01",
    "valid_to": None,
}

GROUP_CREDIT: Final[dict[str, Any]] = {
    "code": "GROUP_CREDIT",
    "title": {"en": "Loan to members of a group", "zh": "联保贷"},
    "summary": {
        "en": "Small loans for people who answer for one another in a joint-liability group",
        "zh": "面向联保小组成员的小额经营贷款，成员之间承担连带责任保证",
    },
    "type": "group",
    "customer_types": ["sole_trader", "micro_owner", "farmer"],
    "amount_min": {"amount": 200_000, "currency": "CNY"},
    "amount_max": {"amount": 10_000_000, "currency": "CNY"},
    "term_months_min": 3,
    "term_months_max": 12,
    "methods": ["level_instalment", "equal_principal", "interest_only"],
    "rate_min": "8.4",
    "rate_max": "14.4",
    "fees": [],
    "penalty_multiple": "1.5",
    "grace_days": 3,
    "day_count": "30/360",
    "denied_purposes": [],
    "checklist": [
        *_IDENTITY,
        _item(
            "business_licence",
            "Business licence",
            "营业执照",
            requirement="one_of",
            group="business_proof",
        ),
        _item(
            "operating_proof",
            "Proof of trading or farming, such as a stall or land contract",
            "经营证明（如摊位合同、土地承包合同）",
            requirement="one_of",
            group="business_proof",
        ),
        _STATEMENT,
        _BUREAU,
    ],
    "fast_track": None,
    "valid_from": "2026-12-01",
    "valid_to": None,
}

SAMPLES: Final = (SOLE_TRADER_CREDIT, PROPERTY_SECURED, GROUP_CREDIT)
