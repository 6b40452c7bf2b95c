"""The text members agree to: every version ever shown, the last one in force.

A text once published is never edited, only followed by a new version: the hash a member quoted must
be found here as long as the agreement is kept.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from services.kit.errors import FieldError, Title

SUBJECT: Final = "joint_liability"


@dataclass(frozen=True, slots=True)
class AgreementText:
    """One version of the text; `version` is the month it was published, and a letter."""

    version: str
    title: Title
    body: Title

    @property
    def sha256(self) -> str:
        """Lower-case hexadecimal sha256 over subject, version, Chinese and English text."""
        whole = "\n".join((SUBJECT, self.version, self.body.zh, self.body.en))
        return hashlib.sha256(whole.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Agreement:
    """Who agrees, and to which text, by its version and hash."""

    party_id: UUID
    text_version: str
    text_hash: str


# Joint and several liability must be agreed in words, or the guarantor answers only after the
# debtor (Civil Code 686); the contract of each loan says how long it lasts (692).
AGREEMENT_TEXTS: Final[tuple[AgreementText, ...]] = (
    AgreementText(
        "2026-11-a",
        Title("Agreement of a joint-liability group", "联保小组协议"),
        Title(
            "I form this group with its other members of my own free will. For each loan that a"
            " member takes as a member of this group I am jointly and severally liable as"
            " guarantor (Civil Code, articles 686 and 688), as the contract of that loan says,"
            " which I sign: for principal, interest, penalty and compound interest and reasonable"
            " costs of enforcement. The lender may ask any of us for the whole (article 699);"
            " whoever has paid for another may recover it from that member (article 700). While a"
            " member is late with a loan, the group is frozen and takes no further loan. A member"
            " may leave only while no loan of the group is applied for or running. I know the"
            " other members, and none of them is my spouse, parent, child, brother or sister.",
            "本人自愿与其他成员组成联保小组。任一成员以本小组成员身份取得的每笔贷款，本人均按照本人签署的"
            "该笔借款合同，作为保证人承担连带责任保证（民法典第六百八十六条、第六百八十八条），保证范围包括"
            "本金、利息、罚息、复利以及实现债权的合理费用。贷款人可以请求任一成员承担全部保证责任（第六百"
            "九十九条）；已代为清偿的成员有权向该借款成员追偿（第七百条）。任一成员贷款逾期期间，小组被冻结，"
            "不得新增贷款。仅在小组没有处理中的申请和未结清的贷款时，成员方可退出。本人了解其他成员，其中没有"
            "本人的配偶、父母、子女或兄弟姐妹。",
        ),
    ),
)


def text_in_force() -> AgreementText:
    """The text a new agreement must quote."""
    return AGREEMENT_TEXTS[-1]


def faults_of(agreement: Agreement) -> Sequence[FieldError]:
    """What is wrong with the quoted text: another version than in force, or another wording."""
    text = text_in_force()
    if agreement.text_version != text.version:
        message = Title("is not the version in force; show the current text", "文本版本已失效")
        return (FieldError("/text_version", "agreement_text_outdated", message),)
    if agreement.text_hash != text.sha256:
        message = Title("does not match the text of this version", "与该版本文本不一致")
        return (FieldError("/text_hash", "agreement_text_mismatch", message),)
    return ()
