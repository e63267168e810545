"""Runs one command and says how long it took, what memory it had at its peak and what it said last.

A process of its own, and a small one: a child is credited with its parent's peak memory, so the bench may not start it.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time

if __name__ == "__main__":
    start = time.perf_counter()
    done = subprocess.run(sys.argv[1:], stdout=subprocess.PIPE, text=True, check=False)
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "megabytes": peak, "said": done.stdout.strip().rpartition("\n")[2]}))
    sys.exit(done.returncode)
