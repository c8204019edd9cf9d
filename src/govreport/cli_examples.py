"""The examples that stand under the help of each command; a test holds them to the commands' options."""

from __future__ import annotations

__all__ = ["EXAMPLES", "epilog"]

EXAMPLES: dict[str, tuple[tuple[str, str], ...]] = {
    "": (
        ("govreport parse page.html", "look at one page"),
        ("govreport check reports/", "what does not add up in a folder"),
        ("govreport convert reports/ -o reports.xlsx", "a folder as a workbook"),
        ("govreport doctor", "which extras are installed"),
    ),
    "parse": (
        ("govreport parse page.html", "a summary on a terminal, JSON in a pipe"),
        ("govreport parse page.html -f markdown > page.md", "Markdown with front matter"),
        ("govreport parse page.html -f json | jq .statistics.cells", "JSON, whatever stdout is"),
        ("curl -s URL | govreport parse - --url URL", "a page from standard input"),
    ),
    "check": (
        ("govreport check page.html", "one page"),
        ("govreport check 'reports/*.html' --workers 4", "many, on four processors"),
        ("govreport check reports/ -f json > findings.json", "for a program"),
    ),
    "compare": (
        ("govreport compare 2022.html 2023.html", "two years on a terminal"),
        ("govreport compare 2022.html 2023.html -f html > compare.html", "as a page to look at"),
    ),
    "convert": (
        ("govreport convert reports/ -o reports.jsonl", "a folder as JSON lines"),
        ("govreport convert crawl.warc.gz -o reports.parquet --resume", "go on with a run that was cut off"),
        ("govreport convert reports/ -o reports.xlsx --headers zh", "a workbook with Chinese headings"),
        ("govreport convert reports/ -o reports.parquet --partition-by year", "a folder of Parquet by year"),
    ),
    "review": (
        ("govreport review page.html -o review.html", "the page beside what was read"),
        ("govreport review reports/ -o review.html --language zh", "many, with an index"),
    ),
    "report": (
        ("govreport report out.parquet -o overview.html", "what govreport convert wrote, as a page of charts"),
        ("govreport report out.duckdb -o overview.png --language en", "as a picture"),
    ),
    "schema": (("govreport schema > report.schema.json", "for a validator or a code generator"),),
    "doctor": (
        ("govreport doctor", "what is installed, and what installs the rest"),
        ("govreport doctor --json", "the same for a program or a bug report"),
    ),
}


def epilog(command: str) -> str:
    """The examples of a command as they stand under its help; ``""`` is govreport itself."""
    lines = [line for example, what in EXAMPLES[command] for line in (f"  # {what}", f"  {example}")]
    # \b: the lines are not to be filled.
    return "\n".join(("\b", "Examples:", *lines))
