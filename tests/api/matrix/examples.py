"""The documented examples: of each request its success, of each refusal the same refusal."""

from tests.api.matrix.answers import is_as_shown
from tests.api.matrix.operations import Operation
from tests.api.matrix.over import Over, every, whatever
from tests.api.matrix.provoking import refusals_that_differ
from tests.api.matrix.readied import ReadyFor
from tests.api.signed_clients import ClientFor, RunningApp


class Examples(Over):
    """What is shown to a reader is what a caller gets."""

    @every(whatever)
    async def test_the_examples_are_true(
        self, operation: Operation, ready_for: ReadyFor, client_for: ClientFor, service: RunningApp
    ) -> None:
        """What its terms refuse is refused as shown, and then the example succeeds as shown."""
        ready = await ready_for(operation)
        assert await refusals_that_differ(operation, ready, client_for, service) == []
        answer = await ready.send(operation)
        assert is_as_shown(operation, answer) is None
        if operation.is_versioned_read:
            known = await ready.send(operation, {"If-None-Match": answer.headers["ETag"]})
            assert (known.status_code, known.content) == (304, b"")
