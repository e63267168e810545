from django.db import models


class Site(models.Model):
    """A place where people are served: a prison of the register, or a place of the charity's own in the community."""

    code = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=120)
    is_prison = models.BooleanField(default=True)
    is_active = models.BooleanField(default=True)
    # The organisation works here. The register holds every prison; most of them are only places people move to and
    # from.
    is_served = models.BooleanField(default=False)
    holds_men = models.BooleanField(default=False)
    holds_women = models.BooleanField(default=False)
    types = models.CharField(max_length=40, blank=True)
    categories = models.CharField(max_length=20, blank=True)
    town = models.CharField(max_length=60, blank=True)
    county = models.CharField(max_length=60, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    country = models.CharField(max_length=20, blank=True)
    operator = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
