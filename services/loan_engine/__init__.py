"""The arithmetic of loans: pure, in whole minor units, the same behind quote, contract and loan."""

from typing import Final

# A contract records the version that drew its schedule; any change of a figure is a new one.
ENGINE_VERSION: Final = "1.0"
