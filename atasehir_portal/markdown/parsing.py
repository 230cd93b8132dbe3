"""The parser: CommonMark with pipe tables, citations and notes, and how its tokens become HTML."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.html import escape
from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from atasehir_portal.markdown.typed import BOOK, clean, is_safe_address

CITATION = re.compile(r"\[@([A-Za-z0-9][A-Za-z0-9_-]{0,59})(?:,[ \n]*([^\[\]\n]{1,80}?))?[ ]*\]")


def _citation(state: StateInline, silent: bool) -> bool:
    if not state.src.startswith("[@", state.pos):
        return False
    match = CITATION.match(state.src, state.pos, state.posMax)
    if not match:
        return False
    if not silent:
        token = state.push("citation", "", 0)
        token.meta = {"key": match[1], "locator": (match[2] or "").strip()}
    state.pos = match.end()
    return True


def _note(state: StateInline, silent: bool) -> bool:
    # a note inside a note stays as typed: paper has no place for it
    if not state.src.startswith("^[", state.pos) or state.env.get("in_note"):
        return False
    end = state.md.helpers.parseLinkLabel(state, state.pos + 1)
    content = state.src[state.pos + 2 : end] if end >= 0 else ""
    if not content.strip():
        return False
    if not silent:
        token = state.push("note", "", 0)
        token.children = []
        state.env["in_note"] = True
        state.md.inline.parse(content.strip(), state.md, state.env, token.children)
        state.env["in_note"] = False
    state.pos = end + 1
    return True


def _render_citation(self: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    return env["how"].cite(tokens[index].meta["key"], tokens[index].meta["locator"])


def _render_note(self: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    return env["how"].note(self.renderInline(tokens[index].children or [], options, env))


def _render_picture(self: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    # pictures are blocks of their own, with caption and source; in running text only their words remain
    return escape(self.renderInlineAsText(tokens[index].children or [], options, env))


def _is_empty_link(tokens: Sequence[Token], index: int) -> bool:
    return tokens[index].type == "link_open" and tokens[index + 1].type == "link_close"


def _follows(tokens: Sequence[Token], index: int) -> str:
    """The sign directly after the link that ends at ``index``."""
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    return following.content[:1] if following is not None and following.type == "text" else ""


def _render_link(self: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    address = str(tokens[index].attrGet("href") or "")
    if _is_empty_link(tokens, index):
        # a link without words of its own says by itself where it leads
        if address.startswith("#") or BOOK.match(address):
            return env["how"].reference(address, _follows(tokens, index + 1))
        return f'<a href="{escape(address)}" rel="noopener nofollow">{escape(address)}'
    if BOOK.match(address):
        return f'<a class="ref" href="{escape(env["how"].book(address))}">'
    if address.startswith("#"):
        return f'<a class="ref" href="{escape(env["how"].anchor(address))}">'
    if address.startswith("/"):
        return f'<a href="{escape(env["how"].path(address))}">'
    return f'<a href="{escape(address)}" rel="noopener nofollow">'


def _render_link_end(self: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    if _is_empty_link(tokens, index - 1):
        address = str(tokens[index - 1].attrGet("href") or "")
        return "" if address.startswith("#") or BOOK.match(address) else "</a>"
    return "</a>"


def _render_heading(self: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    # the page owns h1, so "#" begins at h2
    level = min(6, int(tokens[index].tag[1]) + 1 + env["level_offset"])
    return f"<h{level}>" if tokens[index].nesting == 1 else f"</h{level}>\n"


def _render_cell(self: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    if tokens[index].nesting == -1:
        return "</th>\n" if tokens[index - 1].content.strip() else "</td>\n"
    # a corner without words heads nothing
    return '<th scope="col">' if tokens[index].tag == "th" and tokens[index + 1].content.strip() else "<td>"


def _render_text(self: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    """An end of a line that was written as a sign ("&NewLine;", "&#10;") is a space; the renderer of paper stumbles over it."""
    return escapeHtml(_ENDS_OF_LINES.sub(" ", tokens[index].content))


_ENDS_OF_LINES = re.compile(r"[\t\n\v\f\r\x85\u2028\u2029]+")


def _parser() -> MarkdownIt:
    md = MarkdownIt("commonmark", {"html": False, "xhtmlOut": False}).enable("table")
    md.disable(["code", "html_block", "html_inline", "lheading", "reference"])
    md.inline.ruler.before("link", "citation", _citation)
    md.inline.ruler.before("link", "note", _note)
    md.validateLink = is_safe_address  # type: ignore[method-assign,assignment]
    rules = {
        "citation": _render_citation,
        "note": _render_note,
        "image": _render_picture,
        "text": _render_text,
        "link_open": _render_link,
        "link_close": _render_link_end,
        "heading_open": _render_heading,
        "heading_close": _render_heading,
        "th_open": _render_cell,
        "th_close": _render_cell,
        "td_open": _render_cell,
    }
    for name, rule in rules.items():
        md.add_render_rule(name, rule)
    return md


MD = _parser()


def parse(text: str) -> list[Token]:
    """Return the tokens of a text, cleaned."""
    return MD.parse(clean(text), {})


def all_tokens(tokens: Iterable[Token]) -> Iterable[Token]:
    """The tokens with those inside them, in reading order."""
    for token in tokens:
        yield token
        yield from all_tokens(token.children or [])
