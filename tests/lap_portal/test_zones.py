from zoneinfo import ZoneInfo

from lap_portal.zones import read_in, reader_zone, zone_choices


def test_the_readers_zone_is_known_inside_only():
    with read_in(ZoneInfo("Asia/Tokyo")):
        assert reader_zone() == ZoneInfo("Asia/Tokyo")

    assert reader_zone() is None


def test_the_zones_to_choose_from_are_the_worlds_each_city_once():
    utc, *continents = zone_choices()

    assert utc == ("UTC", "UTC")
    for _continent, zones in continents:
        names, cities = zip(*zones, strict=True)
        assert len(set(cities)) == len(cities)
        assert all(ZoneInfo(name) for name in names)
    zones = {name: city for _continent, inside in continents for name, city in inside}
    assert zones["Europe/Zurich"] == "Geneva"
    assert zones["America/New_York"] == "New York"
    assert "Asia/Kathmandu" in zones
