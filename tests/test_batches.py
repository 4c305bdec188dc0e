"""Cases tried together lose nothing of what each alone would tell."""

from __future__ import annotations

import pytest
from batches import for_each


def test_every_case_is_tried_and_those_that_fail_are_named() -> None:
    tried = []

    @for_each(range(6))
    def check(case: int) -> None:
        tried.append(case)
        assert case % 2, "even"
        with pytest.raises(KeyError):
            raise KeyError

    with pytest.raises(
        pytest.fail.Exception, match=r"3 of 6 cases failed:\n0\n(.|\n)*even"
    ) as told:
        check()
    assert tried == [0, 1, 2, 3, 4, 5]
    assert "\n4\n" in str(told.value)


async def test_what_awaits_is_awaited_and_what_raises_nothing_fails() -> None:
    @for_each(["a"])
    async def check(case: str) -> None:
        with pytest.raises(KeyError):
            assert case == "a"

    with pytest.raises(pytest.fail.Exception, match="DID NOT RAISE"):
        await check()


def test_no_case_is_no_test() -> None:
    @for_each([])
    def check(case: str) -> None:
        raise AssertionError(case)

    with pytest.raises(AssertionError, match="no case to try"):
        check()
