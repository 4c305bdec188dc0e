"""Programs in Python that read the months of the Metrics API, and its top lists."""

from __future__ import annotations

from tui.tables.recipes.literals import python_text

_PROGRAM = """\
import httpx

URLS = [
{urls}
]

with httpx.Client(headers={{"User-Agent": "datagouv-tui (script)"}}, timeout=60) as client:
    for url in URLS:
        months = {{}}  # a month has several rows where the owner changed
        page, more = 1, True
        while more:
            answer = client.get(f"{{url}}&page={{page}}&page_size=50").raise_for_status().json()
            for row in answer["data"]:
                sums = months.setdefault(row["metric_month"], {{}})
                for name, value in row.items():
                    if name.startswith("monthly_") and value is not None:
                        sums[name] = sums.get(name, 0) + value
            page, more = page + 1, answer["links"]["next"] is not None
        print(url)
        for month, values in sorted(months.items()):
            print(month, values)
"""


def with_httpx(*months_urls: str) -> str:
    """The program for the addresses of the first pages of months, one an object."""
    lines = []
    for months_url in months_urls:
        address, _mark, query = months_url.partition("?")
        kept = [pair for pair in query.split("&") if not pair.startswith(("page=", "page_size="))]
        lines.append(f"    {python_text(f'{address}?' + '&'.join(kept))},")
    return _PROGRAM.format(urls="\n".join(lines))


_TOP = """\
import httpx

URL = {url}
COLUMN = {column}

answer = httpx.get(URL, headers={{"User-Agent": "datagouv-tui (script)"}}, timeout=60)
for row in answer.raise_for_status().json()["data"]:
    ids = [value for name, value in row.items() if name.endswith("_id") and name != "__id"]
    print(row[COLUMN], *ids)
"""


def top_with_httpx(url: str, column: str) -> str:
    """The program for the address of a top list by `column`."""
    return _TOP.format(url=python_text(url), column=python_text(column))
