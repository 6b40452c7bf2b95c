"""How long a dying program waits."""

from deploy.local.supervision.backoff import Backoff


def test_the_pause_doubles_up_to_its_cap() -> None:
    backoff = Backoff(first_s=0.5, most_s=3.0)
    assert [backoff.delay_s(deaths) for deaths in (1, 2, 3, 4, 50)] == [0.5, 1.0, 2.0, 3.0, 3.0]


def test_a_steady_run_makes_good_the_earlier_deaths() -> None:
    backoff = Backoff(steady_s=60.0)
    assert backoff.deaths_after(5, ran_for_s=60.0) == 1
    assert backoff.deaths_after(5, ran_for_s=59.9) == 6
