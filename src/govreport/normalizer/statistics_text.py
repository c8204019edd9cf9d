"""stub"""
from __future__ import annotations
from collections.abc import Sequence
from govreport.raw import Block
from .statistics_claims import Claims

def read_lines(claims: Claims, blocks: Sequence[Block], text: str) -> set[int]:
    return set()
