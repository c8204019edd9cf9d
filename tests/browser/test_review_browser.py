"""The review page in a real Chromium, driven through chromedriver: what lights up, what is found, what never runs.

Not run where there is no Chromium (``make test-browser`` says so). With ``GOVREPORT_SCREENSHOTS=FOLDER`` in the
environment the pages are also photographed into that folder, to be looked at.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import govreport
from govreport.export.review import Entry, failed_entry, review_entry, review_page
from review_pages import FIXTURES, NAMES, hostile_report, hostile_text, page_with_errors

pytestmark = pytest.mark.browser

Open = Callable[..., "Browser"]
_CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
_DRIVER = shutil.which("chromedriver")


class Browser:
    """A window of Chromium and the few things that the tests do with it."""

    def __init__(self, driver: Any) -> None:
        self.driver = driver

    def js(self, script: str, *arguments: object) -> Any:
        return self.driver.execute_script(script, *arguments)

    def texts(self, selector: str) -> list[str]:
        found = self.js("return [...document.querySelectorAll(arguments[0])].map(e => e.textContent)", selector)
        return [str(text) for text in found]

    def shown(self, selector: str) -> bool:
        return bool(self.js("return document.querySelector(arguments[0])?.checkVisibility() === true", selector))

    def inside(self, selector: str) -> bool:
        """Whether the element lies in the visible part of its pane."""
        script = (
            "const e = document.querySelector(arguments[0]), a = e.getBoundingClientRect(),"
            " b = e.closest('.pane').getBoundingClientRect(); return a.top >= b.top && a.bottom <= b.bottom"
        )
        return bool(self.js(script, selector))

    def hover(self, selector: str) -> None:
        from selenium.webdriver.common.action_chains import ActionChains

        element = self.driver.find_element("css selector", selector)
        self.js("arguments[0].scrollIntoView({block: 'center'})", element)
        ActionChains(self.driver, duration=0).move_to_element(element).perform()

    def click(self, selector: str) -> None:
        from selenium.webdriver.common.action_chains import ActionChains

        element = self.driver.find_element("css selector", selector)
        self.js("arguments[0].scrollIntoView({block: 'center'})", element)
        ActionChains(self.driver, duration=0).click(element).perform()

    def keys(self, *keys: str) -> None:
        from selenium.webdriver.common.action_chains import ActionChains

        ActionChains(self.driver, duration=0).send_keys(*keys).perform()

    def wait(self, script: str, *arguments: object) -> None:
        from selenium.webdriver.support.ui import WebDriverWait

        WebDriverWait(self.driver, 60, poll_frequency=0.05).until(lambda _: self.js(f"return {script}", *arguments))

    def light(self, scheme: str) -> None:
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})

    def width(self, pixels: int) -> None:
        metrics = {"width": pixels, "height": 900, "deviceScaleFactor": 1, "mobile": False}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)

    def complaints(self) -> list[str]:
        return [f"{entry['level']} {entry['message']}" for entry in self.driver.get_log("browser")]

    def photograph(self, name: str) -> None:
        folder = os.environ.get("GOVREPORT_SCREENSHOTS")
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            self.driver.save_screenshot(str(Path(folder, f"{name}.png")))

    def print(self, name: str) -> bytes:
        data = base64.b64decode(self.driver.execute_cdp_cmd("Page.printToPDF", {"printBackground": True})["data"])
        folder = os.environ.get("GOVREPORT_SCREENSHOTS")
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            Path(folder, f"{name}.pdf").write_bytes(data)
        return data


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if _CHROMIUM is None or _DRIVER is None:
        pytest.skip("there is no Chromium or no chromedriver here (Debian: apt-get install chromium chromium-driver)")
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = _CHROMIUM
    for argument in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--hide-scrollbars", "--lang=en"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(_DRIVER))
    web = Browser(driver)
    web.width(1440)
    yield web
    driver.quit()


@pytest.fixture
def show(browser: Browser, tmp_path: Path) -> Iterator[Open]:
    """Open a page from disk; afterwards the console must be empty, and nothing may have been fetched."""

    def opened(html: str, *, fragment: str = "") -> Browser:
        path = tmp_path / "review.html"
        path.write_bytes(html.encode("utf-8", "replace"))
        browser.driver.get("about:blank")
        browser.driver.get(path.as_uri() + fragment)
        browser.js("try { localStorage.clear() } catch {}")
        return browser

    browser.light("light")
    yield opened
    assert browser.complaints() == []
    assert browser.js("return performance.getEntriesByType('resource').length") == 0
    browser.js("try { localStorage.clear() } catch {}")


def page(*names: str) -> str:
    return review_page([review_entry(name, govreport.parse_file(FIXTURES / name), NAMES) for name in names])


def with_errors() -> str:
    return review_page([review_entry("云溪区/2021.html", govreport.parse(page_with_errors()), NAMES)])


_LIT = ".left .lit"


# --- values and their places ----------------------------------------------------------------------------------


def test_pointing_at_a_value_lights_up_its_place(show: Open) -> None:
    web = show(with_errors())
    web.hover("[title='metadata.index_number']")
    assert web.texts(_LIT) == ["006127439/2022-00003"]
    web.hover("[title='new_requests natural_person']")
    assert web.texts(_LIT) == ["12"]
    web.hover(".finding.error .difference")
    assert web.texts(_LIT) == ["17", "1", "16", "1"]
    web.hover(".finding.error .term[data-at]")
    assert web.texts(_LIT) == ["17"]


def test_pointing_at_a_place_lights_up_its_values(show: Open) -> None:
    web = show(with_errors())
    at = web.js("return document.querySelector(\"[title='metadata.publisher']\").closest('tr').dataset.at")
    web.hover(f".left [data-m~='{at}']")
    assert [text.split("\n")[0] for text in web.texts(".right .lit th")] == ["Publisher发布机构"]
    # A part inside of a breakdown: the part, not the whole around it.
    part = web.js("return document.querySelectorAll('.figures ul .figure')[1].dataset.at")
    web.hover(f".left [data-m~='{part}']")
    assert web.texts(".right .figure.lit .name") == ["不动产登记类信息"]


def test_a_click_pins_and_scrolls_and_escape_lets_go(show: Open) -> None:
    web = show(with_errors())
    web.click("[title='litigation_after_review.total']")
    assert web.texts(".left .pinned") == ["0"]
    assert web.inside(".left .pinned")
    web.hover(".bar")
    assert web.texts(".left .pinned") == ["0"]
    web.click(".left [data-m~='0']")
    assert web.inside(".right .pinned")
    web.keys("\ue00c")
    assert web.texts(".pinned") == []


def test_keys_walk_through_the_values(show: Open) -> None:
    web = show(with_errors())
    web.keys("j")
    assert web.texts(".left .pinned") == ["17", "1", "16", "1"]
    web.keys("\ue015")
    assert web.texts(".left .pinned") == ["12", "3", "0", "0", "1", "0", "17"]
    web.keys("k")
    assert web.texts(".left .pinned") == ["17", "1", "16", "1"]
    web.keys("k", "\ue013")
    assert web.texts(".left .pinned") == ["17", "1", "16", "1"]
    for _ in range(500):
        web.js("document.dispatchEvent(new KeyboardEvent('keydown', {key: 'j'}))")
    assert web.inside(".right .pinned")
    assert web.texts(".right .pinned") == ["六、其他需要报告的事项"]


def test_search_counts_and_walks_through_the_hits(show: Open) -> None:
    web = show(with_errors())
    web.keys("/")
    web.keys("商业企业")
    expected = web.js("return document.getElementById('document').innerText.split('商业企业').length - 1")
    assert web.texts("#hits") == [str(expected)]
    assert expected > 3
    web.keys("\ue007", "\ue007")
    assert web.texts("#hits") == [f"2/{expected}"]
    assert web.js("return [...CSS.highlights.get('hit-now')].map(String)") == ["商业企业"]
    # A hit that runs over the edges of marks.
    web.keys("\ue00c", "/")
    web.keys("网站公开信息386条，其中土地")
    assert web.texts("#hits") == ["1"]
    web.keys("\ue00c")
    assert web.texts("#hits") == [""]


# --- language, light, print -----------------------------------------------------------------------------------


def test_the_switches_of_language_and_light(show: Open) -> None:
    web = show(with_errors())
    heading = "[data-part='fields'] h2"
    assert web.js("return document.querySelector(arguments[0]).innerText", heading) == "Fields"
    web.click("#language")
    assert web.js("return document.querySelector(arguments[0]).innerText", heading) == "字段"
    assert web.js("return document.documentElement.lang") == "zh"
    assert "搜索" in web.js("return document.getElementById('search').placeholder")
    ground = "return getComputedStyle(document.body).backgroundColor"
    light = web.js(ground)
    web.click("#theme")
    dark = web.js(ground)
    assert light != dark
    web.click("#theme")
    assert web.js(ground) == light
    web.light("dark")
    web.driver.refresh()
    assert web.js("return document.documentElement.lang") == "zh"
    web.js("localStorage.clear()")
    web.driver.refresh()
    assert web.js(ground) == dark


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_can_be_read(show: Open, scheme: str) -> None:
    """Text against its background: a contrast of 4.5 or more (WCAG 2.1, 1.4.3), in all that carries meaning."""
    web = show(with_errors())
    web.light(scheme)
    for selector in (
        ".paper p",
        ".paper .metadata",
        ".badge.error",
        ".badge.warning",
        ".badge.notice",
        ".message",
        ".fields th",
        ".sheet td.error",
        ".sheet td.not_applicable",
        ".sheet th",
        ".quiet",
    ):
        assert web.js(_CONTRAST, selector) >= 4.5, selector
    web.click("[title='new_requests natural_person']")
    assert web.js(_CONTRAST, "td.pinned") >= 4.5


_CONTRAST = """
const rgb = (text) => (text.match(/[\\d.]+/g) ?? [0, 0, 0, 0]).map(Number);
const luminance = ([r, g, b]) => [r, g, b].map((v) => v / 255).map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
  .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
