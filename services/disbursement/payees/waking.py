"""The queue's name for asking a bank about an account; the payload is the account's id."""

from typing import Final

VERIFY: Final = "verify_payee"
