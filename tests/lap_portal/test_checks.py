"""What is checked before a portal is put before people."""

from lap_portal.checks import check_service


def test_a_portal_with_everything_set_passes(settings):
    settings.INSECURE_HTTP = False

    assert check_service() == []


def test_each_missing_setting_and_each_convenience_is_named(settings):
    settings.MISSING_TO_SERVE = ("PORTAL_SECRET_KEY is not set: sign-in needs a secret key.",)
    settings.DEMONSTRATION = True
    settings.INSECURE_HTTP = True

    assert [message.id for message in check_service()] == [
        "portal.E004",
        "portal.E005",
        "portal.E006",
    ]
