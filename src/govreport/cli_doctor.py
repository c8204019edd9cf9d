"""What ``govreport doctor`` prints: what is installed, what it is for, and what installs the rest."""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from govreport import __version__
from govreport.extras import EXTRAS, PURPOSES, command

__all__ = ["diagnosis", "diagnosis_as_json", "diagnosis_as_text"]

_BASE = ("beautifulsoup4", "lxml", "pydantic", "regex", "rich", "typer")
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_SECONDS = 5.0


def diagnosis() -> dict[str, Any]:
    """All of it as plain values; never raises for something that is missing."""
    return {
        "govreport": __version__,
        "python": platform.python_version(),
        "platform": platform.platform(),
        "libraries": {name: _version(name) for name in _BASE} | {"libxml2": _libxml2()},
        "extras": {extra: _extra(extra) for extra in PURPOSES},
        "tools": {"java": _java(), "chromium": _first(_BROWSERS), "cjk_fonts": _cjk_fonts()},
    }


def diagnosis_as_json(found: dict[str, Any]) -> str:
    """For a program or a bug report."""
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def diagnosis_as_text(found: dict[str, Any]) -> Iterator[str]:
    """For people, a line a thing."""
    yield f"govreport {found['govreport']}, Python {found['python']}, {found['platform']}"
    yield "  " + ", ".join(f"{name} {number or 'missing'}" for name, number in found["libraries"].items())
    yield "extras:"
    wide = max(map(len, found["extras"]))
    for name, extra in found["extras"].items():
        modules = ", ".join(f"{module} {number or 'missing'}" for module, number in extra["modules"].items())
        mark, how = ("yes", "") if extra["installed"] else ("no ", f"; install it: {extra['install']}")
        yield f"  {mark} {name:<{wide}}  {extra['purpose']} ({modules}){how}"
    java, chromium, fonts = (found["tools"][name] for name in ("java", "chromium", "cjk_fonts"))
    yield "tools:"
    yield f"  {'yes' if java else 'no '} Java, for Spark" + (f" ({java})" if java else "; Spark 4 needs 17 or newer")
    yield f"  {'yes' if chromium else 'no '} Chromium, for the tests of the review page" + (
        f" ({chromium})" if chromium else ""
    )
    said = {True: "yes", False: "no ", None: "?  "}[fonts]
    yield f"  {said} Chinese fonts, for pages and plots" + (" (fc-list was not found)" if fonts is None else "")


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _libxml2() -> str | None:
    try:
        from lxml import etree
    except ImportError:
        return None
    return ".".join(map(str, etree.LIBXML_VERSION))


def _extra(extra: str) -> dict[str, Any]:
    modules = {module: _version(module) for module, of in EXTRAS.items() if of == extra}
    return {
        "installed": None not in modules.values(),
        "purpose": PURPOSES[extra],
        "modules": modules,
        "install": command(extra),
    }


def _java() -> str | None:
    home = os.environ.get("JAVA_HOME")
    return (shutil.which("java", path=os.path.join(home, "bin")) if home else None) or shutil.which("java")


def _first(names: tuple[str, ...]) -> str | None:
    return next((path for name in names if (path := shutil.which(name))), None)


def _cjk_fonts() -> bool | None:
    """Whether fontconfig knows a font for Chinese; None where that cannot be asked."""
    tool = shutil.which("fc-list")
    if tool is None:
        return None
    try:
        done = subprocess.run([tool, ":lang=zh", "family"], capture_output=True, timeout=_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return bool(done.stdout.strip())
