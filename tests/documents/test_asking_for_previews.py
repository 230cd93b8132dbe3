"""How often somebody may ask what a text would look like."""

from django.core.cache import cache

from atasehir_portal.documents import preview


def test_minute_begins_with_the_first_question_and_not_with_the_last() -> None:
    cache.delete("documents:preview:4711")
    assert all(preview.may_ask(4711) for _time in range(preview.PER_MINUTE))
    assert not preview.may_ask(4711)
    cache.touch("documents:preview:4711", 1)
    preview.may_ask(4711)
    # asking on does not make the wait longer
    assert cache._cache.get_client().pttl(cache.make_key("documents:preview:4711")) <= 1000  # type: ignore[attr-defined]
