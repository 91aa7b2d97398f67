"""The reports of bench/ours.js as evaluation scripts write them: loops over items, scikit-learn, scipy's bootstrap."""

import json
import sys
import time

from bench.loops.pool import pool
from bench.loops.prmbench import step_labels
from bench.loops.processbench import first_error

job = json.loads(sys.argv[1])
start = time.perf_counter()
answer = {"first_error": first_error, "step_labels": step_labels, "pool": pool}[job["task"]](job)
seconds = time.perf_counter() - start
reading = answer.pop("read_at") - start
json.dump({"seconds": seconds, "reading": reading, **answer}, sys.stdout)
