"""Makes the wiring an application, so that its checks run."""

from django.apps import AppConfig
from django.core.checks import Tags, register

from lap_portal.checks import check_database, check_service


class PortalConfig(AppConfig):
    """The portal's own checks; it has no models."""

    name = "lap_portal"

    def ready(self) -> None:
        register(check_database, Tags.database)
        register(check_service, Tags.security, deploy=True)
