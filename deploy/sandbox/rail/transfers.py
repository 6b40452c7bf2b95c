"""What the rail knows of transfers: its book, read back, and what may be asked of it."""

from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from deploy.sandbox.rail.book import Book
from deploy.sandbox.rail.orders import OrderAsked
from deploy.sandbox.rail.truth_table import Case, case_of

RETURN_AFTER: Final = timedelta(days=3)


class Status(StrEnum):
    """Where a transfer stands."""

    PROCESSING = "processing"
    SETTLED = "settled"
    FAILED = "failed"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """One transfer; dates as the book spells them."""

    key: str
    reference: str
    status: Status
    amount: int
    currency: str
    number: str
    value_date: str
    taken_at: str
    settled_on: str | None = None
    returned_on: str | None = None
    code: str | None = None

    @property
    def case(self) -> Case:
        """What goes wrong with it."""
        return case_of(self.number)

    def told(self) -> dict[str, Any]:
        """As answers and calls back spell it."""
        return {
            "key": self.key,
            "reference": self.reference,
            "status": self.status.value,
            "amount": {"amount": self.amount, "currency": self.currency},
            "account": {"number": self.number},
            "settled_on": self.settled_on,
            "returned_on": self.returned_on,
            "code": self.code,
        }


class Transfers:
    """The transfers by reference. A key older than `retention` is forgotten, money is not."""

    def __init__(self, book: Book, retention: timedelta) -> None:
        self._book = book
        self._retention = retention
        self._by_reference: dict[str, Transfer] = {}
        self._by_key: dict[str, str] = {}
        for line in book.lines():
            self._read(line)

    def known(self, key: str, now: datetime) -> Transfer | None:
        """The transfer of a key that is still remembered."""
        found = self.found(key)
        if found is None or now - datetime.fromisoformat(found.taken_at) > self._retention:
            return None
        return found

    def found(self, key: str) -> Transfer | None:
        """The newest transfer under a key, however old."""
        reference = self._by_key.get(key)
        return None if reference is None else self._by_reference[reference]

    def take(self, order: OrderAsked, now: datetime) -> Transfer:
        """Write an order down; it is processing. Raises BookFull."""
        transfer = Transfer(
            key=order.key,
            reference=f"SR-{len(self._by_reference) + 1:08d}",
            status=Status.PROCESSING,
            amount=order.amount.amount,
            currency=order.amount.currency,
            number=order.account.number,
            value_date=order.value_date.isoformat(),
            taken_at=now.isoformat(),
        )
        return self._write("taken", transfer)

    def move(self, transfer: Transfer) -> Transfer:
        """The money moves, on the value date."""
        moved = replace(transfer, status=Status.SETTLED, settled_on=transfer.value_date)
        return self._write("moved", moved)

    def fail(self, transfer: Transfer, code: str) -> Transfer:
        """The money will not move."""
        return self._write("failed", replace(transfer, status=Status.FAILED, code=code))

    def due_back(self, today: date) -> list[Transfer]:
        """Bring back what comes back by `today`, and say which."""
        due = [
            each
            for each in self._by_reference.values()
            if each.case is Case.RETURNED
            and each.settled_on is not None
            and each.status is Status.SETTLED
            and date.fromisoformat(each.settled_on) + RETURN_AFTER <= today
        ]
        return [self._write("returned", _returned(each, today)) for each in due]

    def _write(self, event: str, transfer: Transfer) -> Transfer:
        self._book.write({"event": event, **asdict(transfer)})
        self._keep(transfer)
        return transfer

    def _read(self, line: dict[str, Any]) -> None:
        kept = {name: value for name, value in line.items() if name != "event"}
        self._keep(Transfer(**{**kept, "status": Status(kept["status"])}))

    def _keep(self, transfer: Transfer) -> None:
        self._by_reference[transfer.reference] = transfer
        self._by_key[transfer.key] = transfer.reference


def _returned(transfer: Transfer, today: date) -> Transfer:
    return replace(
        transfer, status=Status.RETURNED, returned_on=today.isoformat(), code="account_closed"
    )
