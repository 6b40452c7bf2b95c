"""What can go wrong with a contract."""

from services.kit.errors import Conflict, Title


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
