"""Three questions to a folder of yearly reports: ``python duckdb_questions.py FOLDER OUT.duckdb``.

Needs ``govreport[duckdb]``. The database is one file; any DuckDB opens it.
"""

from __future__ import annotations

import sys

import duckdb

from govreport.batch import Settings, convert

QUESTIONS = {
    "requests per year": """
        SELECT year, count(*) AS reports, sum(received)::BIGINT AS requests
        FROM requests GROUP BY year ORDER BY year""",
    "share granted, wholly or in part": """
        SELECT id, year, round((granted + partially_granted) / received, 3) AS share
        FROM requests WHERE received > 0 ORDER BY id""",
    "reports whose sums fail": """
        SELECT id, year, message FROM sums_that_fail ORDER BY id, message""",
}


def main(folder: str, output: str) -> None:
    """Convert the folder and ask."""
    convert([folder], output, settings=Settings(workers=2))
    with duckdb.connect(output, read_only=True) as database:
        for question, query in QUESTIONS.items():
            print(f"{question}:")
            for row in database.execute(query).fetchall():
                print("  " + "  ".join("-" if value is None else str(value) for value in row))


if __name__ == "__main__":
    main(*sys.argv[1:])
