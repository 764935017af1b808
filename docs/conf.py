"""How the documentation is built: `make docs`."""

from __future__ import annotations

from comity import __version__

project = "Comity"
author = "Comity contributors"
project_copyright = "Comity contributors, AGPL-3.0-or-later"
release = version = __version__

extensions = ["myst_parser"]
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = "Comity"
html_show_sphinx = False
nitpicky = True
myst_heading_anchors = 3
myst_enable_extensions = ["deflist"]
