"""The build hook of the compiled wheel: ``GOVREPORT_COMPILE=1 pip install .`` compiles the hot modules with mypyc.

Without that variable nothing happens here: the wheel is pure Python. With it and without a C compiler the wheel is pure
Python too, and a warning says why. The code is the same either way. ``pyproject.toml`` names the compiled modules
(``tool.hatch.build.targets.wheel.hooks.custom``); their sources stay beside them in the wheel, for readers.
"""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

__all__ = ["CustomBuildHook", "with_constants"]

SWITCH = "GOVREPORT_COMPILE"
# -g0: debugging symbols would make the wheel ten times as large.
_SETUP = """
import sys
from mypyc.build import mypycify
from setuptools import setup
modules = mypycify(
    ["--ignore-missing-imports", *sys.argv[1:]], opt_level="2", debug_level="0", group_name="govreport"
)
setup(name="govreport", packages=[], ext_modules=modules, script_args=["build_ext", "--inplace"])
"""


def is_wanted() -> bool:
    """Whether the caller asked for the compiled wheel."""
    return os.environ.get(SWITCH, "") not in ("", "0")


def with_constants(source: str) -> str:
    """The source with every constant of the module said to be one, which compiled code reads without a look-up by name.

    A constant is a name in capitals that is assigned once. Lines keep their numbers.

    >>> print(with_constants("from __future__ import annotations\\nMOST = 3\\nN: int = 1\\nTWICE = 1\\nTWICE += 1"))
    from __future__ import annotations; from typing import Final
    MOST: Final = 3
    N: Final[int] = 1
    TWICE = 1
    TWICE += 1
    """
    tree = ast.parse(source)
    stores: dict[str, int] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            stores[node.id] = stores.get(node.id, 0) + 1
    # ast counts columns in UTF-8 bytes
    lines = [line.encode() for line in source.splitlines(keepends=True)]
    for node in tree.body:
        if isinstance(node, ast.Assign) and len(node.targets) == 1:
            target, annotation = node.targets[0], None
        elif isinstance(node, ast.AnnAssign) and node.value is not None:
            target, annotation = node.target, node.annotation
        else:
            continue
        if not isinstance(target, ast.Name) or not target.id.isupper() or stores[target.id] > 1:
            continue
        line, place = lines[node.lineno - 1], node.lineno - 1
        if annotation is None:
            end = target.end_col_offset or 0
            lines[place] = line[:end] + b": Final" + line[end:]
        elif annotation.end_lineno == node.lineno:
            first, last = annotation.col_offset, annotation.end_col_offset or 0
            if not line.startswith(b"Final", first):
                lines[place] = line[:first] + b"Final[" + line[first:last] + b"]" + line[last:]
    first_import = b"from __future__ import annotations"
    return b"".join(
        line.replace(first_import, first_import + b"; from typing import Final")
        if line.startswith(first_import)
        else line
        for line in lines
    ).decode()


class CustomBuildHook(BuildHookInterface[Any]):
    """Called by hatchling for the wheel."""

    def dependencies(self) -> list[str]:
        """What compiling asks for: nothing where it is not asked for."""
        return list(self.config["requires"]) if is_wanted() else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile, and put what came out into the wheel; an editable installation stays as it is."""
        if not is_wanted() or version != "standard":
            return
        place = Path(self.root) / "build" / "compiled"
        made = self._compile(place)
        for path in made:
            build_data["force_include"][str(path)] = str(path.relative_to(place))
        if made:
            build_data["pure_python"] = False
            build_data["infer_tag"] = True

    def _compile(self, place: Path) -> list[Path]:
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(Path(self.root) / "src" / "govreport", place / "govreport")
        names = [f"govreport/{name}.py" for name in self.config["modules"]]
        for name in names:
            path = place / name
            path.write_text(with_constants(path.read_text(encoding="utf-8")), encoding="utf-8")
        (place / "setup.py").write_text(_SETUP, encoding="utf-8")
        environment = os.environ | {"CFLAGS": f"{os.environ.get('CFLAGS', '')} -g0".strip()}
        done = subprocess.run(
            [sys.executable, "setup.py", *names],
            cwd=place,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
        if done.returncode:
            self.app.display_warning(f"govreport is not compiled, this wheel is pure Python:\n{done.stdout[-2000:]}")
            return []
        libraries = (path for path in place.rglob("*") if path.suffix in (".so", ".pyd"))
        return sorted(path for path in libraries if path.relative_to(place).parts[0] != "build")
