"""The list of rooms in docs/architecture.md, from the first lines of the modules: ``python docs/write_rooms.py``."""

from __future__ import annotations

import ast
from pathlib import Path

PAGE = Path(__file__).with_name("architecture.md")
PACKAGE = Path(__file__).resolve().parents[1] / "src" / "govreport"
BEGIN, END = "<!-- rooms: written by make rooms -->\n", "<!-- end of rooms -->\n"


def first_line(path: Path) -> str:
    """What a module says that it is: the first sentence of its docstring."""
    said = " ".join((ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").split())
    said = said.partition(". ")[0].partition(" >>> ")[0]
    for role in (":mod:", ":func:", ":class:", ":meth:"):
        said = said.replace(role, "")
    return said.rstrip(".:").replace("``", "`").replace("|", "\\|")


def data_files(folder: Path) -> str:
    """The files of a folder that are data, in one line."""
    names = sorted(path.name for path in folder.iterdir() if path.suffix in (".toml", ".j2", ".css", ".js"))
    return ", ".join(f"`{name}`" for name in names)


def rooms() -> str:
    """The list: every package and every module, in the order of the tree."""
    lines = []
    folders = [PACKAGE, *sorted(path.parent for path in PACKAGE.rglob("__init__.py") if path.parent != PACKAGE)]
    for folder in folders:
        name = folder.relative_to(PACKAGE).as_posix()
        lines += [f"\n### `{'' if name == '.' else name + '/'}{'govreport/' if name == '.' else ''}`\n"]
        lines += ["| file | what it is |", "|---|---|"]
        lines += [f"| `{path.name}` | {first_line(path)} |" for path in sorted(folder.glob("*.py"))]
        data = data_files(folder) or (data_files(folder / "templates") if (folder / "templates").is_dir() else "")
        if data:
            lines.append(f"| data | {data} |")
    return "\n".join(lines).lstrip("\n") + "\n\n"


def written(page: str) -> str:
    """The page with its list made anew."""
    head, _, rest = page.partition(BEGIN)
    return head + BEGIN + "\n" + rooms() + END + rest.partition(END)[2]


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
