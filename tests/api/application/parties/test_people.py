"""Registering and reading people."""

from services.kit.roles import Role
from tests.api.application.conftest import ClientFor


async def test_a_borrower_registers_itself_and_sees_itself_masked(client_for: ClientFor) -> None:
    borrower = client_for(Role.BORROWER)
    body = {
        "kind": "person",
        "customer_type": "sole_trader",
        "name": "王小明",
        "identity_number": "110101199003070003",
        "identity_valid_to": "2036-03-07",
        "mobile": "13800138000",
        "address": "北京市东城区示例路1号",
        "bank_card": "6222020200000000006",
    }
    made = await borrower.post("/v1/parties", body)
    assert made.status_code == 201, made.text
    read = await borrower.get(made.headers["Location"])
    assert read.status_code == 200, read.text
    print(read.json())
