from collections.abc import Sized
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from throughgate.story.grammar import Questions
from throughgate.story.loading import QuestionFilesError, load_questions
from throughgate.story.shipping import shipped_questions, texts_in


class Command(BaseCommand):
    help = "Reads a question bank, its forms and its needs; says how much there is, or what is wrong, by file and line."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "folder",
            nargs="?",
            type=Path,
            help="holds bank/, forms/ and needs.yaml; without it, the one that comes with Throughgate",
        )

    def handle(self, *args: Any, folder: Path | None, **options: Any) -> None:
        questions = self._read(folder)
        needs, strengths = _count(questions.needs.needs, "need"), _count(questions.needs.strengths, "strength")
        self.stdout.write(
            f"{_count(questions.items, 'question')} in {_count(questions.banks, 'area')}, "
            f"{_count(questions.forms, 'form')}, {needs}, {strengths}. All sound."
        )

    def _read(self, folder: Path | None) -> Questions:
        try:
            return load_questions(texts_in(folder)) if folder else shipped_questions()
        except QuestionFilesError as refused:
            raise CommandError(f"{refused}\n{_count(refused.errors, 'thing')} to mend.") from refused
        except OSError as error:
            raise CommandError(f"{folder} cannot be read: {error.strerror}.") from error
        except UnicodeDecodeError as error:
            raise CommandError(f"A file in {folder} is not plain text in UTF-8.") from error


def _count(things: Sized, word: str) -> str:
    return f"{len(things)} {word}" if len(things) == 1 else f"{len(things)} {word}s"
