"""Two spellings of one name, and two names."""

import pytest

from services.disbursement.domain.names import normal_name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("李小微", " 李 小微"),
        ("ＬＩ xiaowei", "Li XiaoWei"),
        ("买买提\u2022艾力", "买买提\u00b7艾力"),
    ],
)
def test_spellings_of_one_name_are_alike(one: str, other: str) -> None:
    assert normal_name(one) == normal_name(other)


def test_another_name_is_another() -> None:
    assert normal_name("李小微") != normal_name("李小薇")
