"""The documentation as a site: ``make docs`` writes ``docs/_build/html``. Needs no network, warnings are errors."""

from __future__ import annotations

import govreport

project = "govreport"
author = "the govreport developers"
project_copyright = "the govreport developers, Apache-2.0"
version = release = govreport.__version__

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.viewcode"]
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = f"govreport {release}"
nitpicky = False

myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
# Links to files beside the documentation (examples, fixtures) lead to the repository, not into the site; the list of
# findings skips a level of headings so that its codes stay out of the navigation.
suppress_warnings = ["myst.xref_missing", "myst.header"]

autodoc_member_order = "bysource"
autodoc_typehints = "description"
autodoc_default_options = {"members": True, "undoc-members": True, "exclude-members": "model_config, model_post_init"}
