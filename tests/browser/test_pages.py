"""The list of pages that the other tests walk is complete, and each page is what it should be."""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from django.urls import get_resolver

from tests.browser.pages import ERRORS, FORMS, NO_PAGE, PAGES

# Pages that say no: nothing (any more) at this address; a coordinator says first why they look at a confidential need.
REFUSING = {
    ("", "accounts:invitation/gone"): 404,
    ("representative", "accounts:invitation"): 403,
    ("", "handbooks:edition_page/withdrawn"): 410,
    ("coordinator", "needs:detail/confidential"): 403,
    **{("", f"error {status}"): status for status in ERRORS},
}


def _names(resolver, spaces: tuple[str, ...] = ()) -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            yield from _names(pattern, (*spaces, pattern.namespace) if pattern.namespace else spaces)
        else:
            yield ":".join([*spaces, pattern.name])


def test_every_address_is_walked_or_has_no_page():
    walked = {name.partition("/")[0] for _who, name in PAGES + FORMS}
    everything = set(_names(get_resolver()))
    assert everything - walked - NO_PAGE == set()
    assert (walked | NO_PAGE) - everything == set()


def test_every_page_that_somebody_gets_is_walked():
    """What the matrix of addresses and roles says to be seen has a page here, or is a file or a part of one."""
    matrix = Path(__file__).parents[1] / "matrix" / "matrix.txt"
    rows = [line.split() for line in matrix.read_text().splitlines() if " GET " in line]
    shown = {name.partition("/")[0] for name, _method, *statuses in rows if "200" in statuses}
    assert shown - {name.partition("/")[0] for _who, name in PAGES} - NO_PAGE == set()


def test_every_page_answers(walked):
    wrong = [f"{seen}: {seen.status}" for seen in walked if seen.status != REFUSING.get((seen.who, seen.name), 200)]
    assert not wrong, "\n".join(wrong)


def test_every_page_has_one_main_heading(walked, sent_empty):
    wrong = [f"{seen}: {seen.headings}" for seen in walked + sent_empty if seen.headings != 1]
    assert not wrong, "\n".join(wrong)


def test_no_two_pages_of_one_person_have_the_same_title(walked):
    titles = defaultdict(set)
    for seen in walked:
        titles[seen.who, seen.language, seen.title].add(seen.address.partition("?")[0])
    wrong = [f"{title!r}: {paths}" for (_who, _language, title), paths in titles.items() if len(paths) > 1]
    assert not wrong, "\n".join(wrong)
    assert all(seen.title.strip() for seen in walked)
