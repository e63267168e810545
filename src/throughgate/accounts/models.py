from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from throughgate.common.references import new_reference
from throughgate.sites.models import Site


class Role(models.TextChoices):
    MANAGER = "manager", "Manager"
    CASEWORKER = "caseworker", "Caseworker"
    COUNSELLOR = "counsellor", "Counsellor"
    VOLUNTEER = "volunteer", "Volunteer"
    EVALUATOR = "evaluator", "Evaluator"
    ADMINISTRATOR = "administrator", "Administrator"


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """Someone who works or volunteers for the organisation. One role each: what a role may do stands in
    `access.policy`.
    """

    ref = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=20, choices=Role)
    sites = models.ManyToManyField(Site, blank=True, related_name="workers")
    phone = models.CharField(max_length=20, blank=True)  # the one of their work: it is printed for people they support
    line_manager = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="team")
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name", "role"]

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="user_role_known"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split()[0] if self.name else ""
