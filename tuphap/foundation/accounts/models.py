"""People and their posts. Roles are code (rules/permissions), reach is data: the post's unit."""

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from tuphap.foundation.units.models import Unit
from tuphap.rules.permissions import Role
from tuphap.rules.vietnamese import fold, sort_key


class People(BaseUserManager["Person"]):
    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Person":
        person = self.model(email=email.strip().lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def bulk_create(self, objs: "Iterable[Person]", *args: Any, **kwargs: Any) -> "list[Person]":
        people = list(objs)
        for person in people:
            person.derive_texts()
        return super().bulk_create(people, *args, **kwargs)


class Person(AbstractBaseUser):
    """A named person; there are no shared unit accounts (A11)."""

    email = models.EmailField("thư điện tử công vụ", unique=True)
    full_name = models.CharField("họ và tên", max_length=120)
    telephone = models.CharField("điện thoại", max_length=20, blank=True)
    is_active = models.BooleanField("đang dùng", default=True)
    name_folded = models.TextField(editable=False)
    name_sort = models.TextField(editable=False, db_collation="C")

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]
    objects = People()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(email=models.functions.Lower("email")), name="person_email_lower_case"
            )
        ]

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.derive_texts()
        super().save(*args, **kwargs)

    def derive_texts(self) -> None:
        """Searched and ordered forms of the name."""
        self.name_folded, self.name_sort = fold(self.full_name), sort_key(self.full_name)

    @property
    def username(self) -> str:
        return self.email


class Post(models.Model):
    """A person works for a unit in a role, from a day to a day (inclusive; open where empty)."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="posts")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts")
    role = models.CharField(max_length=32, choices=[(role.value, role.label) for role in Role])
    starts_on = models.DateField("từ ngày")
    ends_on = models.DateField("đến ngày", null=True, blank=True)
    # The unit ends before the post would: `ends_on` is the last day of the unit, the end that was
    # wished stands beside it, and where the post goes on another one follows it.
    ends_with_unit = models.BooleanField(default=False)
    would_end_on = models.DateField(null=True, blank=True)
    follows = models.ManyToManyField("self", symmetrical=False, related_name="followed_by")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="post_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(ends_with_unit=False, would_end_on__isnull=True)
                | Q(ends_with_unit=True, ends_on__isnull=False),
                name="post_cut_short_has_an_end",
            ),
            # One open data-entry post per unit, as in the registered e-mail of the seed system.
            models.UniqueConstraint(
                fields=["unit"],
                condition=Q(role=Role.COMMUNE_OFFICER.value, ends_on__isnull=True),
                name="one_open_data_entry_post_per_unit",
            ),
            models.UniqueConstraint(
                fields=["person", "unit", "role"],
                condition=Q(ends_on__isnull=True),
                name="one_open_post_per_person_unit_role",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} – {Role(self.role).label} – {self.unit}"

    @staticmethod
    def held_on(day: date) -> "models.QuerySet[Post]":
        """The posts somebody holds on that day; the first and the last day count."""
        return Post.objects.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=day), starts_on__lte=day
        )

    @property
    def role_label(self) -> str:
        return Role(self.role).label
