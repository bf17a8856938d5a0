"""Holds the direction of imports, and that one name stands in each place a page is named."""

import ast
import inspect
import re
from pathlib import Path

import pytest
from django.template.loader import get_template
from django.urls import URLPattern, URLResolver, get_resolver

ROOT = Path(__file__).resolve().parent.parent
APPS = ["delegations", "sections", "consultations"]
ROOMS = ["lap_portal", "documents", *APPS]
MAY_IMPORT = {
    "documents": {"documents"},
    "lap_portal": {"lap_portal", "documents"},
    "delegations": {"lap_portal", "documents", "delegations"},
    "sections": {"lap_portal", "documents", "delegations", "sections"},
    "consultations": {"lap_portal", "documents", "delegations", "sections", "consultations"},
}
LINK = re.compile(r"""\{%\s*url\s+["']([\w:]+)["']""")
# From the ground up: a module imports what stands on its own floor or below.
FLOORS = [
    # What knows no model.
    "accounts administration circulation codes corrections deadlines labels lettering numbering "
    "offices openings ordering outlines passages references settling uids words",
    "models",
    "calendar capacities channels phrases receipts shapes",
    "permissions",
    "queries",
    "digest exports",
    "letters notices outbox receipt_letters",  # What operations tell of what they do.
    "operations",
    "context middleware receivers sessions upkeep",
    "forms",
    "imports",
    "views",
    "urls",
]
FLOOR = {name: number for number, names in enumerate(FLOORS) for name in names.split()}
WIRING = {"__init__", "admin", "apps", "demonstration", "management", "templatetags"}


def modules(room):
    return sorted(p for p in (ROOT / room).rglob("*.py") if "migrations" not in p.parts)


def imported(path, *, walk=ast.walk):
    for node in walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            module = node.module or ""
            yield from (f"{module}.{n.name}" for n in node.names) if module in ROOMS else [module]
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names)


def running(tree):
    """The nodes of what runs: not what is named for the types alone."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING":
            continue
        yield node
        yield from running(node)


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_what_lies_below_it(room):
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules(room)
        for name in imported(path)
        if name.split(".")[0] in ROOMS and name.split(".")[0] not in MAY_IMPORT[room]
    ]

    assert not wrong


def name_in(room, path):
    """The module, or the package, of an app to which a file belongs."""
    return path.relative_to(ROOT / room).with_suffix("").parts[0]


@pytest.mark.parametrize("room", APPS)
def test_each_module_of_an_app_stands_on_a_floor_or_is_wiring(room):
    names = {name_in(room, path) for path in modules(room)}

    assert names - WIRING <= FLOOR.keys()


@pytest.mark.parametrize("room", APPS)
def test_inside_an_app_imports_run_one_way(room):
    wrong = []
    for path in modules(room):
        here = FLOOR.get(name_in(room, path), len(FLOORS))
        for name in imported(path, walk=running):
            there = name.split(".")[1] if name.startswith(f"{room}.") else ""
            if FLOOR.get(there, len(FLOORS) if there in WIRING else 0) > here:
                wrong.append(f"{path.relative_to(ROOT)} imports {name}")

    assert not wrong


def pages(resolver=None, namespace=""):
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            inner = ":".join(filter(None, [namespace, entry.namespace or ""]))
            yield from pages(entry, inner)
        elif isinstance(entry, URLPattern):
            yield namespace, entry


OURS = [(space, page) for space, page in pages() if space in APPS]


@pytest.mark.parametrize(("space", "page"), OURS, ids=lambda value: getattr(value, "name", value))
def test_an_address_bears_the_name_of_its_view(space, page):
    assert page.callback.__name__ == page.name
    assert page.callback.__module__.split(".")[0] == space
    assert str(page.pattern).endswith("/") or "." in str(page.pattern) or str(page.pattern) == ""


def test_every_page_template_is_named_after_a_view():
    names = {(space, page.name) for space, page in OURS}
    strays = [
        str(path.relative_to(ROOT))
        for app in APPS
        for path in (ROOT / "templates" / app).glob("*.html")
        if not path.stem.startswith("_") and (app, path.stem) not in names
    ]

    assert not strays


def methods(view):
    """The methods that a decorator of the view lets through; ["GET"] where none says so."""
    return inspect.getclosurevars(view).nonlocals.get("request_method_list", ["GET"])


def linked():
    """Each address named in a template or in Python, with the name of what names it."""
    for path in (ROOT / "templates").rglob("*.html"):
        for name in LINK.findall(path.read_text(encoding="utf-8")):
            yield name, f"{path.parent.name}:{path.stem}"
    for room in ROOMS:
        for path in modules(room):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.FunctionDef):
                    yield from ((name, f"{room}:{node.name}") for name in constants(node))


def constants(node):
    return {n.value for n in ast.walk(node) if isinstance(n, ast.Constant)}


def test_every_page_can_be_reached_from_another():
    ways = {name for name, where in linked() if name != where}
    orphans = [
        f"{space}:{page.name}"
        for space, page in OURS
        if "GET" in methods(page.callback) and f"{space}:{page.name}" not in ways
    ]

    assert not orphans


def test_every_template_compiles():
    templates = ROOT / "templates"

    for path in templates.rglob("*.html"):
        get_template(str(path.relative_to(templates)))
