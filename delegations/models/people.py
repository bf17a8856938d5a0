"""A person who signs in. What the person may do follows from capacities, never from this row."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from lap_portal import clock


class UserManager(BaseUserManager["User"]):
    """Makes people, always with an address in lower case."""

    def get_by_natural_key(self, email: str | None) -> User:
        """Find a person by address, whatever its case."""
        return self.get(email=(email or "").lower())

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Make a person; without a password, sign-in is by a code sent to the address."""
        person = self.model(email=email.strip().lower(), **fields)
        person.set_password(password)
        person.full_clean()
        person.save()
        return person

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Make the technical administrator, who alone enters the administration pages."""
        return self.create_user(email, password, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """
    A person, known by an e-mail address.

    A person is erased by emptying the row, never by deleting it: acts keep their author.
    """

    class Mail(models.TextChoices):
        AT_ONCE = "at_once", _("At once")
        DAILY = "daily", _("Once a day")
        NONE = "none", _("None")

    email = models.EmailField(_("e-mail address"), max_length=254, unique=True)
    name = models.CharField(_("name"), max_length=150)
    language = models.CharField(
        _("language"), max_length=10, default="en", choices=settings.WRITING_LANGUAGES
    )
    time_zone = models.CharField(_("time zone"), max_length=64, default="Europe/Zurich")
    mail = models.CharField(
        _("mail from the portal"), max_length=10, choices=Mail.choices, default=Mail.DAILY
    )
    is_active = models.BooleanField(_("may sign in"), default=True)
    joined_at = models.DateTimeField(_("joined"), default=clock.now)
    erased_at = models.DateTimeField(_("erased"), null=True, blank=True)

    objects = UserManager()
    history = HistoricalRecords(excluded_fields=["password", "last_login"], m2m_fields=["groups"])

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["name", "pk"]
        permissions = [
            ("manage_people", "May manage staff accounts and people"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(erased_at__isnull=True) | models.Q(is_active=False),
                name="user_erased_is_inactive",
                violation_error_message=_("An erased person cannot sign in."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; a sign-in alone is no change of the person and leaves no trace here."""
        if list(kwargs.get("update_fields") or []) == ["last_login"]:
            # The package looks only whether the attribute is there.
            self.skip_history_when_saving = True
        try:
            super().save(*args, **kwargs)
        finally:
            self.__dict__.pop("skip_history_when_saving", None)

    def _get_session_auth_hash(self, secret: str | bytes | None = None) -> str:
        """What sessions are checked against: another password or another address ends them."""
        salt = "delegations.models.people.User.session"
        value = f"{self.email}\n{self.password}"
        return salted_hmac(salt, value, secret=secret, algorithm="sha256").hexdigest()

    @property
    def is_staff(self) -> bool:
        """Whether the administration pages open: a technical right, no office of the Conference."""
        return self.is_superuser

    def get_full_name(self) -> str:
        """The name, as Django and its packages ask for it."""
        return self.name
