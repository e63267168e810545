from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from throughgate.casework.crisis_file import CrisisFileError, load_crisis_rules, shipped_crisis_rules
from throughgate.casework.selectors.crisis_rules import own_file


class Command(BaseCommand):
    help = "Reads the rules for a crisis and says what they hold, or what is wrong, by line."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, help="without it, the rules that hold here")

    def handle(self, *args: Any, file: Path | None, **options: Any) -> None:
        path = file or (own_file() if own_file().is_file() else None)
        try:
            text = path.read_text(encoding="utf-8") if path else ""
            rules = load_crisis_rules(text, filename=path.name) if path else shipped_crisis_rules()
        except CrisisFileError as refused:
            raise CommandError(str(refused)) from refused
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{path} cannot be read as text.") from error
        where = path.name if path else "the rules that come with Throughgate"
        empty = "" if rules.out_of_hours.call else " No number is given for out of hours: add one."
        self.stdout.write(f"{where}: {len(rules.kinds)} kinds of crisis, {len(rules.lines)} numbers. All sound.{empty}")
