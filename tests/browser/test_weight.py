"""What the first page weighs over the wire, as the web server sends it, with example data and published books on it."""

from typing import Any

import pytest

BUDGET = 100_000  # bytes; promised without pictures, kept with the drawings too


@pytest.mark.parametrize("english", [False, True], ids=["Turkish", "English"])
def test_first_page_weighs_less_than_100_kilobytes(open_desk: Any, english: bool) -> None:
    weights: dict[str, int] = {}
    requests: list[Any] = []
    with open_desk(english=english) as desk:
        desk.page.on("requestfinished", lambda request: requests.append(request))
        desk.page.goto("/")
        desk.page.wait_for_load_state("networkidle")
        for request in requests:
            weights[request.url.rsplit("/", 1)[-1]] = request.sizes()["responseBodySize"]
        words = desk.page.locator("main").inner_text()
    assert "Kısa Kitap: Söz ve İz" in words  # a published book stands there
    hashed = {".".join(name.split(".")[::2]) if name.count(".") > 1 else name for name in weights}
    assert {"portal.css", "portal.js", "iplik-sans.woff2", "iplik-display.woff2"} <= hashed, weights
    assert not [name for name in hashed if name.endswith("-more.woff2")]
    assert sum(weights.values()) < BUDGET, weights
