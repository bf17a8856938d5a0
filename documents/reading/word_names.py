"""The names of Word's XML, and small questions asked of it everywhere."""

from __future__ import annotations

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
OFF = ("0", "false", "off", "none")


def value(element: etree._Element | None, path: str) -> str | None:
    """Return the w:val of an element on a path of w: names; None if there is none."""
    if element is None:
        return None
    found = element.find("/".join(W + name for name in path.split("/")))
    return None if found is None else found.get(W + "val", "")


def number(element: etree._Element | None, path: str) -> int | None:
    """Return the w:val on a path as a number; None if there is none, or none that is one."""
    found = value(element, path)
    try:
        return None if found is None else int(found)
    except ValueError:
        return None


def switch(element: etree._Element | None, path: str) -> bool | None:
    """Return whether a property is on or off; None if it is not said."""
    found = value(element, path)
    return None if found is None else found.lower() not in OFF
