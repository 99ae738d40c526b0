"""The printed text of a Word paragraph: tracked changes as accepted, hidden text and field codes left out, automatic numbers put before it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ingest.readers.docx_numbering import Numbering

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_M = "http://schemas.openxmlformats.org/officeDocument/2006/math"
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_MAX_BASES = 20
_LEVELS = frozenset("012345678")


def w(name: str) -> str:
    return f"{{{_W}}}{name}"


_SIGNS = {w("tab"): "\t", w("ptab"): "\t", w("br"): "\n", w("cr"): "\n", w("noBreakHyphen"): "-"}
_WRAPPERS = frozenset(w(name) for name in ("ins", "moveTo", "hyperlink", "smartTag", "customXml", "fldSimple", "bdo", "dir", "rubyBase"))
_DRAWN = frozenset(w(name) for name in ("drawing", "pict", "object"))
CHOICE, FALLBACK, ALTERNATIVES = f"{{{_MC}}}Choice", f"{{{_MC}}}Fallback", f"{{{_MC}}}AlternateContent"


class Styles:
    """What the styles of a document say of hidden text and of automatic numbers."""

    def __init__(self, root: Any) -> None:
        """`root`: the element w:styles, None where the document has none."""
        found = root.iterchildren(w("style")) if root is not None else ()
        self._styles = {style.get(w("styleId"), ""): style for style in found}
        self._usual = next(
            (key for key, style in self._styles.items() if style.get(w("default")) == "1" and style.get(w("type")) == "paragraph"), ""
        )

    def hides(self, properties: Any, kind: str) -> bool:
        """Whether w:rPr (kind rStyle) or w:pPr (kind pStyle) hides its text, by itself or by the style that it names."""
        if properties is None:
            return False
        own = properties.find(w("vanish"))
        if own is not None:
            return is_on(own)
        named = properties.find(w(kind))
        hidden = (style.find(f"{w('rPr')}/{w('vanish')}") for style in self._line(named.get(w("val"), "") if named is not None else ""))
        return next((is_on(each) for each in hidden if each is not None), False)

    def numbered(self, properties: Any) -> tuple[str, int | None, str]:
        """List, level (None where the list decides) and style by which a paragraph is numbered; the list is empty where it isn't."""
        named = properties.find(w("pStyle")) if properties is not None else None
        line = list(self._line(named.get(w("val"), "") if named is not None else self._usual))
        places = [(properties, ""), *((style.find(w("pPr")), style.get(w("styleId"), "")) for style in line)]
        level: int | None = None
        for place, style in places:
            own = place.find(w("numPr")) if place is not None else None
            if own is None:
                continue
            at, list_id = own.find(w("ilvl")), own.find(w("numId"))
            if level is None and at is not None and at.get(w("val")) in _LEVELS:
                level = int(at.get(w("val")))
            if list_id is not None:
                return list_id.get(w("val"), ""), level, style
        return "", None, ""

    def _line(self, key: str) -> Iterator[Any]:
        """A style, and those that it is based on."""
        for _ in range(_MAX_BASES):
            style = self._styles.get(key)
            if style is None:
                return
            yield style
            base = style.find(w("basedOn"))
            key = base.get(w("val"), "") if base is not None else ""


class Texts:
    """Reads the paragraphs of one document; each once and in reading order, for lists are counted."""

    def __init__(self, styles: Styles, numbering: Numbering) -> None:
        self._styles = styles
        self._numbering = numbering

    def read(self, paragraph: Any) -> tuple[str, list[Any]]:
        """The text with its number, line breaks as \\n, and the contents of the text boxes that are anchored in it."""
        properties = paragraph.find(w("pPr"))
        parts = [] if self._styles.hides(properties, "pStyle") else list(self._parts(paragraph))
        text = "".join(part for part in parts if isinstance(part, str))
        boxes = [part for part in parts if not isinstance(part, str)]
        number = self._number(properties) if text.strip() or _in_cell(paragraph) else ""
        return number + text, boxes

    def _number(self, properties: Any) -> str:
        list_id, level, style = self._styles.numbered(properties)
        if list_id in ("", "0"):
            return ""
        number = self._numbering.next(list_id, self._numbering.level_of(list_id, style) if level is None else level)
        return f"{number} " if number and number[-1] < "\u2e80" and number[-1] not in ")]" else number

    def _parts(self, element: Any) -> Iterator[Any]:
        """Texts, and the contents of text boxes as elements."""
        for child in element:
            if child.tag == w("r"):
                if not self._styles.hides(child.find(w("rPr")), "rStyle"):
                    yield from self._run(child)
            elif child.tag in _WRAPPERS:
                yield from self._parts(child)
            elif child.tag == w("sdt"):
                yield from (part for content in child.iterchildren(w("sdtContent")) for part in self._parts(content))
            elif child.tag == ALTERNATIVES:
                yield from self._parts(_chosen(child))
            elif child.tag.startswith(f"{{{_M}}}"):
                yield "".join(each.text or "" for each in child.iter(f"{{{_M}}}t"))

    def _run(self, run: Any) -> Iterator[Any]:
        for child in run:
            if child.tag == w("t"):
                yield child.text or ""
            elif child.tag in _SIGNS:
                yield _SIGNS[child.tag]
            elif child.tag == ALTERNATIVES:
                yield from self._run(_chosen(child))
            elif child.tag in _DRAWN:
                yield from _boxes(child)
            elif child.tag == w("ruby"):
                yield from (part for base in child.iterchildren(w("rubyBase")) for part in self._parts(base))


def is_on(flag: Any) -> bool:
    return flag.get(w("val")) not in ("0", "false", "off")


def mark_is_deleted(paragraph: Any) -> bool:
    """Whether the end of the paragraph was deleted (or moved away) in a tracked change: it then runs on in the next one."""
    marks = paragraph.find(f"{w('pPr')}/{w('rPr')}")
    return marks is not None and (marks.find(w("del")) is not None or marks.find(w("moveFrom")) is not None)


def _chosen(alternatives: Any) -> Any:
    """The same thing may be written for newer and for older programs; it is read once."""
    choice = alternatives.find(CHOICE)
    fallback = alternatives.find(FALLBACK)
    return fallback if choice is None or (len(choice) == 0 and fallback is not None) else choice


def _boxes(element: Any) -> Iterator[Any]:
    """Contents of text boxes, without those within them."""
    for child in element:
        if child.tag == w("txbxContent"):
            yield child
        elif child.tag == ALTERNATIVES:
            yield from _boxes(_chosen(child))
        else:
            yield from _boxes(child)


def _in_cell(element: Any) -> bool:
    return any(True for _ in element.iterancestors(w("tc")))
