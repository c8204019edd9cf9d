"""A command on a pseudo-terminal of a given width, read while it writes."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import regex

__all__ = ["on_terminal", "plain"]

_COLOURS = regex.compile(r"\x1b\[[0-9;]*m")


def on_terminal(arguments: Sequence[str], *, folder: Path, width: int = 80, **environment: str) -> tuple[int, str]:
    """Exit code and output (stdout and stderr) of ``govreport`` with its output on a terminal."""
    import fcntl
    import termios

    here, there = os.openpty()
    fcntl.ioctl(there, termios.TIOCSWINSZ, struct.pack("HHHH", 400, width, 0, 0))
    known = {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path), "TERM": "xterm-256color"}
    inherited = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES", "NO_COLOR")}
    process = subprocess.Popen(
        [sys.executable, "-m", "govreport", *arguments],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=there,
        stderr=there,
        env=inherited | known | environment,
    )
    os.close(there)
    seen = b""
    try:
        while piece := os.read(here, 65536):
            seen += piece
    except OSError:  # how Linux says that the other end is closed
        pass
    finally:
        os.close(here)
    return process.wait(), seen.decode("utf-8").replace("\r\n", "\n")


def plain(text: str) -> str:
    """Without colours."""
    return _COLOURS.sub("", text)
