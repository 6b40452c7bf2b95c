"""Which names are alike, and on what account."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.underwriting.watchlist.domain.matching import (
    FORMS_CACHED_MAX,
    READINGS_MAX,
    Likeness,
    compare,
    forms_of,
)

SAME_NAME = [
    ("张伟", "张　伟"),
    ("张伟", "张·伟"),
    ("张伟", "张\u200b伟"),
    ("ZHANG Wei", "zhang wei"),
    ("Ｚｈａｎｇ Wei", "Zhang Wei"),
    ("José Álvarez", "Jose Alvarez"),
    ("上海小微科技有限公司", "上海小微科技有限责任公司"),
    ("上海小微科技有限公司", "上海小微科技"),
    ("Xiaowei Trading Co., Ltd.", "Xiaowei Trading"),
    ("公司", "公司"),
]
SAME_SOUND = [
    ("张伟", "张玮"),
    ("張偉", "张伟"),
    ("张伟", "Zhang Wei"),
    ("张伟", "Wei ZHANG"),
    ("张伟", "ZHANG, Wei"),
    ("吕布", "Lü Bu"),
    ("吕布", "Lu Bu"),
    ("单雄信", "Shan Xiongxin"),  # a heteronym: dan, chan or shan
    ("欧阳修", "Ouyang Xiu"),
    ("李", "Li"),
    ("上海小微科技有限公司", "上海小薇科技有限公司"),
]
SIMILAR_SPELLING = [
    ("Mohammed Ali", "Muhammad Ali"),
    ("上海小微科技发展有限公司", "上海小徽科技发展有限公司"),
]
UNLIKE = [
    ("张伟", "张强"),
    ("张伟", "李伟"),
    ("王芳", "Wang Fan"),
    ("王小明", "王大明"),
    ("Li", "Lin"),
    ("北京天天餐饮", "北京田园餐饮"),
    ("上海小微科技有限公司", "广州大宏贸易有限公司"),
    ("", "张伟"),
    ("***", "***"),
]


@pytest.mark.parametrize(("one", "other"), SAME_NAME)
def test_one_name_is_written_in_many_ways(one: str, other: str) -> None:
    match = compare(one, other)
    assert match is not None
    assert (match.likeness, match.score) == (Likeness.SAME_NAME, 100)


@pytest.mark.parametrize(("one", "other"), SAME_SOUND)
def test_names_of_one_sound_are_alike(one: str, other: str) -> None:
    match = compare(one, other)
    assert match is not None
    assert match.likeness is Likeness.SAME_SOUND


@pytest.mark.parametrize(("one", "other"), SIMILAR_SPELLING)
def test_long_names_may_differ_by_a_letter(one: str, other: str) -> None:
    match = compare(one, other)
    assert match is not None
    assert match.likeness is Likeness.SIMILAR_SPELLING
    assert 80 <= match.score < 100


@pytest.mark.parametrize(("one", "other"), UNLIKE)
def test_other_people_are_not_alike(one: str, other: str) -> None:
    assert compare(one, other) is None


NAMES = st.text(
    st.one_of(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), st.characters()),
    max_size=12,
)


@given(NAMES, NAMES)
def test_likeness_is_mutual_and_never_fails(one: str, other: str) -> None:
    assert compare(one, other) == compare(other, one)


@given(NAMES)
def test_a_name_with_a_letter_is_like_itself(name: str) -> None:
    match = compare(name, name)
    assert (match is not None) == bool(forms_of(name).text)


def test_a_long_name_of_ambiguous_characters_is_compared_in_bounded_work() -> None:
    """Forty characters of three readings each: the spellings are cut off, the sounds are not."""
    forms = forms_of("单" * 40)
    assert len(forms.letters) == READINGS_MAX
    alike = compare("单" * 40, "善" * 20 + "缠" * 20)
    assert alike is not None
    assert alike.likeness is Likeness.SAME_SOUND


def test_the_memory_of_names_is_bounded() -> None:
    assert forms_of.cache_info().maxsize == FORMS_CACHED_MAX
