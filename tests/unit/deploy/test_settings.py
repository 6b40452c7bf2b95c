"""What may be chosen about the local stack, and how it is said."""

import pytest
from pydantic import ValidationError

from deploy.local.settings import StackSettings


@pytest.fixture(autouse=True)
def _no_outside_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("XIAOWEI_HOME", raising=False)


def test_every_port_is_moved_by_the_variable_that_names_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    usual = list(StackSettings().listening())
    for place, listening in enumerate(usual):
        monkeypatch.setenv(listening.variable, str(20_000 + place))
    moved = list(StackSettings().listening())
    assert [at.port for at in moved] == [20_000 + place for place in range(len(usual))]


def test_no_two_things_listen_on_one_port_by_default() -> None:
    ports = [listening.port for listening in StackSettings().listening()]
    assert len(ports) == len(set(ports)) == 17


def test_one_port_of_a_service_moves_without_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XIAOWEI_APPLICATION_WORKER_OPS_PORT", "9999")
    ports = StackSettings().ports_of("application")
    assert (ports.port, ports.ops_port, ports.worker_ops_port) == (8101, 9101, 9999)


def test_a_given_database_needs_no_port_for_postgres(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://admin@db.example/xiaowei")
    assert "Postgres" not in [listening.who for listening in StackSettings().listening()]


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("XIAOWEI_PORT", "0"),
        ("XIAOWEI_PORT", "65536"),
        ("XIAOWEI_PORT", "many"),
        ("XIAOWEI_REPAYMENT_OPS_PORT", "-1"),
        ("DATABASE_URL", "mysql://db.example/xiaowei"),
    ],
)
def test_nonsense_is_refused(monkeypatch: pytest.MonkeyPatch, variable: str, value: str) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(ValidationError):
        StackSettings()


def test_a_detour_is_for_one_pair_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XIAOWEI_DETOURS", '{"gateway>repayment": 9999}')
    settings = StackSettings()
    assert settings.port_for("gateway", "repayment") == 9999
    assert settings.port_for("disbursement", "repayment") == 8104
    assert settings.port_for("rail", "gateway") == 8080


def test_a_twin_listens_beside_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XIAOWEI_TWINS", '{"gateway": {"port": 8180, "ops_port": 9180}}')
    told = [at for at in StackSettings().listening() if at.who == "the second gateway"]
    assert [(at.port, at.variable) for at in told] == [
        (8180, "XIAOWEI_TWINS"),
        (9180, "XIAOWEI_TWINS"),
    ]
