"""The committed card is what training makes, and it is as good as it says."""

import json
from collections import Counter
from math import log
from pathlib import Path

import pytest

from services.underwriting.decisions.domain.scorecard import Characteristic, scorecard_of
from services.underwriting.decisions.domain.strict import Record
from services.underwriting.training.__main__ import CARD_FILE, main
from services.underwriting.training.card import FACTOR, OFFSET, card_of
from services.underwriting.training.discrimination import area_under_curve, kolmogorov_smirnov
from services.underwriting.training.model import rows_of, trained
from services.underwriting.training.sample import CHARACTERISTICS, FILE, read_sample
from services.underwriting.training.validation import FOLDS, REPEATS, cross_validated, folds

AREA_MIN = 0.76
DISTANCE_MIN = 0.42
SAMPLE = read_sample()
CARD = json.loads(CARD_FILE.read_text("utf-8"))


@pytest.fixture(scope="module")
def trained_anew() -> str:
    model = trained(rows_of(SAMPLE), SAMPLE.is_bad)
    return card_of(model, SAMPLE, cross_validated(SAMPLE))


def test_the_committed_card_is_the_one_that_training_makes(trained_anew: str) -> None:
    assert trained_anew == CARD_FILE.read_text("utf-8")


def test_it_tells_bads_from_goods_on_rows_it_never_saw() -> None:
    assert float(CARD["validation"]["area_under_curve"]) >= AREA_MIN
    assert float(CARD["validation"]["kolmogorov_smirnov"]) >= DISTANCE_MIN


def test_its_whole_points_reach_the_same_figures() -> None:
    lines = scorecard_of(Record(CARD)).characteristics
    badness = [-_score(lines, row) for row in rows_of(SAMPLE)]
    assert area_under_curve(badness, SAMPLE.is_bad) >= AREA_MIN
    assert kolmogorov_smirnov(badness, SAMPLE.is_bad) >= DISTANCE_MIN


def test_twenty_points_double_the_odds_and_600_is_fifty_to_one() -> None:
    assert (round(FACTOR, 4), round(OFFSET, 4)) == (28.8539, 487.1229)
    for odds, score in ((1, 487.1), (10, 553.6), (20, 573.6), (50, 600.0), (100, 620.0)):
        assert OFFSET + FACTOR * log(odds) == pytest.approx(score, abs=0.05)


def test_points_follow_the_odds_the_model_gives() -> None:
    model = trained(rows_of(SAMPLE), SAMPLE.is_bad)
    lines = scorecard_of(Record(CARD)).characteristics
    for row in rows_of(SAMPLE)[:100]:
        exact = OFFSET - FACTOR * model.badness(row)
        assert _score(lines, row) == pytest.approx(exact, abs=len(lines) / 2)


def test_points_rise_along_every_order() -> None:
    for characteristic in CARD["characteristics"]:
        points = [one["points"] for one in characteristic["bins"]]
        assert points == sorted(points)
        assert float(characteristic["coefficient"]) > 0


def test_neither_sex_nor_age_nor_origin_is_looked_at() -> None:
    columns = {characteristic.column for characteristic in CHARACTERISTICS}
    assert columns.isdisjoint({"personal_status_and_sex", "age_in_years", "foreign_worker"})


def test_the_sample_is_the_one_everybody_knows() -> None:
    assert (len(SAMPLE.is_bad), sum(SAMPLE.is_bad)) == (1000, 300)
    assert SAMPLE.sha256 == CARD["sample"]["sha256"]
    assert Counter(SAMPLE.values["account_standing"])["steady"] == 394


def test_a_label_nobody_declared_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "sample.csv"
    other.write_bytes(FILE.read_bytes().replace(b"no checking account", b"several"))
    with pytest.raises(KeyError, match="several"):
        read_sample(other)


def test_folds_share_out_every_row_once_a_repeat_bads_evenly() -> None:
    dealt = list(folds(SAMPLE.is_bad))
    assert len(dealt) == FOLDS * REPEATS
    for repeat in range(REPEATS):
        of_repeat = dealt[repeat * FOLDS : (repeat + 1) * FOLDS]
        assert sorted(row for fold in of_repeat for row in fold) == list(range(1000))
        assert {sum(SAMPLE.is_bad[row] for row in fold) for fold in of_repeat} == {60}
    assert dealt[0] != dealt[FOLDS]


def test_the_command_prints_its_figures_and_writes_the_same_bytes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written = tmp_path / "scorecard.json"
    main(written)
    assert written.read_bytes() == CARD_FILE.read_bytes()
    said = capsys.readouterr().out
    assert f"AUC {CARD['validation']['area_under_curve']}" in said
    assert f"KS  {CARD['validation']['kolmogorov_smirnov']}" in said


def _score(lines: tuple[Characteristic, ...], row: tuple[str | int, ...]) -> int:
    return sum(line.points(value) for line, value in zip(lines, row, strict=True))
