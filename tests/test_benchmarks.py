from importlib import import_module

import pytest

from benchmarks import floor
from benchmarks.__main__ import THEMES
from benchmarks.measuring import line, measure
from benchmarks.reading import get
from benchmarks.world import SMALL, World, sign_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("theme", THEMES)
def test_a_theme_measures_its_first_scenario(theme):
    scenario = next(import_module(f"benchmarks.{theme}").scenarios(World(SMALL)))

    result = measure(scenario, rounds=1)

    assert result.product.cpu > 0
    assert line(result).count("|") == 10


def test_the_floor_shows_the_same_words_as_the_portal():
    world = World(SMALL)
    stage, actor = world.stage("said", comments=6), world.members[0]

    page = get(sign_in(actor), "/plans/said/")().content
    bare = get(floor.sign_in(actor), f"/text/{stage.draft.pk}/")().content

    for unit in stage.units:
        assert f'id="{unit.uid}"'.encode() in page
        assert f'id="{unit.uid}"'.encode() in bare
