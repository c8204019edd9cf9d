"""The reference of the command line, from the commands themselves: ``python docs/write_cli.py``."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

TARGET = Path(__file__).with_name("reference") / "cli.md"
HEAD = """# The command line

Written by `make cli-docs` from the commands themselves; `govreport COMMAND --help` prints the same.
Answers go to stdout, everything else to stderr. Codes: 0 all well, 1 a document could not be read (for `check`: has
an error among its findings), 2 used wrongly or the output cannot be written, 130 interrupted.
"""


def reference() -> str:
    """The page as the commands say it (how it is laid out is typer's)."""
    command = [sys.executable, "-m", "typer", "govreport.cli", "utils", "docs", "--name", "govreport"]
    made = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    body = made.partition("**Commands**")[2]
    # The usage lines are patterns, not commands to run.
    # The examples as they stand in --help (after a mark that they are not to be filled).
    body = re.sub(r"\x08?\nExamples:\n((?:  .*\n?)+)", r"\n**Examples**:\n\n```text\n\1```\n", body)
    return HEAD + "\n**Commands**" + body.replace("```console\n$ ", "```text\n").rstrip() + "\n"


if __name__ == "__main__":
    TARGET.write_text(reference(), encoding="utf-8")
