"""Holds that each permission the code asks for exists, and is asked for in one kind of place."""

import re
from pathlib import Path

import pytest
from django.contrib.auth.models import Group, Permission

from delegations.offices import PERMISSIONS

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ["lap_portal", "documents", "delegations", "sections", "consultations"]
ASKED = re.compile(r"""has_perm\(\s*["']([^"']+)["']""")
OFFICE = re.compile(r"\.office\b|\bis_staff\b")
PLACES = {"permissions.py", "permissions"}


def asked():
    for room in ROOMS:
        for path in (ROOT / room).rglob("*.py"):
            for name in ASKED.findall(path.read_text(encoding="utf-8")):
                yield path.relative_to(ROOT), name


@pytest.mark.django_db
def test_every_permission_asked_for_exists_and_is_held_by_an_office():
    existing = {
        f"{app}.{codename}"
        for app, codename in Permission.objects.values_list("content_type__app_label", "codename")
    }
    held = frozenset().union(*PERMISSIONS.values())
    names = {name for _path, name in asked()}

    assert names
    assert names <= existing
    assert names <= held


def test_permissions_are_asked_for_only_where_policy_lives():
    strays = [
        f"{path}: {name}"
        for path, name in asked()
        if not PLACES & set(path.parts) and "models" not in path.parts
    ]

    assert not strays


@pytest.mark.django_db
def test_each_office_holds_exactly_the_permissions_of_the_table():
    for office, names in PERMISSIONS.items():
        permissions = Group.objects.get(name=office.value).permissions
        held = permissions.values_list("content_type__app_label", "codename")

        assert {f"{app}.{codename}" for app, codename in held} == names


@pytest.mark.parametrize("folder", ["consultations", "sections", "includes"])
def test_templates_show_what_was_decided_and_never_ask_for_an_office(folder):
    asking = [
        f"{path.relative_to(ROOT)}: {found}"
        for path in (ROOT / "templates" / folder).rglob("*.html")
        for found in OFFICE.findall(path.read_text(encoding="utf-8"))
    ]

    assert not asking
