"""What can go wrong with a contract."""

from services.kit.errors import Conflict, Forbidden, Title


class FiguresNotReproduced(Conflict):
    """The engine does not draw the offer's figures from the offer's terms: a person looks."""

    code = "figures_not_reproduced"
    title = Title(
        "The offer's figures do not follow from its terms", "报价数字与其条款计算结果不一致"
    )


class ContractMovedOn(Conflict):
    """Other terms came for a contract that somebody has begun to sign."""

    code = "contract_moved_on"
    title = Title("The contract is being signed or is signed", "合同已在签署或已签署")


class DisclosureUnread(Conflict):
    """The borrower confirms a disclosure that nobody began to read."""

    code = "disclosure_unread"
    title = Title("Begin to read the disclosure of costs first", "请先开始阅读综合融资成本明示表")


class StillReading(Conflict):
    """The time for reading is not over; `Retry-After` says how long it takes yet."""

    code, retryable = "reading_time_not_over", True
    title = Title("The time for reading is not over yet", "阅读时间尚未结束")


class DisclosureChanged(Conflict):
    """Another disclosure than the one that stands is confirmed."""

    code = "disclosure_changed"
    title = Title("This is not the disclosure that stands", "所确认的明示表不是当前版本")


class DisclosureUnconfirmed(Conflict):
    """Somebody signs before the borrower confirmed the disclosure of costs."""

    code = "disclosure_unconfirmed"
    title = Title(
        "The disclosure of costs must be confirmed before anybody signs",
        "签署前须先确认综合融资成本明示表",
    )


class DocumentChanged(Conflict):
    """Another document than the one that stands is signed."""

    code = "document_changed"
    title = Title("This is not the document that stands", "所签署的文件不是当前版本")


class AlreadySigned(Conflict):
    """This signer's signature is there."""

    code = "already_signed"
    title = Title("This signature has been given", "该签署人已签署")


class SigningTimeOver(Conflict):
    """The last day on which the contract may be signed is over: it is left, and another drawn."""

    code = "signing_time_over"
    title = Title("The last day to sign this contract is over", "合同签署期限已过")


class SignedMeanwhile(Conflict):
    """Somebody else signed while this signature was being made; it is made anew."""

    code, retryable, retry_after_default_s = "signed_meanwhile", True, 1
    title = Title("Another signature was added meanwhile", "期间有其他签署人完成签署，请重试")


class NotYourSignature(Forbidden):
    """The signature is somebody else's to give."""

    code = "not_your_signature"
    title = Title("This signature is not yours to give", "该签名不由您签署")


class PaymentUnderWay(Conflict):
    """The money is on its way, or out: the contract cannot be left any more."""

    code = "payment_under_way"
    title = Title("The loan is being paid out or is paid out", "借款正在发放或已发放")
