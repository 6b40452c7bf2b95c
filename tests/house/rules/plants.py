"""One small tree per rule that breaks it, and the same tree mended: the rules' own tests."""

from dataclasses import dataclass

from typing_extensions import override

from tests.house.rules import (
    areas,
    documents,
    errors,
    failpoint_plants,
    failpoints,
    honesty,
    money,
    names,
    purity,
    sizes,
    tokens,
    traces,
    transactions,
)
from tests.house.rules.every import Rule

Tree = dict[str, str]


@dataclass(frozen=True)
class Plant:
    """Files that break one rule, and what to lay over them so that it is kept again."""

    rule: Rule
    broken: Tree
    mended: Tree

    @override
    def __str__(self) -> str:
        return f"{self.rule.__name__}:{next(iter(self.broken))}"


def _file(rule: Rule, path: str, broken: str, mended: str = '"""Kept."""\n') -> Plant:
    return Plant(rule, {path: broken}, {path: mended})


_DOMAIN = "services/application/intake/domain/terms.py"
_ROUTE = "services/application/intake/routes.py"
_TABLES = "services/application/intake/tables.py"
_USE_CASE = "services/application/intake/use_cases/submit.py"
_ERRORS = "services/application/intake/domain/errors.py"
_TEST = "tests/unit/test_terms.py"
_LONG_FUNCTION = "def f():\n" + "    x = 1\n" * 50
_REFUSAL = "class {name}(DomainError):\n    code, fault, title = {code!r}, Fault.CONFLICT, T\n"
_TWINS = _REFUSAL.format(name="Late", code="late") + _REFUSAL.format(name="Slow", code="late")
_APART = _REFUSAL.format(name="Late", code="late") + _REFUSAL.format(name="Slow", code="slow")
_ENTRIES = {"services/application/parties/entry.py": "", "services/application/intake/entry.py": ""}
_EVERY_ROW = "".join(f"def test_{row}_is_kept(): pass\n" for row in honesty.ROWS)

