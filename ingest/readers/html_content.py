"""What of a web page is its content: not its scripts, its hidden parts, its menus."""

from __future__ import annotations

import re
from typing import Any

_DROPPED_NAMES = (
    "applet audio button canvas datalist embed footer frame head iframe input link map meta meter nav noframes noscript object option "
    "progress script select style svg template textarea title video"
)
_DROPPED = frozenset(_DROPPED_NAMES.split())
_ROLES = frozenset(("navigation", "banner", "contentinfo", "menu", "menubar", "search", "toolbar"))
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_CONTAINERS = frozenset(("ul", "ol", "dl", "div", "section", "aside", "p", "header", "center"))
_LINKS = 3
_DENSE = 0.7


def parse(text: str) -> Any:
    """The root element of a page; None where there is nothing in it."""
    from lxml import etree

    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    data = re.sub(r"^\s*<\?xml[^>]*\?>", "", text).replace("\0", "").encode("utf-8", "replace")
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        return None


def content_of(root: Any) -> Any:
    """The element that holds the article, menus taken out of it."""
    body = next(root.iter("body"), root)
    _drop_menus(body)
    article = [each for each in body.iter("main", "article") if next(each.iterancestors("main", "article"), None) is None]
    if len(article) == 1 and _length(article[0]) * 2 >= _length(body):
        return article[0]
    return body


def is_left_out(element: Any) -> bool:
    """Whether an element prints nothing, or nothing of the page's own content."""
    if not isinstance(element.tag, str) or element.tag in _DROPPED or element.get("role") in _ROLES:
        return True
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style", "")))


def _drop_menus(body: Any) -> None:
    """Take out what is little more than links to other pages, from the outermost such element."""
    links = _weighed(body)
    for element in list(body.iter(*_CONTAINERS)):
        count, linked, text = links.get(element, (0, 0, 0))
        if count >= _LINKS and linked >= _DENSE * text:
            _take_out(element)


def _weighed(body: Any) -> dict[Any, tuple[int, int, int]]:
    """Of each element: how many links to other pages it holds, their characters, and all its characters."""
    weights: dict[Any, tuple[int, int, int]] = {}
    for element in reversed(list(body.iter())):
        if is_left_out(element):
            continue
        below = [weights.get(child, (0, 0, 0)) for child in element]
        text = sum(each[2] for each in below) + _chars(element.text) + sum(_chars(child.tail) for child in element)
        away = element.tag == "a" and bool(element.get("href")) and not element.get("href", "").startswith("#")
        weights[element] = (1, text, text) if away else (sum(each[0] for each in below), sum(each[1] for each in below), text)
    return weights


def _chars(text: str | None) -> int:
    return len("".join(text.split())) if text else 0


def _length(element: Any) -> int:
    return sum(_chars(text) for text in element.itertext())


def _take_out(element: Any) -> None:
    parent = element.getparent()
    if parent is not None:
        before, tail = element.getprevious(), element.tail or ""
        if before is not None:
            before.tail = (before.tail or "") + tail
        else:
            parent.text = (parent.text or "") + tail
        parent.remove(element)
