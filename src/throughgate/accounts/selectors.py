"""Reads of accounts."""

from collections.abc import Iterable
from datetime import date

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from throughgate.accounts.models import Role, User
from throughgate.accounts.rules import NO_WORKER, WORKS_ALONE, WORKS_WITH_PEOPLE
from throughgate.sites.models import Site


def list_accounts(*, active: bool = True) -> QuerySet[User]:
    totp = Authenticator.objects.filter(user=OuterRef("pk"), type=Authenticator.Type.TOTP)
    accounts = User.objects.annotate(has_second_factor=Exists(totp)).filter(is_active=active)
    return accounts.select_related("line_manager").prefetch_related("sites")


def get_account(ref: str) -> User:
    account = User.objects.select_related("line_manager").prefetch_related("sites").filter(ref=ref).first()
    if account is None:
        raise Http404("No such account")
    return account


def has_second_factor(user: User) -> bool:
    return bool(Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists())


def list_possible_managers() -> QuerySet[User]:
    return User.objects.filter(is_active=True, role=Role.MANAGER)


def refs_of_people_left_alone(worker: User, today: date) -> list[str]:
    """References of the people who would have nobody without this worker: today, or from the day on which they begin.
    Whoever drives them only is nobody.

    Where the worker works with them until further notice, so must somebody else. Beside one of the staff a volunteer
    is not enough, as on the board of people without a worker. The room of people lies above this one, so its rows are
    reached by name.
    """
    running = Q(to_on__isnull=True) | Q(to_on__gte=today)
    assignments = apps.get_model("people", "Assignment")._default_manager.filter(running).exclude(role=NO_WORKER)
    # Whoever stands in for some days is nobody to leave people with.
    others = assignments.filter(person=OuterRef("person"), worker__is_active=True, covers__isnull=True)
    enough = WORKS_WITH_PEOPLE if worker.role == Role.VOLUNTEER else WORKS_ALONE
    others = others.filter(worker__role__in=enough).exclude(worker=worker)
    begins = OuterRef("from_on")
    then = others.filter(Q(from_on__lte=begins) | Q(from_on__lte=today), Q(to_on__isnull=True) | Q(to_on__gte=begins))
    lasting = others.filter(Q(to_on__isnull=True) | Q(support_ended=True))
    theirs = assignments.filter(worker=worker)
    alone = theirs.filter(~Exists(then) | (Q(to_on__isnull=True) & ~Exists(lasting)))
    return sorted(set(alone.values_list("person__ref", flat=True)))


def sites_left_unmanaged(account: User, sites: Iterable[Site]) -> list[str]:
    """Which of these, with people of ours, no other manager has: there nobody would see who is without a worker."""
    others = User.objects.filter(role=Role.MANAGER, is_active=True, sites=OuterRef("pk")).exclude(pk=account.pk)
    people = apps.get_model("people", "Person")._default_manager.filter(site=OuterRef("pk"))
    left = Site.objects.filter(Exists(people), ~Exists(others), pk__in=[one.pk for one in sites])
    return list(left.order_by("name").values_list("name", flat=True))


def count_people_of(worker: User) -> int:
    """With how many people they work until further notice: all that whoever closes accounts may know."""
    open_rows = apps.get_model("people", "Assignment")._default_manager.filter(worker=worker, to_on__isnull=True)
    return open_rows.order_by().values("person").distinct().count()


def get_demo_account(role: str) -> User | None:
    """The account that the demonstration signs visitors in as."""
    if role not in Role.values:
        return None
    return User.objects.filter(email=f"{role}@demo.throughgate.example", role=role, is_active=True).first()
