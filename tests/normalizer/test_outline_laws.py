"""Conservation: every non-blank character stands in exactly one heading, paragraph or table. And the gold lists."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govreport.models import Section
from govreport.normalizer.outline import Outline, build_outline
from govreport.normalizer.signature import find_signature
from govreport.parsers.text import parse_text
from govreport.raw import Block

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
NEEDS_CORPUS = pytest.mark.skipif(not CORPUS.is_dir(), reason="../shared/corpus is not there")

_MARKS = [
    "一、",
    "二、",
    "三、",
    "（一）",
    "（二）",
    "1.",
    "2.",
    "1、",
    "（1）",
    "①",
    "第一章 ",
    "第二条 ",
    "1.1 ",
    "附件",
    "附件1",
    "附件：1.",
]
_TITLES = [
    "",
    "总体情况",
    "抓好甲事。",
    "项目：",
    "甲和",
    "属于国家秘密 0",
    "目　录",
    "（此件公开发布）",
    "2013年8月26日",
    "同意甲事。",
    "某规定",
]
_BODIES = [
    "",
    "一是甲，二是乙。",
    "各镇人民政府：",
    "全年公开信息32条，均已办结，群众满意度进一步提高。",
    "……12",
    "；",
    " 　",
]
_TEXTS = st.tuples(st.sampled_from(["", *_MARKS]), st.sampled_from(_TITLES), st.sampled_from(_BODIES)).map("".join)
_ANY = st.one_of(_TEXTS, st.text("一（）、.1附件：。 \n\t目录甲号", max_size=12))


def blocks_in(texts: Sequence[tuple[str, int]], *, wrapped: bool) -> tuple[str, list[Block]]:
    blocks: list[Block] = []
    page = ""
    for index, (text, level) in enumerate(texts):
        start = len(page)
        offsets = None
        if wrapped:
            places = [start + n + n // 7 for n in range(len(text))]
            page += "".join(char + ("\n" if n % 7 == 6 else "") for n, char in enumerate(text))
            offsets = places
        else:
            page += text
        blocks.append(Block(text, start, len(page), level=level, offsets=offsets, index=index))
        page += "\n"
    return page, blocks


def covered(outline: Outline) -> list[tuple[int, int]]:
    spans = [tuple(item.span) for item in outline.preamble]
    for top in outline.sections:
        for section in top.walk():
            spans += [tuple(section.span), *(tuple(item.span) for item in section.content)]
    return [(start, end) for start, end in spans]


def assert_conserved(page: str, blocks: Sequence[Block], outline: Outline) -> None:
    spans = covered(outline)
    assert spans == sorted(spans), "the tree is not in reading order"
    last = 0
    kept: list[str] = []
    for start, end in spans:
        assert start >= last, "two parts overlap"
        kept.append(page[start:end])
        last = end
    wanted = "".join("".join(page[block.start : block.end].split()) for block in blocks)
    assert "".join("".join(kept).split()) == wanted


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.tuples(_ANY, st.sampled_from([0, 0, 0, 2, 3])), max_size=25), st.booleans(), st.sets(st.integers(0, 25))
)
def test_nothing_is_lost_and_nothing_is_twice(texts: list[tuple[str, int]], wrapped: bool, signed: set[int]) -> None:
    page, blocks = blocks_in(texts, wrapped=wrapped)
    outline = build_outline(blocks, signature=frozenset(signed))
    assert_conserved(page, blocks, outline)
    for item in outline.attachments:
        assert item.span is not None
        assert "".join(page[slice(*item.span)].split()) == "".join(item.name.split())


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(_TEXTS, st.just(0)), max_size=20))
def test_same_in_same_out(texts: list[tuple[str, int]]) -> None:
    blocks = blocks_in(texts, wrapped=False)[1]
    assert build_outline(blocks) == build_outline(blocks)


def _gold() -> list[dict[str, Any]]:
    path = CORPUS / "gold.jsonl"
    if not path.is_file():
        return []
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [g for g in lines if g["file"].startswith(("pages/", "text/")) and "sections" in g]


def _read(gold: dict[str, Any]) -> tuple[str, list[Block], Outline]:
    raw = parse_text((CORPUS / gold["file"]).read_bytes().decode(gold.get("encoding") or "utf-8"))
    blocks = [block for block in raw.blocks if block.role == "content"]
    signature = find_signature([block.text if block.table is None else "" for block in blocks])
    signed = frozenset(signature.indices) if signature is not None else frozenset[int]()
    return raw.text, blocks, build_outline(blocks, signature=signed)


def _headings(sections: Sequence[Section]) -> list[str]:
    return ["".join(s.heading.split()).rstrip("：。") for s in sections if not s.annex]


@NEEDS_CORPUS
@pytest.mark.parametrize("gold", _gold(), ids=lambda gold: str(gold["file"]))
def test_gold_sections(gold: dict[str, Any]) -> None:
    page, blocks, outline = _read(gold)
    assert _headings(outline.sections) == ["".join(h.split()).rstrip("：。") for h in gold["sections"]]
    got = {"".join(s.heading.split()).rstrip("：。"): _headings(s.children) for s in outline.sections if s.children}
    for heading, children in gold.get("subsections", {}).items():
        assert got.get("".join(heading.split()).rstrip("：。"), []) == [
            "".join(c.split()).rstrip("：。") for c in children
        ]
    spans = covered(outline)
    assert spans == sorted(spans)
    kept = "".join("".join(page[start:end].split()) for start, end in spans)
    assert len(kept) == sum(len("".join(page[block.start : block.end].split())) for block in blocks)
