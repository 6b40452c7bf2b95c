"""Requests made up from the document, good and bad: no failure of ours, no undocumented answer."""

from collections.abc import Callable

from tests.api.matrix.asking import ask
from tests.api.matrix.operations import Operation
from tests.api.matrix.over import Over, every, whatever
from tests.api.matrix.readied import ReadyFor
from tests.conftest import REACHED


class Generated(Over):
    """Each operation is asked what it must refuse and what it may take, and does take some."""

    @every(whatever)
    async def test_what_is_made_up_is_answered_as_documented(
        self,
        operation: Operation,
        ready_for: ReadyFor,
        examples: int,
        record_property: Callable[[str, str], None],
    ) -> None:
        asked = await ask(operation, examples, lambda: ready_for(operation))
        record_property(f"{REACHED}{operation.service}: {operation}", asked.share)
        assert asked.faults == []
        assert asked.reached > 0, dict(asked.good)
