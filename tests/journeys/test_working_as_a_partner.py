"""The partners' guide moves the clock and believes the calendar: it has a stack of its own."""

from pathlib import Path

import pytest

from tests.journeys.conftest import sound_stack
from tests.journeys.guides.guide import untruths
from tests.journeys.running_stack import ROOT


@pytest.mark.timeout(300)
async def test_a_partner_gets_what_the_guide_says(tmp_path: Path) -> None:
    async with sound_stack(tmp_path / "stack") as running:
        found = await untruths(ROOT / "docs/guides/partner.md", running.url, tmp_path)
    assert found == [], "\n".join(found)