const element = document.querySelector(arguments[0]);
let behind = element;
while (behind && rgb(getComputedStyle(behind).backgroundColor)[3] === 0) behind = behind.parentElement;
const [a, b] = [getComputedStyle(element).color, getComputedStyle(behind).backgroundColor].map((c) => luminance(rgb(c)));
return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
"""


def test_print_shows_everything_in_black_on_white(show: Open) -> None:
    web = show(with_errors())
    web.js("document.documentElement.dataset.theme = 'dark'")
    web.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        assert not web.shown(".bar")
        assert web.js("return getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        for pane in (".left", ".right"):
            heights = web.js(
                "const e = document.querySelector(arguments[0]); return [e.clientHeight, e.scrollHeight]", pane
            )
            assert heights[0] == heights[1] > 900
    finally:
        web.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
    assert web.print("print").startswith(b"%PDF")


# --- many documents -------------------------------------------------------------------------------------------


def many(count: int) -> str:
    """A page of so many documents: reports of other bodies and years, made of five fixtures, and one not read."""
    names = (
        "ar-2021-form/input.html",
        "ar-2016-form/input.html",
        "text-word-tabs/input.txt",
        "govcn-table/input.html",
        "taizhou-like-text/input.txt",
    )
    entries: list[Entry] = []
    rendered = [review_entry(name, govreport.parse_file(FIXTURES / name), NAMES) for name in names]
    rendered.append(review_entry("bad.html", govreport.parse(page_with_errors()), NAMES))
    for number in range(count - 1):
        entry = rendered[number % len(rendered)]
        year = 2010 + number % 15 if entry.year is not None else None
        body = f"{'云溪清河白沙西陵'[number % 4 * 2 :][:2]}市第{number % 97}局"
        entries.append(
            entry._replace(id=f"crawl/{number:04}.html", year=year, body=body, title=f"{body}{year or ''}年报告")
        )
    return review_page([*entries, failed_entry("crawl/last.pdf", "UnsupportedMediaError", "a PDF is no page")])


def rows(web: Browser) -> list[str]:
    return [
        str(n)
        for n in web.js(
            "return [...document.querySelectorAll('#rows tr')].filter(r => r.checkVisibility()).map(r => r.dataset.n)"
        )
    ]


def choose(web: Browser, name: str, value: str) -> None:
    web.js(
        "const f = document.getElementById('filters').elements[arguments[0]]; f.value = arguments[1];"
        "f.dispatchEvent(new Event('input', {bubbles: true}))",
        name,
        value,
    )


def test_filters_of_the_index(show: Open) -> None:
    web = show(many(61))
    assert len(rows(web)) == 61
    choose(web, "year", "2012")
    assert rows(web) == ["2", "17", "32", "47"]
    assert web.texts("#count") == ["4 / 61 documents"]
    choose(web, "year", "")
    choose(web, "body", "第5局")
    assert rows(web) == ["5"]
    choose(web, "body", "")
    choose(web, "severity", "error")
    assert rows(web) == [str(n) for n in range(5, 60, 6)]
    choose(web, "code", "figures.sum_mismatch")
    assert rows(web) == [str(n) for n in range(5, 60, 6)]
    choose(web, "severity", "none")
    assert rows(web) == []
    assert web.shown("#nothing")
    web.click("button[type=reset]")
    web.wait("document.getElementById('count').textContent === '61 / 61 documents'")
    choose(web, "status", "failed")
    assert rows(web) == ["60"]
    choose(web, "status", "")
    web.keys("/")
    web.keys("白沙 年报告")
    assert rows(web) == [str(n) for n in range(2, 60, 4)]
    web.keys("\ue00c")
    assert len(rows(web)) == 61


def test_words_of_the_texts_are_found_when_asked_for(show: Open) -> None:
    web = show(many(13))
    web.keys("/")
    web.keys("出入境、交管等业务46项")
    assert rows(web) == []
    web.click("[name=full]")
    web.wait("document.getElementById('count').textContent === '2 / 13 documents'")
    assert rows(web) == ["2", "8"]


def test_sorting_by_findings_puts_what_is_worst_first(show: Open) -> None:
    web = show(many(13))
    web.click("[data-sort=weight]")
    assert rows(web)[:3] == ["12", "5", "11"]
    web.click("[data-sort=year]")
    assert rows(web)[0] == "11"
    web.click("[data-sort=year]")
    assert web.js("return document.querySelector('[data-sort=year]').getAttribute('aria-sort')") == "ascending"


def test_keys_open_documents_and_go_back(show: Open) -> None:
    web = show(many(13))
    web.keys("j", "j", "\ue007")
    web.wait("document.querySelector('#document .head .file')?.textContent.endsWith('ar-2016-form/input.html')")
    assert not web.shown("#index")
    web.keys("n")
    web.wait("location.hash === '#d=2' && document.querySelector('#document h1').textContent.includes('西陵县公安局')")
    web.keys("j")
    assert len(web.texts(".pinned")) >= 1
    web.keys("\ue00c", "\ue00c")
    web.wait("document.getElementById('document').hidden")
    assert web.js("return document.querySelector('tr.here').dataset.n") == "2"
    web.driver.back()
    web.wait("!document.getElementById('document').hidden")
    web.click("#back")
    web.wait("document.getElementById('document').hidden")
    web.click("#rows tr:nth-child(13)")
    web.wait("!document.getElementById('document').hidden")
    assert "UnsupportedMediaError" in web.texts(".failure")[0]


def test_a_link_to_a_document_opens_it(show: Open) -> None:
    web = show(many(13), fragment="#d=5")
    web.wait("document.querySelectorAll('.finding.error').length === 2")
    web.hover(".finding.error .difference")
    assert web.texts(_LIT) == ["17", "1", "16", "1"]


def test_a_thousand_documents_can_be_worked_with(show: Open) -> None:
    """Figures are printed, not judged (the machine may be busy); what is judged is that all of it works."""
    html = many(1000)
    assert len(html) < 15_000_000
    web = show(html)
    assert len(rows(web)) == 1000
    choose(web, "severity", "error")
    assert len(rows(web)) == 166
    web.photograph("index-1000")
    figures = web.js(_MEASURE)
    print(f"\n1,000 documents: {len(html) / 1e6:.1f} MB, {json.dumps(figures)}")
    web.js("location.hash = 'd=998'")
    web.wait(
        "document.querySelector('.head .file')?.textContent.startsWith('taizhou') || !document.getElementById('document').hidden"
    )


_MEASURE = """
const paint = Object.fromEntries(performance.getEntriesByType('paint').map((e) => [e.name, Math.round(e.startTime)]));
const search = document.getElementById('search');
const timed = (act) => { const t = performance.now(); act(); document.body.getBoundingClientRect(); return Math.round((performance.now() - t) * 10) / 10; };
const word = (text) => () => { search.value = text; search.dispatchEvent(new Event('input')); };
const form = document.getElementById('filters');
const choose = (name, value) => () => { form.elements[name].value = value; form.dispatchEvent(new Event('input')); };
return {...paint, loaded: Math.round(performance.getEntriesByType('navigation')[0].loadEventEnd),
  text: timed(word('清河')), clear: timed(word('')), severity_off: timed(choose('severity', '')), year: timed(choose('year', '2012')), year_off: timed(choose('year', ''))};
