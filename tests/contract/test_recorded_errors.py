"""Every recorded refusal becomes the error that a screen can explain."""

from __future__ import annotations

from typing import Any

import pytest
from batches import for_each
from recorded import Exchange, exchanges, replaying

from tui.api.errors import (
    ApiError,
    BadRequest,
    Forbidden,
    Gone,
    NotFound,
    PastTheEnd,
    ServerError,
    TooLong,
    Unauthorized,
    UnsupportedFilter,
)
from tui.api.refusals import error_from
from tui.text import is_safe_line

REFUSED = [each for each in exchanges() if each.status >= 400]
ASKED = [each for each in REFUSED if each.method == "GET" and each.anonymous]

BY_STATUS: dict[int, type[ApiError]] = {
    400: BadRequest,
    401: Unauthorized,
    403: Forbidden,
    404: NotFound,
    405: BadRequest,
    409: BadRequest,
    410: Gone,
    416: PastTheEnd,
    500: ServerError,
}

ENGLISH = (
    "requested URL was not found",
    "did you mean",
    "could not verify that you are authorized",
    "method is not allowed",
    "Input payload validation failed",
    "<html",
    "<!DOCTYPE",
    "bytearray",
    "404: Not Found",
    "got itself in trouble",
)


def tabular_error(exchange: Exchange) -> dict[str, Any]:
    errors = exchange.json.get("errors") if isinstance(exchange.json, dict) else None
    return errors[0] if isinstance(errors, list) else {}


def expected(exchange: Exchange) -> type[ApiError]:
    error = tabular_error(exchange)
    detail = error.get("detail")
    if isinstance(detail, dict) and detail["code"] == "42883":
        return UnsupportedFilter
    if error.get("title") == "Output is too long":
        return TooLong
    # A stream's 404 has no words: only its filter can be at fault when there is one.
    if exchange.status == 404 and error and detail is None and exchange.query:
        return UnsupportedFilter
    return BY_STATUS[exchange.status]


def told(exchange: Exchange) -> ApiError:
    return error_from(exchange.url, exchange.status, exchange.content_type, exchange.body)


def test_the_recordings_hold_refusals_of_every_kind() -> None:
    assert len(REFUSED) > 350
    assert {each.status for each in REFUSED} == set(BY_STATUS)
    assert {expected(each) for each in REFUSED} > set(BY_STATUS.values())


@for_each(REFUSED)
def test_a_recorded_refusal_has_its_type_and_words_for_a_person(exchange: Exchange) -> None:
    error = told(exchange)
    assert type(error) is expected(exchange)
    assert error.status == exchange.status
    assert error.message
    for text in (error.message, error.hint, error.detail):
        assert is_safe_line(text)
        assert not any(phrase in text for phrase in ENGLISH)


@for_each(ASKED)
async def test_the_client_raises_the_recorded_refusal_once(exchange: Exchange) -> None:
    service, transport = await replaying(exchange)
    with pytest.raises(ApiError) as caught:
        await service.transport.get_json(exchange.url)
    assert type(caught.value) is expected(exchange)
    assert len(transport.requests) == 1
    entry = service.journal.entries[-1]
    assert (entry.status, entry.error) == (exchange.status, caught.value.message)
    assert service.journal.running == 0
    await service.aclose()


def test_what_the_tabular_database_says_reaches_the_person() -> None:
    said = [
        (exchange, detail)
        for exchange in REFUSED
        if isinstance(detail := tabular_error(exchange).get("detail"), dict)
        and exchange.status == 400
    ]
    assert len(said) > 50
    for exchange, detail in said:
        error = told(exchange)
        assert isinstance(error, BadRequest)
        assert error.code == detail["code"]
        assert error.detail.split()[0] == detail["message"].split()[0]
        assert detail["code"] != "42703" or "does not exist" in error.message


def test_the_name_of_the_table_behind_is_not_shown() -> None:
    unknown = next(each for each in REFUSED if each.note == "unknown column, filter")
    assert told(unknown).detail == "column nexiste_pas does not exist"


def test_main_api_refusals_tell_which_parameter_is_wrong() -> None:
    seen = 0
    for exchange in exchanges("main-*"):
        fields = exchange.json.get("errors") if isinstance(exchange.json, dict) else None
        if exchange.status != 400 or not fields:
            continue
        error = told(exchange)
        assert isinstance(error, BadRequest)
        assert {name.partition(".")[0] for name in error.fields} == set(fields)
        assert all(error.fields.values())
        assert error.detail
        seen += 1
    assert seen > 20


def test_a_page_past_the_end_tells_how_many_rows_there_are() -> None:
    past = [each for each in REFUSED if "there are only" in str(each.json)]
    assert len(past) >= 4
    for exchange in past:
        error = told(exchange)
        assert isinstance(error, PastTheEnd)
        details = tabular_error(exchange)["detail"]["details"]
        assert error.total is not None
        assert f"there are only {error.total} rows" in details


def test_a_deleted_resource_says_what_the_service_says() -> None:
    gone = [each for each in exchanges("tabular-*") if each.status == 410]
    assert len(gone) >= 5
    for exchange in gone:
        assert told(exchange).detail.startswith(exchange.text[:80])
