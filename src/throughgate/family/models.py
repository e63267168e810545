"""Members of a family in their own right. All of it stands behind the family's wall, whoever's record it hangs on: what
one of them says in confidence is read by who does the family work, and never with the person.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from throughgate.access.policy import PersonRow, Wall
from throughgate.casework.models import Booking, Contact, How, PlanVersion
from throughgate.common.references import new_reference
from throughgate.people.models import CircleMember, Person
from throughgate.programmes.models import Promise


class Reach(models.TextChoices):
    """How somebody wants to be reached."""

    CALL = "call", "A call"
    TEXT = "text", "A text message"
    LETTER = "letter", "A letter"
    MEET = "meet", "Face to face"


class AskedTo(models.TextChoices):
    """What a member of the family is asked, each for itself."""

    TAKE_PART = "take-part", "Meet with us"
    WORKSHOP = "workshop", "Come to the workshop"
    PLAN = "plan", "Have a part in the connection plan"


class Answer(models.TextChoices):
    YES = "yes", "Yes"
    NOT_NOW = "not-now", "Not now; ask again"
    NO = "no", "No"
    TAKEN_BACK = "taken-back", "Took the yes back"


class AskedWay(models.TextChoices):
    TALKED = "talked", "Face to face"
    PHONE = "phone", "By phone"
    PAPER = "paper", "On paper"


class About(models.TextChoices):
    """What somebody of the family said in confidence, by what it was asked about."""

    HOPES = "hopes", "What they hope for"
    NOT_HEAR = "not-hear", "What they do not want to hear"
    LOOK_TO = "look-to", "Whom to look to if it gets too much"
    SAFE = "safe", "Whether they feel safe"
    AFTER = "after", "How it was"
    OTHER = "other", "Something else"


class Agency(models.TextChoices):
    OMU = "omu", "The prison’s offender management unit"
    PROBATION = "probation", "Probation"
    CHILDREN = "children", "Children’s services"
    POLICE = "police", "The police"


class Safety(models.TextChoices):
    CLEAR = "clear", "Nothing known against it"
    CONDITIONS = "conditions", "Only under conditions"
    BARRED = "barred", "It must not take place"


class FamilyMember(models.Model):
    """Somebody of the circle with whom we work for themselves. Their name is the circle's."""

    ref = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="family_members")
    circle = models.OneToOneField(CircleMember, on_delete=models.RESTRICT, related_name="family_member")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    access = PersonRow(person="person", level=Wall.FAMILY)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"Family member {self.ref}"


class MemberReach(models.Model):
    """How they are reached, as they gave it to us. The last row holds."""

    member = models.ForeignKey(FamilyMember, on_delete=models.CASCADE, related_name="reaches")
    phone = models.CharField(max_length=20, blank=True)
    address = models.CharField(max_length=200, blank=True)
    prefers = models.CharField(max_length=8, choices=Reach, blank=True)
    times = models.CharField(max_length=120, blank=True)
    no_messages = models.BooleanField(default=False)
    language = models.CharField(max_length=60, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    access = PersonRow(person="member__person", level=Wall.FAMILY)

    class Meta:
        ordering = ["-pk"]
        verbose_name_plural = "member reaches"

    def __str__(self) -> str:
        return f"Reach {self.pk}"


class MemberConsent(models.Model):
    """What they themselves answered. Of each thing they were asked, the last row holds."""

    member = models.ForeignKey(FamilyMember, on_delete=models.CASCADE, related_name="consents")
    to = models.CharField(max_length=12, choices=AskedTo)
    answer = models.CharField(max_length=12, choices=Answer)
    on = models.DateField()
    how = models.CharField(max_length=8, choices=AskedWay)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    access = PersonRow(person="member__person", level=Wall.FAMILY)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(to__in=AskedTo.values), name="member_consent_to_known"),
            models.CheckConstraint(condition=Q(answer__in=Answer.values), name="member_consent_answer_known"),
        ]

    def __str__(self) -> str:
        return f"Consent {self.pk}"


