"""Programs in Python that read the rows of a query: with httpx, into pandas, into polars.

They ask as politely as this application does: the largest pages, one after the other with a pause,
and a busy service again later, when it says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tui.i18n import gettext as _
from tui.tables.query import Column, ColumnType
from tui.tables.recipes.asked import PAGE_SIZE, Asked
from tui.tables.recipes.literals import python_text

_PANDAS: Mapping[ColumnType, str] = {
    ColumnType.INT: "Int64",
    ColumnType.FLOAT: "Float64",
    ColumnType.BOOL: "boolean",
    ColumnType.DATE: "datetime64[s]",
    ColumnType.DATETIME: "datetime64[us]",
    ColumnType.DATETIME_TZ: "datetime64[us, UTC]",
    ColumnType.JSON: "object",
}
_POLARS: Mapping[ColumnType, str] = {
    ColumnType.INT: "pl.Int64",
    ColumnType.FLOAT: "pl.Float64",
    ColumnType.BOOL: "pl.Boolean",
}
_READ_BY_POLARS: Mapping[ColumnType, str] = {
    ColumnType.DATE: "str.to_date()",
    ColumnType.DATETIME: 'str.to_datetime("%Y-%m-%dT%H:%M:%S%.f", time_unit="us")',
    ColumnType.DATETIME_TZ: 'str.to_datetime("%Y-%m-%dT%H:%M:%S%.f%:z", time_unit="us")',
}

_ASK = """
def ask(client, url):
    for attempt in range(6):
        answer = client.get(url)
        if answer.status_code not in (429, 502, 503, 504):
            break
        later = answer.headers.get("Retry-After", "")
        time.sleep(min(int(later), 300) if later.isdecimal() else 2**attempt)
    answer.raise_for_status()
    return answer.json()
"""

_CLIENT = """
with httpx.Client(headers={"User-Agent": "datagouv-tui (script)"}, timeout=120) as client:
"""

_EVERY_PAGE = """\
    rows, page, more = [], 1, True
    while more:
        answer = ask(client, f"{URL}page={page}&page_size=%d")
        rows += answer["data"]
        more = answer["links"]["next"] is not None
        page += 1
        if more:
            time.sleep(PAUSE)
"""

_ONE_ANSWER = """\
    rows = ask(client, URL)
"""


def with_httpx(asked: Asked) -> str:
    """A program that reads every page: `rows` is then a list of objects by name of column."""
    return _program(["import httpx"], _every_page(asked), 'print(len(rows), "rows")\n')


def with_pandas(asked: Asked) -> str:
    """A program that makes a DataFrame of pandas, `frame`: texts stay texts, numbers exact."""
    types = _table("TYPES", [(c, f'"{_PANDAS.get(c.type, "string")}"') for c in asked.columns])
    frame = "frame = pd.DataFrame(rows, columns=list(TYPES), dtype=object).astype(TYPES)\n"
    libraries = ["import httpx", "import pandas as pd"]
    return _program(libraries, _reading(asked), f"{types}{frame}print(frame)\n")


def with_polars(asked: Asked) -> str:
    """A program that makes a DataFrame of polars, `frame`; JSON columns are JSON as text."""
    columns = asked.columns
    types = [(column, _POLARS.get(column.type, "pl.String")) for column in columns]
    body = [
        _json_as_text(columns),
        _table("SCHEMA", types),
        "frame = pl.DataFrame(rows, schema=SCHEMA)\n",
        _moments(columns),
        "print(frame)\n",
    ]
    libraries = ["import httpx", "import polars as pl"]
    if _names(columns, ColumnType.JSON):
        libraries.insert(0, "import json")
    return _program(libraries, _reading(asked), "".join(body))


def _program(libraries: Sequence[str], reading: str, body: str) -> str:
    own = [line for line in libraries if line == "import json"]
    others = [line for line in libraries if line not in own]
    head = [*own, "import time", "", *others, ""]
    return "\n".join(head) + reading + "\n" + body


def _reading(asked: Asked) -> str:
    return _one_answer(asked) if asked.is_streamed else _every_page(asked)


def _every_page(asked: Asked) -> str:
    pause = _("seconds between two pages")
    constants = _constants(f"{asked.rows_url}?{asked.paged}") + f"PAUSE = 0.2  # {pause}\n"
    return f"\n{constants}\n{_ASK}\n{_CLIENT}{_EVERY_PAGE % PAGE_SIZE}"


def _one_answer(asked: Asked) -> str:
    return f"\n{_constants(asked.stream_url('json'))}\n{_ASK}\n{_CLIENT}{_ONE_ANSWER}"


def _constants(url: str) -> str:
    said = _("Encoded as the service needs it: to be sent as it is.")
    return f"# {said}\nURL = {python_text(url)}\n"


def _table(name: str, items: Sequence[tuple[Column, str]]) -> str:
    lines = (f"    {python_text(column.name)}: {value},\n" for column, value in items)
    return f"{name} = {{\n{''.join(lines)}}}\n"


def _json_as_text(columns: Sequence[Column]) -> str:
    names = _names(columns, ColumnType.JSON)
    if not names:
        return ""
    return (
        "for row in rows:\n"
        f"    for name in [{', '.join(names)}]:\n"
        "        if row[name] is not None:\n"
        "            row[name] = json.dumps(row[name], ensure_ascii=False)\n"
    )


def _moments(columns: Sequence[Column]) -> str:
    lines = [
        f"    frame[{python_text(column.name)}].{_READ_BY_POLARS[column.type]},\n"
        for column in columns
        if column.type in _READ_BY_POLARS
    ]
    return f"frame = frame.with_columns(\n{''.join(lines)})\n" if lines else ""


def _names(columns: Sequence[Column], kind: ColumnType) -> list[str]:
    return [python_text(column.name) for column in columns if column.type is kind]
