"""A corpus at a glance: an output of ``govreport convert`` as one page or picture of charts.

:mod:`.data` counts with DuckDB, :mod:`.charts` says what is drawn, :mod:`.page` draws it, :mod:`.words` has the words.
"""

from .data import Figures, read_figures
from .page import to_html, to_png

__all__ = ["Figures", "read_figures", "to_html", "to_png"]
