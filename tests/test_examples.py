"""The examples run as a user runs them, and say what they promise."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

EXAMPLES = sorted((Path(__file__).resolve().parents[1] / "examples").glob("*.py"))


def run(example: str, *arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    script = Path(__file__).resolve().parents[1] / "examples" / example
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        "PYTHONIOENCODING": "utf-8",
    }
    command = [sys.executable, "-W", "error", str(script), *arguments]
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, encoding="utf-8", env=environment, check=False
    )


@pytest.fixture
def folder(tmp_path: Path, page: str) -> Path:
    """A folder with two readable pages, the sums of one of which do not add up."""
    (tmp_path / "good.html").write_text(page, encoding="utf-8")
    (tmp_path / "wrong.html").write_text(page.replace("48条", "49条"), encoding="utf-8")
    return tmp_path


def test_every_example_is_run_here() -> None:
    """By a test of its name; the Spark job and the recipes for other engines are run by tests/spark."""
    elsewhere = {"spark_job.py"}
    assert len(EXAMPLES) >= 8
    assert [path.name for path in EXAMPLES if path.name not in elsewhere and f"test_{path.stem}" not in globals()] == []


def test_first_lines(tmp_path: Path) -> None:
    done = run("first_lines.py", folder=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0] == "annual_report 2023 云溪市城市管理局2023年政府信息公开工作年度报告"
    assert lines[1] == "issued by 云溪市城市管理局 and published on 2024-01-18"
    assert lines[2:4] == ["  一、总体情况", "  二、存在的主要问题及改进情况"]
    assert any(line.startswith("metadata.index_number: '014123456/2024-00007'") for line in lines)


def test_demo_table(folder: Path) -> None:
    done = run("demo_table.py", ".", folder=folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert "云溪市水务局2022年政府信息公开工作年度报告" in done.stdout
    assert done.stdout.splitlines()[-1] == "2 documents, 2 read, 0 not"


def test_demo_table_names_what_failed(folder: Path) -> None:
    (folder / "empty.html").write_bytes(b"")
    done = run("demo_table.py", ".", folder=folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert "3 documents, 2 read, 1 not\n  empty.html: the source is empty" in done.stdout


def test_findings_csv(folder: Path) -> None:
    (folder / "empty.html").write_bytes(b"")
    done = run("findings_csv.py", ".", folder=folder)
    assert (done.returncode, done.stderr) == (0, "")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert list(rows[0]) == ["document", "severity", "code", "message", "printed"]
    assert ("empty.html", "error", "EmptySourceError") in [(r["document"], r["severity"], r["code"]) for r in rows]
    sums = [row for row in rows if row["document"] == "wrong.html" and "49" in row["printed"] + row["message"]]
    assert sums, "49 = 8 + 40 does not add up, and the CSV must say so"


FORM = """<h1>云溪市{body}{year}年政府信息公开工作年度报告</h1>
<p>一、总体情况</p><p>全年主动公开信息48条，其中机构职能类{part}条，工作动态类40条。</p>
<p>二、收到和处理政府信息公开申请情况</p>
<table border="1">
<tr><td rowspan="3" colspan="3">（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）</td><td colspan="7">申请人情况</td></tr>
<tr><td rowspan="2">自然人</td><td colspan="5">法人或其他组织</td><td rowspan="2">总计</td></tr>
<tr><td>商业企业</td><td>科研机构</td><td>社会公益组织</td><td>法律服务机构</td><td>其他</td></tr>
<tr><td colspan="3">一、本年新收政府信息公开申请数量</td>
<td>{new}</td><td>0</td><td>0</td><td>0</td><td>0</td><td>0</td><td>{new}</td></tr>
<tr><td colspan="3">二、上年结转政府信息公开申请数量</td>
<td>0</td><td>0</td><td>0</td><td>0</td><td>0</td><td>0</td><td>0</td></tr>
<tr><td rowspan="2">三、本年度办理结果</td><td colspan="2">（一）予以公开</td>
<td>{granted}</td><td>0</td><td>0</td><td>0</td><td>0</td><td>0</td><td>{granted}</td></tr>
<tr><td colspan="2">（二）部分公开（区分处理的，只计这一情形，不计其他情形）</td>
<td>1</td><td>0</td><td>0</td><td>0</td><td>0</td><td>0</td><td>1</td></tr>
</table>
<p>云溪市{body}</p><p>{next}年1月18日</p>"""


@pytest.fixture
def yearly(tmp_path: Path) -> Path:
    """Three yearly reports with the official form, and a page that cannot be read."""
    folder = tmp_path / "in"
    folder.mkdir()
    for body, year, new, granted, part in (
        ("水务局", 2021, 4, 2, 8),
        ("水务局", 2022, 10, 4, 8),
        ("司法局", 2022, 5, 3, 9),
    ):
        text = FORM.format(body=body, year=year, next=year + 1, new=new, granted=granted, part=part)
        (folder / f"{'water' if body == '水务局' else 'law'}-{year}.html").write_text(text, encoding="utf-8")
    (folder / "scan.html").write_bytes(b"%PDF-1.4")
    return folder


def test_convert_folder(yearly: Path) -> None:
    for _ in range(2):
        done = run("convert_folder.py", "in", "out.parquet", folder=yearly.parent)
        assert (done.returncode, done.stderr) == (0, "")
        lines = done.stdout.splitlines()
        assert lines[:2] == ["3 converted, 1 failed", "  annual_report: 3"]
        assert "in/scan.html" in lines[2]
    assert pq.read_table(yearly.parent / "out.parquet").num_rows == 4


def test_warc_to_parquet(yearly: Path) -> None:
    data = b""
    for number, path in enumerate(sorted(yearly.iterdir())):
        body = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + path.read_bytes()
        status = b"HTTP/1.1 404 Not Found\r\n\r\n"
        for block in (body, status):
            head = (
                f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{number}{len(block)}>\r\n"
                f"WARC-Target-URI: http://www.example.gov.cn/{path.name}\r\n"
                f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n"
            )
            data += gzip.compress(head.encode() + block + b"\r\n\r\n")
    (yearly.parent / "crawl.warc.gz").write_bytes(data)
    done = run("warc_to_parquet.py", "crawl.warc.gz", "out.parquet", folder=yearly.parent)
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0] == "3 pages, 1 failed, 4 records passed over"
    assert min(lines[1:]) == (
        "2021 云溪市水务局2021年政府信息公开工作年度报告 http://www.example.gov.cn/water-2021.html"
    )
    assert len(lines) == 4
    assert (yearly.parent / "out.parquet" / "year=2022").is_dir()


def test_duckdb_questions(yearly: Path) -> None:
    done = run("duckdb_questions.py", "in", "out.duckdb", folder=yearly.parent)
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[:3] == ["requests per year:", "  2021  1  4", "  2022  2  15"]
    assert lines[3:7] == [
        "share granted, wholly or in part:",
        "  in/law-2022.html  2022  0.8",
        "  in/water-2021.html  2021  0.75",
        "  in/water-2022.html  2022  0.5",
    ]
    assert lines[7] == "reports whose sums fail:"
    assert [line for line in lines[8:] if line.startswith("  in/law-2022.html  2022  ") and "48" in line]


def test_panel_pandas(yearly: Path) -> None:
    done = run("panel_pandas.py", "in", "out.parquet", folder=yearly.parent)
    assert (done.returncode, done.stderr) == (0, "")
    rows = [line.split() for line in done.stdout.splitlines()]
    assert rows[0] == ["measure", "granted", "partially_granted", "requests_received"]
    assert [row[-3:] for row in rows[2:]] == [["3.0", "1.0", "5.0"], ["2.0", "1.0", "4.0"], ["4.0", "1.0", "10.0"]]


def test_chunks_for_search(yearly: Path) -> None:
    done = run("chunks_for_search.py", "in", "120", folder=yearly.parent)
    assert done.returncode == 0
    assert done.stderr.startswith("in/scan.html: ")
    pieces = [json.loads(line) for line in done.stdout.splitlines()]
    first = next(piece for piece in pieces if piece["id"] == "in/law-2022.html#0")
    assert first["context"] == "云溪市司法局2022年政府信息公开工作年度报告 > 一、总体情况"
    assert first["text"] == "全年主动公开信息48条，其中机构职能类9条，工作动态类40条。"
    assert (first["year"], first["body"], first["kind"]) == (2022, "云溪市司法局", "annual_report")
    assert all(len(piece["text"]) <= 120 for piece in pieces)
