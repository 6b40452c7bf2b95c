"""Functions that call or commit past no failpoint, and the same with one: text for the plants."""

from typing import Final


def _function(*lines: str) -> str:
    return "async def act(sessions, http, rail):\n" + "".join(f"    {line}\n" for line in lines)


_BEGIN: Final = ("async with sessions.begin() as s:", "    await s.write()")
_POINT: Final = "await reached(P.X)"

CALLED_BARE: Final = _function("await http.post('/x')", _POINT)
CALLED_FLANKED: Final = _function(_POINT, "await http.post('/x')", "await reached(P.Y)")
NOT_FOLLOWED: Final = _function(_POINT, "await rail.pay(1)")
FOLLOWED: Final = _function("await rail.pay(1)", _POINT)
IMPORTED_BARE: Final = "import httpx\n"
IMPORTED: Final = "import httpx\n" + CALLED_FLANKED
COMMITTED_BARE: Final = _function(*_BEGIN, "await rail.pay(1)")
COMMITTED: Final = _function(*_BEGIN, _POINT, "await rail.pay(1)")
_OPENER: Final = "async def one(sessions):\n" + "".join(f"    {line}\n" for line in _BEGIN)
LOOPED_BARE: Final = _OPENER + _function("for each in (1, 2):", "    await one(sessions)")
LOOPED: Final = _OPENER + _function(
    "for each in (1, 2):", "    await one(sessions)", f"    {_POINT}"
)
UNPLACED: Final = "class P(Failpoint):\n    X = ('a.b', 'Here.')\n"
PLACED: Final = UNPLACED + _function(_POINT)
TWICE: Final = PLACED + _function(_POINT)
