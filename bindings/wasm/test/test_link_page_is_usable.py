"""The page for links is for everyone: with a keyboard, a screen reader, a phone, in light and dark."""

from __future__ import annotations

from typing import TYPE_CHECKING

import axe
import browser
import pytest
from test_link_page_is_closed import use

if TYPE_CHECKING:
    from collections.abc import Iterator

    from link_page import LinkPage

PHONE_WIDTH = 360
ELEMENTS = "a[href], button, input, select, textarea, summary, [tabindex='0']"


@pytest.fixture
def phone(page: LinkPage) -> Iterator[LinkPage]:
    """Show the page as a phone does."""
    metrics = {"width": PHONE_WIDTH, "height": 740, "deviceScaleFactor": 2, "mobile": True}
    page.window.devtools("Emulation.setDeviceMetricsOverride", **metrics)
    yield page
    page.window.devtools("Emulation.clearDeviceMetricsOverride")


@pytest.mark.parametrize("is_used", [False, True])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(page: LinkPage, scheme: str, *, is_used: bool) -> None:
    """Neither in the empty page nor with results: names, roles, contrast and the rest of axe-core's rules."""
    axe.prefer(page.window, prefers_color_scheme=scheme)
    if is_used:
        use(page)
        page.window.run("document.querySelector('details').open = true")
    background = "return getComputedStyle(document.documentElement).backgroundColor"
    assert (page.window.run(background) == "rgb(255, 255, 255)") == (scheme == "light")
    broken = axe.serious(page.window)
    axe.prefer(page.window)
    assert broken == []


def test_the_tab_key_reaches_everything_in_the_order_of_the_page(page: LinkPage) -> None:
    """From the top of the page, each element that can be used has the focus once."""
    use(page)
    page.window.run("document.querySelector('details').open = true")
    page.window.run(f"globalThis.all = [...document.querySelectorAll(`{ELEMENTS}`)]")
    count = page.window.run("return all.length")
    assert count > 20
    # From before the first element on.
    page.window.run("document.body.tabIndex = -1; document.body.focus();")
    reached = []
    for _ in range(count):
        page.window.press(browser.TAB)
        reached.append(page.window.run("return all.indexOf(document.activeElement)"))
        outline = page.window.run("return getComputedStyle(document.activeElement).outlineStyle")
        assert outline == "solid", reached
    assert reached == list(range(count))


@pytest.mark.parametrize("field", ["bucket", "lifetime", "secret"])
def test_enter_signs(page: LinkPage, field: str) -> None:
    """In every field of the form, and the focus is then at what the link says."""
    page.window.run("document.getElementById(arguments[0]).focus()", field)
    page.window.press(browser.ENTER)
    page.wait("return document.getElementById('link').value !== ''")
    assert page.value("link").startswith("https://s-dt2.cloud.gcore.lu/example-bucket/image.jpg?X-Amz-")
    assert page.window.run("return document.activeElement.id") == "contents-heading"


def test_every_field_has_a_label(page: LinkPage) -> None:
    """Of its own, which is text that is seen."""
    labels = page.window.run(
        "return [...document.querySelectorAll('input, select, textarea')]"
        ".map((field) => [...field.labels].map((label) => label.innerText).join())"
    )
    assert len(labels) == len(set(labels)) > 15
    assert "" not in labels


def test_a_group_of_parts_has_more_than_its_colour(page: LinkPage) -> None:
    """A line of its own kind below each part of the URL, and a heading."""
    use(page)
    lines = page.window.run(
        "return [...document.querySelectorAll('.url span')].map((part) =>"
        " [part.className, getComputedStyle(part).borderBottomStyle])"
    )
    assert {tuple(line) for line in lines} == {
        ("what", "solid"),
        ("who", "dashed"),
        ("when", "dotted"),
        ("signature", "double"),
    }
    headings = page.window.run(
        "return [...document.querySelectorAll('#contents h4')].map((it) => it.textContent)"
    )
    assert headings == ["What is signed", "Who signed it", "When, and for how long", "The signature"]


def test_a_phone_does_not_scroll_to_the_side(phone: LinkPage) -> None:
    """Long URLs, keys without a space and the storage's texts are broken into lines."""
    use(phone)
    long_key = f"https://s-dt2.cloud.gcore.lu/{'b' * 63}/{'k' * 900}?X-Amz-Algorithm=AWS4-HMAC-SHA256"
    assert phone.read(long_key).error != ""
    widest = "return document.documentElement.scrollWidth"
    assert phone.window.run(widest) == PHONE_WIDTH
    use(phone)
    link = phone.value("link").replace("image.jpg", "k" * 900)
    assert phone.read(link).row("Key")[0] == "/" + "k" * 900
    phone.window.run("document.querySelector('details').open = true")
    assert phone.window.run(widest) == PHONE_WIDTH


def test_nothing_moves(page: LinkPage) -> None:
    """There is no animation, so none that a reader who prefers less motion has to bear."""
    axe.prefer(page.window, prefers_reduced_motion="reduce")
    use(page)
    assert page.window.run("return document.getAnimations().length") == 0
    axe.prefer(page.window)
    assert "@keyframes" not in page.window.run("return document.querySelector('style').textContent")
