"""A page can make the parser open no file and no connection, and expand no entity."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from socket import create_server

import pytest

import govreport

_GUARD = """
import sys
import govreport
from hostile_cases import chosen

# Everything that is opened lazily (the vocabulary, codecs, the plain text door) is opened before the guard stands.
for page in ("<p>公开信息3条。</p>", "某局2019年政府信息公开工作年度报告\\n\\n一、总体情况\\n\\n公开信息3条。"):
    govreport.parse(page)
    govreport.parse(page.encode("gb18030"))
pages = [case.make() for case in chosen("entities")] + [case.make() for case in chosen("entity bomb")] + sys.argv[1:]
for page in pages:
    govreport.parse(page)
touched = []
sys.addaudithook(lambda event, values: touched.append((event, values)) if event.split(".")[0] in
                 {"open", "socket", "subprocess", "os", "urllib", "ftplib", "http"} and armed else None)
armed = True
for page in pages:
    report = govreport.parse(page)
    assert "gg" * 3 not in report.text and len(report.text) < 10 * len(page)
armed = False
print(touched)
"""


def _trap(port: int, secret: Path) -> list[str]:
    at = f"http://127.0.0.1:{port}"
    return [
        (
            f'<?xml version="1.0"?><!DOCTYPE x SYSTEM "{at}/x.dtd" [<!ENTITY f SYSTEM "{secret.as_uri()}">'
            f'<!ENTITY % p SYSTEM "{at}/p"> %p; <!ENTITY g "gggggg">]><p>正文&f;&g;。</p>'
        ),
        f'<html xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="{secret.as_uri()}" parse="text"/><p>正文</p>',
        (
            f'<html><head><link rel=stylesheet href="{at}/a.css"><base href="{at}/"><meta http-equiv=refresh content="0;url={at}/">'
            f'<script src="{at}/a.js"></script></head><body><img src="{at}/a.png"><iframe src="{at}/b"></iframe>'
            f'<object data="{at}/c"></object><embed src="{at}/d"><p>正文。</p>'
        ),
        f'<?xml-stylesheet href="{at}/a.xsl"?><html><p>正文</p>',
        f'<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "{at}/xhtml1-strict.dtd"><html><p>正文&nbsp;&eacute;</p>',
    ]


def test_no_file_and_no_connection_is_opened(tmp_path: Path, repository: Path) -> None:
    """The audit hook of Python for what Python opens, a listening socket for what libxml2 would."""
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret stands here", encoding="utf-8")
    called: list[bytes] = []
    with create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        server.settimeout(0.2)
        done = threading.Event()
        listener = threading.Thread(target=_listen, args=(server, called.append, done))
        listener.start()
        pages = _trap(port, secret)
        run = subprocess.run(
            [sys.executable, "-c", _GUARD, *pages],
            capture_output=True,
            text=True,
            cwd=repository / "benchmarks",
            timeout=100,
        )
        done.set()
        listener.join()
    assert run.returncode == 0, run.stderr
    assert run.stdout.strip() == "[]"
    assert called == []
    for page in pages:
        assert "secret stands" not in govreport.parse(page).text


def _listen(server: object, report: Callable[[bytes], None], done: threading.Event) -> None:
    while not done.is_set():
        try:
            connection, _ = server.accept()  # type: ignore[attr-defined]
        except TimeoutError:
            continue
        report(connection.recv(100))
        connection.close()


def test_the_listener_would_have_noticed() -> None:
    """A trap that cannot close proves nothing."""
    import urllib.request

    called: list[bytes] = []
    with create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        done = threading.Event()
        listener = threading.Thread(target=_listen, args=(server, called.append, done))
        listener.start()
        with pytest.raises(OSError):  # noqa: PT011
            urllib.request.urlopen(f"http://127.0.0.1:{server.getsockname()[1]}/x.dtd", timeout=5)
        done.set()
        listener.join()
    assert called[0].startswith(b"GET /x.dtd")


@pytest.mark.parametrize("name", ["&lol;", "&xxe;"])
def test_an_unknown_entity_stays_as_printed(name: str) -> None:
    page = f'<!DOCTYPE x [<!ENTITY lol "haha"><!ENTITY xxe SYSTEM "file:///etc/passwd">]><p>正文{name}。</p>'
    text = govreport.parse(page).text
    assert "haha" not in text.replace('"haha"', "")
    assert "root:" not in text
