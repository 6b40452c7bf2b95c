"""People of finance."""

from dataclasses import dataclass

from services.kit.roles import Role
from tests.api.disbursement.payouts.street import Payee
from tests.api.signed_clients import Client, ClientFor, expect


@dataclass(frozen=True)
class Desk:
    """Two makers and a checker."""

    maker: Client
    other_maker: Client
    checker: Client

    @classmethod
    def of(cls, client_for: ClientFor) -> "Desk":
        """Three people."""
        return cls(
            client_for(Role.FINANCE_MAKER),
            client_for(Role.FINANCE_MAKER),
            client_for(Role.FINANCE_CHECKER),
        )

    @property
    def makers(self) -> tuple[Client, Client]:
        """Both of them."""
        return self.maker, self.other_maker

    async def approve(self, payee: Payee, *, by: Client) -> None:
        """Give one hand."""
        expect(await by.post(f"{payee.path}/approvals", version=await self.version(payee)), 201)

    async def version(self, payee: Payee) -> int:
        """As it is now."""
        return int(expect(await self.maker.get(payee.path), 200)["version"])