class FamilyMeeting(models.Model):
    """Who of the family took part in a contact. What it was and when, casework's contact says."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="family_meetings")
    member = models.ForeignKey(FamilyMember, on_delete=models.CASCADE, related_name="meetings")
    prepared = models.BooleanField(default=False)  # prepared for the workshop in it
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    access = PersonRow(person="member__person", level=Wall.FAMILY)

    class Meta:
        ordering = ["contact__on", "pk"]
        constraints = [models.UniqueConstraint(fields=["contact", "member"], name="member_once_per_contact")]

    def __str__(self) -> str:
        return f"Meeting {self.pk}"


class FamilyWord(models.Model):
    """What one member said in confidence. It stands in no entry, no note and no search: here alone."""

    member = models.ForeignKey(FamilyMember, on_delete=models.CASCADE, related_name="words")
    meeting = models.ForeignKey(FamilyMeeting, null=True, blank=True, on_delete=models.SET_NULL, related_name="words")
    about = models.CharField(max_length=8, choices=About)
    words = models.TextField()
    on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    access = PersonRow(person="member__person", level=Wall.FAMILY)

    class Meta:
        ordering = ["-on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(about__in=About.values), name="family_word_about_known"),
            models.CheckConstraint(condition=~Q(words=""), name="family_word_says_something"),
        ]

    def __str__(self) -> str:
        return f"Words {self.pk}"


class SafetyCheck(models.Model):
    """Somebody's office was asked whether meeting this member is safe. Without an answer that holds on the day nothing
    is booked with them; until it comes, a promise says that it is waited for.
    """

    ref = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    member = models.ForeignKey(FamilyMember, on_delete=models.CASCADE, related_name="checks")
    asked_of = models.CharField(max_length=12, choices=Agency)
    asked_on = models.DateField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    promise = models.OneToOneField(Promise, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    answer = models.CharField(max_length=12, choices=Safety, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    until = models.DateField(null=True, blank=True)  # the last day on which the answer holds
    words = models.CharField(max_length=300, blank=True)

    access = PersonRow(person="member__person", level=Wall.FAMILY)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(asked_of__in=Agency.values), name="safety_check_asked_of_known"),
            models.CheckConstraint(
                condition=Q(answer="", answered_on__isnull=True, answered_by__isnull=True, until__isnull=True)
                | Q(
                    answer__in=Safety.values,
                    answered_on__isnull=False,
                    answered_by__isnull=False,
                    until__isnull=False,
                    until__gte=F("answered_on"),
                ),
                name="safety_check_answered",
            ),
        ]

    def __str__(self) -> str:
        return f"Check {self.ref}"


class SafetyOverride(models.Model):
    """A manager let something be booked though no check held: who, and why."""

    member = models.ForeignKey(FamilyMember, on_delete=models.CASCADE, related_name="overrides")
    booked_on = models.DateField()
    booked_ref = models.CharField(max_length=12)
    reason = models.CharField(max_length=400)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    access = PersonRow(person="member__person", level=Wall.FAMILY)

    class Meta:
        ordering = ["-pk"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="safety_override_says_why")]

    def __str__(self) -> str:
        return f"Override {self.pk}"


class Workshop(models.Model):
    """What was arranged with the prison beside the booking, which says when, where and with whom."""

    ref = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="family_workshops")
    booking = models.OneToOneField(Booking, on_delete=models.CASCADE, related_name="family_workshop")
    security = models.CharField(max_length=300, blank=True)  # what the prison's security asked and agreed
    travel = models.CharField(max_length=300, blank=True)
    keeper = models.CharField(max_length=120, blank=True)  # whose task it is to keep it safe
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    access = PersonRow(person="person", level=Wall.FAMILY)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"Workshop {self.ref}"


class MemberAgreement(models.Model):
    """A member's yes to one version of the connection plan. The person's and the worker's are casework's own."""

    member = models.ForeignKey(FamilyMember, on_delete=models.CASCADE, related_name="agreements")
    version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="family_agreements")
    on = models.DateField()
    how = models.CharField(max_length=12, choices=How)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    access = PersonRow(person="member__person", level=Wall.FAMILY)

    class Meta:
        ordering = ["on", "pk"]
        constraints = [models.UniqueConstraint(fields=["member", "version"], name="member_agrees_once")]

    def __str__(self) -> str:
        return f"Agreement {self.pk}"
