"""What is odd about the pages of a folder, as CSV: one line a finding, with the text that it points to.

``python examples/findings_csv.py FOLDER ... > findings.csv``
"""

from __future__ import annotations

import csv
import sys

import govreport
from govreport.batch import find_documents


def main(inputs: list[str]) -> None:
    """Write the CSV to stdout."""
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(("document", "severity", "code", "message", "printed"))
    documents = find_documents(inputs or ["fixtures/*/input.*"])
    for path, result in zip(documents, govreport.parse_many(documents), strict=True):
        if result.report is None:
            out.writerow((path.as_posix(), "error", type(result.error).__name__, str(result.error), ""))
            continue
        for finding in result.report.findings:
            printed = " | ".join(evidence.raw for evidence in finding.evidence)
            out.writerow((path.as_posix(), finding.severity, finding.code, finding.message, printed))


if __name__ == "__main__":
    main(sys.argv[1:])