"""


# --- hostile pages --------------------------------------------------------------------------------------------


def test_a_hostile_page_runs_nothing(show: Open) -> None:
    reports = [
        hostile_report(),
        govreport.parse(hostile_text(), media_type="text/plain"),
        govreport.parse(hostile_text()),
    ]
    entries = [review_entry(f'"><script>window.hacked={n}</script>', report, NAMES) for n, report in enumerate(reports)]
    entries.append(
        failed_entry("<img src=x onerror=window.hacked=1>", "</script><script>window.hacked=1</script>", "'")
    )
    for entry in entries:
        poke(show(review_page([entry])))
    web = show(review_page(entries))
    for number in range(len(entries)):
        web.js("location.hash = arguments[0]", f"d={number}")
        web.wait("(document.querySelector('#document .file')?.textContent ?? '') === arguments[0]", entries[number].id)
        poke(web)
    web.js("location.hash = ''")
    web.wait("document.getElementById('document').hidden")
    web.click("[name=full]")
    web.keys("/")
    web.keys("top.hacked=10</script>")
    wanted = sum("top.hacked=10</script>" in report.text for report in reports)
    assert wanted >= 2
    web.wait("document.getElementById('count').textContent.startsWith(arguments[0])", f"{wanted} / ")


def poke(web: Browser) -> None:
    """Move, click and type everywhere; nothing of the page may have run, and no link may lead out of the web."""
    web.js(
        "for (const e of document.querySelectorAll('#document *')) for (const type of ['mouseover', 'focus', 'load'])"
        " e.dispatchEvent(new Event(type, {bubbles: true}))"
    )
    web.keys("j", "j", "k")
    assert web.js("return window.hacked ?? null") is None
    assert web.js("return document.querySelectorAll('iframe, img, svg, object, embed, base').length") == 0
    schemes = web.js("return [...new Set([...document.querySelectorAll('a')].map(a => a.protocol))]")
    assert set(schemes) <= {"https:", "file:"}


def test_the_policy_stops_a_script_that_got_in(browser: Browser, tmp_path: Path) -> None:
    """As if escaping had failed: a script and a handler in the page itself do not run, and the console says so."""
    path = tmp_path / "review.html"
    inserted = "<script>window.hacked=1</script><img src=x onerror='window.hacked=2'>"
    path.write_text(with_errors().replace("<article", f"{inserted}<article", 1), encoding="utf-8")
    browser.driver.get(path.as_uri())
    assert browser.js("return window.hacked ?? null") is None
    assert sum("Content Security Policy" in line for line in browser.complaints()) >= 2


# --- to be looked at ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["errors", "ar-2019-form/input.html", "text-pdf-layout-2012/input.txt"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_overflows_its_pane(show: Open, name: str, scheme: str) -> None:
    web = show(with_errors() if name == "errors" else page(name))
    web.light(scheme)
    assert web.js("return document.documentElement.scrollWidth <= innerWidth")
    for pane in (".left", ".right"):
        assert web.js("const e = document.querySelector(arguments[0]); return e.scrollWidth <= e.clientWidth", pane)
    if name == "errors":
        web.click(".finding.error + .finding.error .difference")
    web.photograph(f"{name.partition('/')[0]}-{scheme}")


def test_a_narrow_window_shows_one_below_the_other(show: Open) -> None:
    web = show(with_errors())
    try:
        web.width(480)
        assert web.js("return document.documentElement.scrollWidth <= innerWidth")
        left, right = (
            web.js("return document.querySelector(arguments[0]).getBoundingClientRect().top", p)
            for p in (".left", ".right")
        )
        assert right - left > 300
        show(many(13))
        assert web.js("return document.documentElement.scrollWidth <= innerWidth")
        assert web.js("return document.querySelector('#rows td:nth-child(2)').getBoundingClientRect().width") > 400
    finally:
        web.width(1440)
