"""Employers and their vacancies: what they know of, and whom they do not take on."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from throughgate.common.references import new_reference


class Check(models.TextChoices):
    """What an employer may ask about."""

    BASIC = "basic", "Unspent convictions only"
    STANDARD = "standard", "Standard check"
    ENHANCED = "enhanced", "Enhanced check"


class PayPer(models.TextChoices):
    HOUR = "hour", "an hour"
    WEEK = "week", "a week"
    MONTH = "month", "a month"
    YEAR = "year", "a year"


class Employer(models.Model):
    """Somebody who may take people on: what they know of, what they ask, and which kinds of offences they never take on
    (`excludes`, on top of what a vacancy says). `checked_on`: when somebody last made sure that this still holds.
    """

    ref = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    name = models.CharField(max_length=120, unique=True)
    contact = models.CharField(max_length=200, blank=True)
    accepts = models.CharField(max_length=300, blank=True)
    asks = models.CharField(max_length=300, blank=True)
    excludes = models.JSONField(default=list, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)
    checked_on = models.DateField(null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(checked_on__isnull=True, checked_by__isnull=True)
                | Q(checked_on__isnull=False, checked_by__isnull=False),
                name="employer_checked_by",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Vacancy(models.Model):
    """`excludes`: kinds of offences that the employer will not take on, as far as they may ask."""

    ref = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    employer = models.ForeignKey(Employer, on_delete=models.PROTECT, related_name="vacancies")
    title = models.CharField(max_length=120)
    hours = models.PositiveSmallIntegerField(null=True, blank=True)  # a week
    pay_pence = models.PositiveIntegerField(null=True, blank=True)
    pay_per = models.CharField(max_length=8, choices=PayPer, blank=True)
    place = models.CharField(max_length=80, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    check_level = models.CharField(max_length=8, choices=Check, default=Check.BASIC)
    excludes = models.JSONField(default=list, blank=True)
    closes_on = models.DateField(null=True, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)
    filled_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["closes_on", "pk"]
        verbose_name_plural = "vacancies"
        constraints = [
            models.CheckConstraint(condition=Q(check_level__in=Check.values), name="vacancy_check_known"),
            models.CheckConstraint(
                condition=Q(pay_pence__isnull=True, pay_per="")
                | (Q(pay_pence__isnull=False) & Q(pay_per__in=PayPer.values)),
                name="vacancy_pay_says_per",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def pay_words(self) -> str:
        return "" if self.pay_pence is None else f"£{self.pay_pence / 100:,.2f} {self.get_pay_per_display()}. "
