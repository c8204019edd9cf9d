"""A folder of pages as a small table: what ``make demo`` shows.

``python examples/demo_table.py [FOLDER | FILE | GLOB ...]``, without arguments the pages of ``fixtures/``.
Pages that cannot be read are named under the table.
"""

from __future__ import annotations

import sys

from rich import box
from rich.console import Console
from rich.table import Table

import govreport
from govreport.batch import find_documents

# Column, greatest width; numbers stand on the right.
TEXTS = (("document", 26), ("kind", 13), ("year", 4), ("title", 44), ("issuing body", 20), ("published", 10))
NUMBERS = ("sections", "figures", "findings")


def row(name: str, report: govreport.Report) -> tuple[str, ...]:
    """One line of the table; a fact that the page does not print is a dash."""
    published = report.metadata.published_at
    facts = (report.kind, report.year, report.title, report.issuing_body, published and str(published)[:10])
    counts = (len(list(report.walk())), len(report.figures), len(report.findings))
    return (name, *("–" if fact is None else str(fact) for fact in facts), *map(str, counts))


def main(inputs: list[str]) -> None:
    """Print the table, and what could not be read."""
    table = Table(box=box.SIMPLE_HEAD)
    for column, width in TEXTS:
        table.add_column(column, max_width=width, no_wrap=True, overflow="ellipsis")
    for column in NUMBERS:
        table.add_column(column, justify="right")
    documents = find_documents(inputs or ["fixtures/*/input.*"])
    failed = []
    for path, result in zip(documents, govreport.parse_many(documents), strict=True):
        if result.report is None:
            failed.append(f"  {result.error}")
        else:
            table.add_row(*row(path.parent.name if path.stem == "input" else path.name, result.report))
    # In a pipe there is no width to keep to.
    Console(width=None if sys.stdout.isatty() else 170, highlight=False).print(table)
    print(f"{len(documents)} documents, {len(documents) - len(failed)} read, {len(failed)} not", *failed, sep="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
