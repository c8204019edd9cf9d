"""What several tests need: the repository, the corpus beside it, and two small pages of our own."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

# How many examples a property without a number of its own is tried with. `ci` draws the same ones each time, so that a
# change and not the day decides; `fuzz` is for hours (make fuzz where there is no atheris).
settings.register_profile("quick", max_examples=60, deadline=None)
settings.register_profile("ci", max_examples=400, deadline=None, derandomize=True, print_blob=True)
settings.register_profile("fuzz", max_examples=20_000, deadline=None)
settings.load_profile("quick")

REPOSITORY = Path(__file__).resolve().parents[1]

PAGE = """<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>2022年政府信息公开工作年度报告</title></head><body>
<table><tr><td>索引号：</td><td>014123456/2023-00007</td><td>发布日期：</td><td>2023-01-18</td></tr>
<tr><td>发布机构：</td><td>云溪市水务局</td><td>文号：</td><td></td></tr></table>
<h1>云溪市水务局2022年政府信息公开工作年度报告</h1>
<div>
<p>根据有关规定，现公布云溪市水务局2022年度政府信息公开工作情况，欢迎监督。</p>
<p>一、总体情况</p>
<p>全年主动公开政府信息48条，其中机构职能类8条，工作动态类40条。</p>
<p>二、存在的主要问题及改进情况</p>
<p>公开的内容还不够全面，更新还不够及时，下一步将逐项加以改进。</p>
<p>云溪市水务局</p><p>2023年1月18日</p>
</div></body></html>
"""


@pytest.fixture
def repository() -> Path:
    """The root of the repository."""
    return REPOSITORY


@pytest.fixture
def corpus() -> Path:
    """The corpus of real pages, which lies beside the repository and is not part of it."""
    folder = REPOSITORY.parent / "shared" / "corpus"
    if not folder.is_dir():
        pytest.skip(f"no corpus of real pages at {folder}")
    return folder


@pytest.fixture
def page() -> str:
    """A short annual report of a city that does not exist."""
    return PAGE
