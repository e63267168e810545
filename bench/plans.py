"""The requests of each timed page, with sessions for those who ask: `python -m bench.plans` prints them as JSON."""

import json
import sys
from dataclasses import asdict

from bench import database

if __name__ == "__main__":
    database.set_up_django()
    from bench.asking import plans

    json.dump({page: asdict(plan) for page, plan in plans().items()}, sys.stdout)
