from typing import Any

from django.db import models
from django.db.models import CharField, Lookup

from throughgate.access.policy import PersonRow
from throughgate.people.models.person import Person


class SearchWord(models.Model):
    """One folded word a person is found by: of their names, numbers, reference or day of birth. Derived; see
    `services.searching`.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="search_words")
    word = models.CharField(max_length=40, db_index=True)

    access = PersonRow(person="person")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["word", "person"], name="search_word_once")]

    def __str__(self) -> str:
        return f"A search word of {self.person_id}"


class Begins(Lookup):
    """`word__begins="va"`, answered from the index on both databases.

    PostgreSQL uses the pattern index of the field for LIKE. SQLite cannot (its LIKE ignores case), and compares
    bytes, so there a range does it. Words are folded and hold no % or _.
    """

    lookup_name = "begins"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        left, params = self.process_lhs(compiler, connection)
        return f"{left} LIKE %s", (*params, f"{self.rhs}%")

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        left, params = self.process_lhs(compiler, connection)
        return f"{left} >= %s AND {left} < %s", (*params, self.rhs, *params, f"{self.rhs}\U0010ffff")


CharField.register_lookup(Begins)
