"""What a debt consists of."""

from enum import StrEnum


class Component(StrEnum):
    """The parts of what is owed, in the order in which money goes to them.

    Costs first, then what lateness added, then interest, then principal (民法典 art. 561).
    """

    FEE = "fee"
    PENALTY = "penalty"
    COMPOUND = "compound"
    INTEREST = "interest"
    PRINCIPAL = "principal"
