"""The partners' guide moves the clock: it is followed after all who believe the calendar."""

from pathlib import Path

import pytest

from tests.journeys.guides.guide import untruths
from tests.journeys.running_stack import ROOT, RunningStack


@pytest.mark.timeout(300)
async def test_a_partner_gets_what_the_guide_says(
    moving_stack: RunningStack, tmp_path: Path
) -> None:
    found = await untruths(ROOT / "docs/guides/partner.md", moving_stack.url, tmp_path)
    assert found == [], "\n".join(found)
