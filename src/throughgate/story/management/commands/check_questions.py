from collections.abc import Sized
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from throughgate.story.grammar import Questions
from throughgate.story.loading import QuestionFilesError, load_questions
from throughgate.story.shipping import own_folder, shipped_questions, texts_in


class Command(BaseCommand):
    help = "Reads a question bank, its forms and its needs; says how much there is, or what is wrong, by file and line."
    requires_system_checks: tuple[str, ...] = ()  # they would stop it with the very faults that it is there to tell of

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "folder",
            nargs="?",
            type=Path,
            help="holds bank/, forms/ and needs.yaml; without it, what is asked here: the shipped ones and your own",
        )
        parser.add_argument(
            "--adds", action="store_true", help="the folder adds to the questions that come with Throughgate"
        )

    def handle(self, *args: Any, folder: Path | None, adds: bool, **options: Any) -> None:
        beside = shipped_questions() if adds or folder is None else None
        questions = self._read(folder or own_folder(), beside)
        needs, strengths = _count(questions.needs.needs, "need"), _count(questions.needs.strengths, "strength")
        self.stdout.write(
            f"{_count(questions.items, 'question')} in {_count(questions.banks, 'area')}, "
            f"{_count(questions.forms, 'form')}, {needs}, {strengths}. All sound."
        )

    def _read(self, folder: Path, beside: Questions | None) -> Questions:
        try:
            return load_questions(texts_in(folder), beside=beside)
        except QuestionFilesError as refused:
            raise CommandError(f"{refused}\n{_count(refused.errors, 'thing')} to mend.") from refused
        except OSError as error:
            raise CommandError(f"{folder} cannot be read: {error.strerror}.") from error
        except UnicodeDecodeError as error:
            raise CommandError(f"A file in {folder} is not plain text in UTF-8.") from error


def _count(things: Sized, word: str) -> str:
    return f"{len(things)} {word}" if len(things) == 1 else f"{len(things)} {word}s"
