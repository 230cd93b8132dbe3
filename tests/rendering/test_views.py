"""Watching a rendering and ordering a failed one again: who may, and what they see."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.urls import reverse

from atasehir_portal.rendering import services
from atasehir_portal.rendering.errors import RenderingFailed
from atasehir_portal.rendering.models import Reason, Rendering, State, Step

Order = Callable[..., Rendering]
Clients = Callable[..., Any]


@pytest.fixture
def failed(order: Order) -> Rendering:
    rendering = services.claim(rendering_id=order().pk, worker="w")
    assert rendering is not None
    services.fail(rendering=rendering, failure=RenderingFailed(Reason.REFUSED_ADDRESS, "http://example.org/<b>.png"))
    rendering.refresh_from_db()
    return rendering


def page(rendering: Rendering) -> str:
    return reverse("rendering:progress", args=[rendering.key])


def retry(rendering: Rendering) -> str:
    return reverse("rendering:retry", args=[rendering.key])


def test_progress_is_for_staff_and_does_not_exist_for_others(
    order: Order, client_of: Clients, officer: Any, representative: Any
) -> None:
    rendering = order()
    assert client_of(officer).get(page(rendering)).status_code == 200
    assert client_of(representative).get(page(rendering)).status_code == 404
    assert client_of(None).get(page(rendering)).status_code == 302
    assert client_of(officer).get(reverse("rendering:progress", args=["0" * 64])).status_code == 404
    assert client_of(officer).post(page(rendering)).status_code == 405


def test_page_shows_steps_bar_and_a_way_without_script(order: Order, client_of: Clients, officer: Any) -> None:
    rendering = services.claim(rendering_id=order().pk, worker="w")
    assert rendering is not None
    services.heartbeat(rendering=rendering, step=Step.LAYING_OUT, percent=42, pages=17)
    html = client_of(officer).get(page(rendering)).content.decode()
    assert html.count("<h1") == 1
    assert '<progress class="meter" max="100" value="42"' in html
    assert html.count('class="is-done"') == 2
    assert html.count('aria-current="step"') == 1
    assert "17" in html
    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in html
    assert 'hx-trigger="every 2s"' in html
    assert "style=" not in html.split("<main")[1].split("</main>")[0]


def test_htmx_gets_the_part_and_is_told_when_it_ends(order: Order, client_of: Clients, officer: Any) -> None:
    rendering = services.claim(rendering_id=order().pk, worker="w")
    assert rendering is not None
    client = client_of(officer)
    part = client.get(page(rendering), headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode()
    assert "HX-Refresh" not in part
    assert "HX-Request" in part["Vary"]
    services.finish(rendering=rendering, file=BytesIO(b"%PDF-"), pages=118)
    part = client.get(page(rendering), headers={"HX-Request": "true"})
    assert part["HX-Refresh"] == "true"
    assert "118" in part.content.decode()
    assert "hx-trigger" not in part.content.decode()
    assert "<progress" not in part.content.decode()


def test_failure_is_shown_with_its_reason_and_escaped(
    failed: Rendering, client_of: Clients, officer: Any, administrator: Any
) -> None:
    html = client_of(officer).get(page(failed)).content.decode()
    assert "http://example.org/&lt;b&gt;.png" in html
    assert retry(failed) not in html
    assert retry(failed) in client_of(administrator).get(page(failed)).content.decode()


def test_retry_is_for_administrators(
    failed: Rendering, client_of: Clients, officer: Any, representative: Any, administrator: Any
) -> None:
    assert client_of(None).post(retry(failed)).status_code == 302
    assert client_of(representative).post(retry(failed)).status_code == 404
    assert client_of(officer).post(retry(failed)).status_code == 403
    assert client_of(administrator).get(retry(failed)).status_code == 405
    assert Rendering.objects.get().state == State.FAILED
    answer = client_of(administrator).post(retry(failed))
    assert answer["Location"] == page(failed)
    assert Rendering.objects.get().state == State.QUEUED


def test_second_retry_is_told_kindly(failed: Rendering, client_of: Clients, administrator: Any) -> None:
    client = client_of(administrator)
    client.post(retry(failed))
    assert client.post(retry(failed), follow=True).status_code == 200


@pytest.mark.parametrize(
    ("asked", "goes_to_page"),
    [("/kitaplik/", False), ("https://example.org/", True), ("//example.org", True), ("", True)],
)
def test_retry_goes_back_within_the_portal_only(
    asked: str, goes_to_page: bool, failed: Rendering, client_of: Clients, administrator: Any
) -> None:
    answer = client_of(administrator).post(retry(failed), {"next": asked})
    assert answer["Location"] == (page(failed) if goes_to_page else asked)


def test_query_count_of_the_part_is_small(
    order: Order, client_of: Clients, officer: Any, django_assert_max_num_queries: Any
) -> None:
    rendering = order()
    client = client_of(officer)
    client.get(page(rendering))
    with django_assert_max_num_queries(10):
        client.get(page(rendering), headers={"HX-Request": "true"})


def test_frozen_text_is_not_read_for_the_page(
    order: Order, client_of: Clients, officer: Any, django_assert_max_num_queries: Any
) -> None:
    rendering = order("<p>gizli</p>")
    client = client_of(officer)
    client.get(page(rendering))
    with django_assert_max_num_queries(10) as captured:
        client.get(page(rendering))
    assert not [query for query in captured.captured_queries if "source_html" in query["sql"]]
