"""The reports of bench/ours.js as numpy does them well: prefix sums, one sort, matrices of weights."""

import json
import sys
import time

from bench.vectorised.pool import pool
from bench.vectorised.prmbench import step_labels
from bench.vectorised.processbench import first_error

job = json.loads(sys.argv[1])
start = time.perf_counter()
answer = {"first_error": first_error, "step_labels": step_labels, "pool": pool}[job["task"]](job)
seconds = time.perf_counter() - start
reading = answer.pop("read_at") - start
json.dump({"seconds": seconds, "reading": reading, **answer}, sys.stdout)
