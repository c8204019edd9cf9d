"""Statistics of many reports as a pandas panel, body by year: ``python panel_pandas.py FOLDER OUT.parquet``.

Needs ``govreport[arrow]`` and pandas. Measures have the same name in the forms of all eras; a cell that is blank on the
page is no zero, so it stays empty here.
"""

from __future__ import annotations

import sys

import pandas as pd

from govreport.batch import Settings, convert

MEASURES = ["requests_received", "granted", "partially_granted"]


def panel(parquet: str) -> pd.DataFrame:
    """A row a body and year, a column a measure."""
    reports = pd.read_parquet(parquet, columns=["issuing_body", "publisher", "year", "kind", "statistics"])
    reports = reports[(reports["kind"] == "annual_report") & reports["statistics"].notna()]
    reports["body"] = reports["issuing_body"].fillna(reports["publisher"])
    cells = reports[["body", "year", "statistics"]].explode("statistics").dropna(subset=["statistics"])
    cells = cells[["body", "year"]].reset_index(drop=True).join(pd.DataFrame(cells["statistics"].tolist()))
    totals = cells[cells["column_code"].isin(["", "total"]) & cells["measure"].isin(MEASURES)]
    return totals.pivot_table(index=["body", "year"], columns="measure", values="value", aggfunc="first")


def main(folder: str, output: str) -> None:
    """Convert the folder and print the panel."""
    convert([folder], output, settings=Settings(workers=2))
    print(panel(output).to_string(na_rep="-"))


if __name__ == "__main__":
    main(*sys.argv[1:])