PLANTS: tuple[Plant, ...] = (
    _file(sizes.files_are_short, "services/kit/money.py", "x = 1\n" * 301, "x = 1\n" * 300),
    _file(sizes.files_are_short, _TEST, "x = 1\n" * 401, "x = 1\n" * 400),
    _file(sizes.functions_are_short, "gateway/proxy.py", _LONG_FUNCTION, "def f():\n    x = 1\n"),
    _file(names.names_tell_something, "services/kit/money.py", "def do_it(): ...\n"),
    _file(names.names_tell_something, "gateway/proxy.py", "class PoolManager: ...\n"),
    Plant(names.names_tell_something, {"services/kit/string_utils.py": ""}, {}),
    _file(money.money_is_never_float, _DOMAIN, "FEE = 0.1\n", "FEE = 1\n"),
    _file(money.money_is_never_float, _DOMAIN, "half = 3 / 2\n", "half = 3 // 2\n"),
    _file(money.money_is_never_float, "services/kit/money.py", "x = float('1')\n"),
    _file(money.money_is_never_float, "services/application/intake/schemas.py", "fee: float\n"),
    _file(money.columns_are_never_fractional, _TABLES, "c = sa.Numeric(18, 2)\n"),
    _file(transactions.nobody_commits_by_hand, _USE_CASE, "session.commit()\n"),
    _file(transactions.transactions_open_in_use_cases, _ROUTE, "ask.sessions.begin()\n"),
    _file(transactions.statements_are_bound, _ROUTE, "s.execute(text(f'… {x}'))\n"),
    _file(transactions.statements_are_bound, _ROUTE, "c.fetchrow('… ' + x)\n", "c.fetchrow('…')\n"),
    _file(tokens.jose_has_one_adapter, "gateway/tokens.py", "from jose import jwt\n"),
    _file(tokens.jose_has_one_adapter, "services/kit/jwt.py", "from jose import jwe\n"),
    _file(tokens.algorithms_are_lists, "gateway/tokens.py", "d(algorithms='RS256')\n",
          "d(algorithms=['RS256'])\n"),
    _file(purity.domain_is_pure, _DOMAIN, "import fastapi\n", "import stdnum\n"),
    _file(purity.domain_is_pure, _DOMAIN, "from services.kit.database import x\n",
          "from services.kit.money import Money\n"),
    _file(purity.domain_is_pure, _DOMAIN, "import random\n", "import datetime\n"),
    _file(purity.domain_is_pure, "services/loan_engine/terms.py", "import time\n",
          "from services.loan_engine.rounding import Rounding\n"),
    _file(purity.domain_never_awaits, _DOMAIN, "async def decide(): ...\n"),
    Plant(
        areas.areas_meet_at_the_entry,
        {_USE_CASE: "from services.application.parties.tables import PartyRow\n", **_ENTRIES},
        {_USE_CASE: "from services.application.parties.entry import party_for\n"},
    ),
    _file(areas.use_cases_stand_alone, _USE_CASE,
          "from services.application.intake.use_cases.start import start\n"),
    Plant(areas.every_use_case_is_tested, {_USE_CASE: ""}, {_TEST: "from … import submit\n"}),
    _file(errors.refusals_are_complete, _ERRORS, "class Late(DomainError):\n    code = 'late'\n",
          _APART),
    _file(errors.codes_are_unique, _ERRORS, _TWINS, _APART),
    _file(documents.public_things_are_described, "services/kit/money.py", "def split(): ...\n"),
    Plant(documents.packages_are_explicit, {_DOMAIN: ""},
          {"services/application/intake/domain/__init__.py": ""}),
    Plant(documents.services_have_a_page, {"services/application/main.py": ""},
          {"services/application/README.md": "# Application\n"}),
    _file(traces.nothing_names_a_machine, "README.md", "cd /ro" "ot/xiaowei\n", "cd xiaowei\n"),
    _file(traces.nothing_names_a_machine, "Dockerfile", "pip --ind" "ex-url x\n", "pip install\n"),
    _file(traces.locks_hold_no_address, "requirements.lock", "x @ https://example.org\n", "x==1\n"),
    _file(traces.nothing_is_left_for_later, _DOMAIN, "# TO" "DO: round\n"),
    _file(traces.nothing_is_left_for_later, "Makefile", "# FIX" "ME\n", "# runs it\n"),
    _file(failpoints.calls_outside_are_flanked, "gateway/proxy.py",
          failpoint_plants.CALLED_BARE, failpoint_plants.CALLED_FLANKED),
    _file(failpoints.calls_outside_are_flanked, _USE_CASE,
          failpoint_plants.NOT_FOLLOWED, failpoint_plants.FOLLOWED),
    _file(failpoints.outsiders_pass_points, "gateway/proxy.py",
          failpoint_plants.IMPORTED_BARE, failpoint_plants.IMPORTED),
    _file(failpoints.commits_are_followed_by_points, _USE_CASE,
          failpoint_plants.COMMITTED_BARE, failpoint_plants.COMMITTED),
    _file(failpoints.commits_are_followed_by_points, _USE_CASE,
          failpoint_plants.LOOPED_BARE, failpoint_plants.LOOPED),
    _file(failpoints.points_are_placed_once, "gateway/failpoints.py",
          failpoint_plants.UNPLACED, failpoint_plants.PLACED),
    _file(failpoints.points_are_placed_once, "gateway/failpoints.py",
          failpoint_plants.TWICE, failpoint_plants.PLACED),
    _file(honesty.every_row_has_its_test, _TEST, _EVERY_ROW.replace("_i7_", "_x7_"), _EVERY_ROW),
    _file(honesty.no_test_is_skipped, _TEST, "pytest.skip('no kubectl')\n"),
    _file(honesty.no_test_sleeps_or_mocks, _TEST, "import time\ntime.sleep(1)\n"),
    _file(honesty.no_test_sleeps_or_mocks, _TEST, "from unittest.mock import patch\n"),
)  # fmt: skip
