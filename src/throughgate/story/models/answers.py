from django.conf import settings
from django.db import models
from django.db.models import Q

from throughgate.access.policy import SENSITIVITY_CHOICES, PersonRow, Sensitivity
from throughgate.common.references import new_reference
from throughgate.people.models import Person
from throughgate.record.models import Entry
from throughgate.story.terms import CAME_BY_CHOICES, SOURCE_CHOICES, SURE_CHOICES, CameBy, Source, Sure


class FormRun(models.Model):
    """One filling in of a form with a person: opened by one, carried on by whoever comes next, finished once.

    A form is open at most once for a person at a time. The enrolment is named, not imported: programmes is an upper
    room.
    """

    ref = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="form_runs")
    form = models.CharField(max_length=60)
    form_version = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)  # as it stood when it was opened: a form may leave the bank
    enrolment = models.ForeignKey(
        "programmes.Enrolment", null=True, blank=True, on_delete=models.RESTRICT, related_name="form_runs"
    )
    # Of the form itself, not of the answers in it: only what a counsellor alone fills in is closed to others.
    sensitivity = models.CharField(max_length=12, choices=SENSITIVITY_CHOICES, default=Sensitivity.STANDARD)
    opened_at = models.DateTimeField(auto_now_add=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    known = models.JSONField(default=list)  # keys of the questions that were known when it was opened
    finished_at = models.DateTimeField(null=True, blank=True)
    finished_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    entry = models.OneToOneField(
        Entry, null=True, blank=True, on_delete=models.CASCADE, related_name="form_run"
    )  # none where it was put away
    put_away_because = models.CharField(max_length=200, blank=True)  # opened by mistake, or given up
    asked = models.PositiveSmallIntegerField(default=0)
    not_asked_again = models.PositiveSmallIntegerField(default=0)
    asked_twice = models.PositiveSmallIntegerField(default=0)

    access = PersonRow(person="person", sensitivity="sensitivity")

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "form"], condition=Q(finished_at__isnull=True), name="form_open_once"
            ),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True, finished_by__isnull=True, entry__isnull=True, put_away_because="")
                | Q(finished_at__isnull=False, finished_by__isnull=False, entry__isnull=False, put_away_because="")
                | (
                    Q(finished_at__isnull=False, finished_by__isnull=False, entry__isnull=True)
                    & ~Q(put_away_because="")
                ),
                name="form_finished_or_put_away",
            ),
            models.CheckConstraint(condition=Q(sensitivity__in=list(Sensitivity)), name="form_run_sensitivity_known"),
        ]

    def __str__(self) -> str:
        return f"Form {self.ref}"


class Answer(models.Model):
    """One statement about a person, as somebody heard it. Never edited: a later row takes its place.

    A row with no `value` says that they would rather not say; one that is not `known` that nothing is known any more,
    since the answer before it was put down by mistake. Wording and choices are kept as they were read that day, so
    that an answer can be shown after its question has left the bank.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="answers")
    item = models.CharField(max_length=60)
    value = models.JSONField(null=True, blank=True)
    known = models.BooleanField(default=True)
    wording = models.CharField(max_length=300)
    said = models.TextField(blank=True)  # the words of the choices; empty where the value is words itself
    bank = models.CharField(max_length=60)
    bank_version = models.PositiveSmallIntegerField()
    item_hash = models.CharField(max_length=64)
    form = models.CharField(max_length=60, blank=True)  # empty where it was given outside a form
    form_version = models.PositiveSmallIntegerField(null=True, blank=True)
    run = models.ForeignKey(FormRun, null=True, blank=True, on_delete=models.RESTRICT, related_name="answers")
    sensitivity = models.CharField(max_length=12, choices=SENSITIVITY_CHOICES, default=Sensitivity.STANDARD)
    answered_on = models.DateField()
    heard_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    heard_words = models.CharField(max_length=120, blank=True)  # who it came from, where nobody of ours heard it
    source = models.CharField(max_length=12, choices=SOURCE_CHOICES, default=Source.PERSON)
    sure = models.CharField(max_length=8, choices=SURE_CHOICES, default=Sure.SURE)
    came_by = models.CharField(max_length=12, choices=CAME_BY_CHOICES, default=CameBy.FIRST)
    before = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.RESTRICT, related_name="after"
    )  # the one whose place this took, to take it back by
    reason = models.CharField(max_length=200, blank=True)  # why the one before was taken back
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # When a later row took this one's place; null on the one that stands. A moment and not a link, so that the
    # earlier row can be closed before the later one is written: the constraint below is checked row by row.
    superseded_at = models.DateTimeField(null=True, blank=True)

    access = PersonRow(person="person", sensitivity="sensitivity")

    class Meta:
        ordering = ["item", "-answered_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "item"], condition=Q(superseded_at__isnull=True), name="one_current_answer"
            ),
            models.CheckConstraint(
                condition=Q(heard_by__isnull=False) | ~Q(heard_words=""), name="answer_says_who_heard_it"
            ),
            models.CheckConstraint(
                condition=Q(known=True) | Q(known=False, value__isnull=True, came_by=CameBy.TAKEN_BACK),
                name="answer_unknown_was_taken_back",
            ),
            models.CheckConstraint(
                condition=(Q(came_by=CameBy.TAKEN_BACK) & ~Q(reason=""))
                | (~Q(came_by=CameBy.TAKEN_BACK) & Q(reason="")),
                name="answer_taken_back_says_why",
            ),
            models.CheckConstraint(condition=Q(source__in=list(Source)), name="answer_source_known"),
            models.CheckConstraint(condition=Q(sure__in=list(Sure)), name="answer_sure_known"),
            models.CheckConstraint(condition=Q(came_by__in=list(CameBy)), name="answer_came_by_known"),
            models.CheckConstraint(condition=Q(sensitivity__in=list(Sensitivity)), name="answer_sensitivity_known"),
        ]
        indexes = [
            models.Index(fields=["recorded_by", "recorded_at"], name="answer_recorded_by"),
            models.Index(fields=["person", "item", "-answered_on"], name="answer_person_item"),
        ]

    def __str__(self) -> str:
        return f"Answer {self.pk}"


class Unfinished(models.Model):
    """What somebody has typed into a question of an open form and not yet saved. Whoever carries the form on sees it.

    One for each that types, so that neither of two takes the other's words.
    """

    run = models.ForeignKey(FormRun, on_delete=models.CASCADE, related_name="unfinished")
    item = models.CharField(max_length=60)
    sensitivity = models.CharField(max_length=12, choices=SENSITIVITY_CHOICES, default=Sensitivity.STANDARD)
    fields = models.JSONField(default=dict)  # as posted: names and lists of values
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(auto_now=True)

    access = PersonRow(person="run__person", sensitivity="sensitivity")

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["run", "item", "by"], name="unfinished_once_each"),
            models.CheckConstraint(condition=Q(sensitivity__in=list(Sensitivity)), name="unfinished_sensitivity_known"),
        ]
        verbose_name_plural = "unfinished"

    def __str__(self) -> str:
        return f"Unfinished {self.pk}"
