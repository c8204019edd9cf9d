"""N pages made from ``fixtures/``: seeded, varied, no two the same; what the batch benchmarks read.

Every page is a fixture whose counts are changed and whose own paragraphs are followed by invented ones up to
about the length of a real page; text stays text and HTML stays HTML. The same ``seed`` gives the same bytes.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import regex

__all__ = ["FIXTURES", "make_folder", "pages"]

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"
# Counts only: four digits are years, longer ones are identifiers.
_COUNT = regex.compile(r"(?<![\d.:/-])\d{1,3}(?=[件条次篇人个])")
_FILLER = (
    "本单位坚持以公开为常态、不公开为例外，进一步健全工作机制，明确责任分工，加强审核把关。",
    "通过门户网站、政务新媒体和政务服务大厅等渠道，及时发布群众关心的事项，回应社会关切。",
    "全年组织业务培训{}次，参加人员{}人次，工作人员的业务能力有了新的提高。",
    "受理群众来信{}件，办结{}件，办结情况均已按规定答复来信人。",
)


def pages(count: int, seed: int = 20, fixtures: Path = FIXTURES) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of every page; about one in five hundred cannot be read (empty, or a PDF)."""
    sources = [(path.suffix, path.read_bytes()) for path in sorted(fixtures.glob("*/input.*"))]
    known = [(suffix, _text(data)) for suffix, data in sources if data.strip()]
    for number in range(count):
        chance = random.Random(f"{seed}-{number}")
        folder = f"{number // 1000:04d}"
        if chance.random() < 0.002:
            yield f"{folder}/{number:08d}.html", chance.choice((b"", b"%PDF-1.4 not a page"))
            continue
        suffix, text = known[chance.randrange(len(known))]
        text = _COUNT.sub(lambda _found, draw=chance: str(draw.randrange(1, 1000)), text)  # type: ignore[misc]
        yield f"{folder}/{number:08d}{suffix}", _longer(text, suffix, chance).encode()


def _text(data: bytes) -> str:
    for charset in ("utf-8", "gb18030"):
        try:
            return data.decode(charset)
        except UnicodeDecodeError:
            continue
    return data.decode("utf-8", "replace")


def _longer(text: str, suffix: str, chance: random.Random) -> str:
    lines = [
        chance.choice(_FILLER).format(chance.randrange(1, 90), chance.randrange(1, 900))
        for _ in range(chance.randrange(5, 40))
    ]
    if suffix == ".txt":
        return text.rstrip("\n") + "\n" + "\n".join(lines) + "\n"
    at = text.rfind("</p>")
    if at < 0:
        return text
    return text[: at + 4] + "".join(f"<p>{line}</p>\n" for line in lines) + text[at + 4 :]


def make_folder(folder: Path, count: int, seed: int = 20) -> None:
    """All pages as files, a thousand a folder."""
    for name, data in pages(count, seed):
        path = folder / name
        if not path.parent.is_dir():
            path.parent.mkdir(parents=True)
        path.write_bytes(data)
