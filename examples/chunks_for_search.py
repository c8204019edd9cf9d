"""Pieces of reports for a search index, as JSON lines: ``python chunks_for_search.py FOLDER [SIZE]``.

A piece never crosses a section and carries its headings, year, body and address, so that a hit can be shown, filtered
and cited; ``text`` with ``context`` before it is what one would embed.
"""

from __future__ import annotations

import json
import sys

import govreport
from govreport.batch import find_documents


def main(folder: str, size: str = "800") -> None:
    """Print a line a piece."""
    for result in govreport.parse_many(find_documents([folder])):
        if result.report is None:
            print(f"{result.id}: {result.error}", file=sys.stderr)
            continue
        for piece in result.report.chunks(int(size), leave_out=("signature", "attachment_list", "contents")):
            line = {
                "id": f"{result.id}#{piece.number}",
                "context": piece.context,
                "text": piece.text,
                "year": piece.year,
                "body": piece.issuing_body,
                "kind": piece.kind,
                "url": piece.url,
                "span": piece.span,
            }
            print(json.dumps(line, ensure_ascii=False))


if __name__ == "__main__":
    main(*sys.argv[1:])
