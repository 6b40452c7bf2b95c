"""The texts people agree to: every version ever shown, the last one of a purpose in force.

A text once published is never edited, only followed by a new version: the hash a person quoted
must be found here as long as the consent is kept.
"""

import hashlib
from dataclasses import dataclass
from typing import Final

from services.application.domain.parties import ConsentPurpose
from services.kit.errors import Title


@dataclass(frozen=True, slots=True)
class ConsentText:
    """One version of one text; `version` is the month it was published, and a letter."""

    purpose: ConsentPurpose
    version: str
    title: Title
    body: Title

    @property
    def sha256(self) -> str:
        """Lower-case hexadecimal sha256 over version, Chinese text and English text, in lines."""
        whole = "\n".join((self.purpose, self.version, self.body.zh, self.body.en))
        return hashlib.sha256(whole.encode()).hexdigest()


CONSENT_TEXTS: Final[tuple[ConsentText, ...]] = (
    ConsentText(
        ConsentPurpose.PERSONAL_DATA,
        "2026-11-a",
        Title("Handling of personal data", "个人信息处理授权"),
        Title(
            "I agree that the lender collects, stores and uses my name, contact details, business"
            " details and application materials in order to handle my loan application, to"
            " perform the loan contract and to meet its legal duties, for as long as the law"
            " requires. I may look at my data, correct it, take a copy and withdraw this consent;"
            " withdrawing does not undo what was lawfully done before.",
            "本人同意贷款人为办理本人贷款申请、履行借款合同及履行法定义务之目的，收集、存储和使用本人的"
            "姓名、联系方式、经营信息及申请材料，保存期限以法律规定为限。本人有权查阅、更正、复制上述"
            "信息并撤回本授权；撤回不影响撤回前已合法进行的处理活动的效力。",
        ),
    ),
    ConsentText(
        ConsentPurpose.SENSITIVE_DATA,
        "2026-11-a",
        Title("Handling of sensitive personal data", "敏感个人信息处理单独同意"),
        Title(
            "I separately agree that the lender handles my identity number, images of my identity"
            " card, bank account and statements. They are needed to verify who I am, to assess my"
            " ability to repay and to pay out the loan; without them the application cannot go"
            " on. They are kept encrypted and shown only to those whose work needs them.",
            "本人单独同意贷款人处理本人的身份证号码、身份证影像、银行账户及交易流水等敏感个人信息。"
            "上述信息为核验身份、评估还款能力及发放贷款所必需，不提供将无法继续办理。贷款人将加密保存，"
            "仅向因工作确有需要的人员展示。",
        ),
    ),
    ConsentText(
        ConsentPurpose.CREDIT_BUREAU_QUERY,
        "2026-11-a",
        Title("Credit bureau query and reporting", "征信查询及报送授权"),
        Title(
            "I authorise the lender to query my credit report at the lawfully established credit"
            " reporting bodies in order to examine this loan application and to manage the loan"
            " afterwards, and to report the loan and its performance to them. The reports are used"
            " for no other purpose and passed on to nobody. If no loan is granted, the"
            " authorisation ends with the refusal.",
            "本人授权贷款人为审查本笔贷款申请及贷后管理之目的，向依法设立的征信机构查询本人信用报告，"
            "并向其报送本笔贷款及履约信息。查询结果不用于其他用途，不向第三方提供。如贷款未获批准，"
            "本授权自拒绝之日起失效。",
        ),
    ),
    ConsentText(
        ConsentPurpose.ELECTRONIC_COMMUNICATION,
        "2026-11-a",
        Title("Electronic documents and messages", "电子文件及电子送达确认"),
        Title(
            "I agree to receive notices by message, telephone and in the application, and to sign"
            " documents electronically. I may ask for paper instead at any time. Reminders about"
            " my loan are not advertising; advertising needs a consent of its own.",
            "本人同意以短信、电话及应用内消息方式接收通知，并以电子方式签署文件。本人可随时要求改用纸质"
            "方式。与本人贷款有关的提醒不属于营销信息；营销信息须另行取得本人同意。",
        ),
    ),
)


def text_in_force(purpose: ConsentPurpose) -> ConsentText:
    """The text a new consent for `purpose` must quote."""
    return next(text for text in reversed(CONSENT_TEXTS) if text.purpose is purpose)
