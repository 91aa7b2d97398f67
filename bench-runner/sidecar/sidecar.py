"""A server for `stepmark run --backend http`: heads that no inference server loads.

    python3 sidecar.py --model ORG/NAME --load token_classification.py [--port 8000]

The contract (stepmark.sidecar/1) is in docs/backends.md. `--load` names a Python file with

    def load(model: str, device: str, dtype: str) -> (forward, facts)

where `forward(ids: list[list[int]])` gives, for each sequence, one list of numbers a token
(`token_vectors`), and `facts` is a dict that may hold "capability" (default "token_vectors"),
"width", "max_tokens", "dtype" and "device". For `next_token_scores`, `forward(ids, labels)` gives
log-probabilities of the labels; for `sequence_logprobs`, `forward(ids)` gives one number a token but
the first.
"""

import argparse
import importlib.util
import json
import math
import os
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SCHEMA = "stepmark.sidecar/1"
VERSION = "sidecar 1"
MAX_BYTES = 64_000_000


class Refused(Exception):
    """A request that this model cannot answer."""


class Model:
    """A loaded model, asked one batch at a time."""

    def __init__(self, name, forward, facts):
        self.name = name
        self.forward = forward
        self.facts = facts
        self.capability = facts.get("capability", "token_vectors")
        self.lock = threading.Lock()

    def info(self):
        told = {key: self.facts[key] for key in ("width", "max_tokens", "dtype", "device") if key in self.facts}
        return {
            "schema": SCHEMA,
            "model": self.name,
            "version": self.facts.get("version", VERSION),
            "capabilities": [self.capability],
            **told,
        }

    def score(self, body):
        if not isinstance(body, dict) or body.get("schema") != SCHEMA:
            raise Refused(f"schema must be {SCHEMA}")
        if body.get("need") != self.capability:
            raise Refused(f"this model gives {self.capability}")
        requests = body.get("requests")
        if not isinstance(requests, list) or not requests:
            raise Refused("requests must be a list of at least one")
        problems = [self.problem(request) for request in requests]
        fit = [request for request, problem in zip(requests, problems) if problem is None]
        rows = iter(self.rows(fit) if fit else [])
        return {
            "answers": [
                {"rows": next(rows)} if problem is None else {"error": problem} for problem in problems
            ]
        }

    def problem(self, request):
        """Why one request cannot be answered, if so."""
        ids = request.get("ids") if isinstance(request, dict) else None
        if not isinstance(ids, list) or not ids or not all(type(one) is int and one >= 0 for one in ids):
            return "ids must be token ids"
        most = self.facts.get("max_tokens")
        if most is not None and len(ids) > most:
            return f"too_long: {len(ids)} tokens, more than {most}"
        places = request.get("positions")
        if not isinstance(places, list) or not all(type(one) is int and 0 <= one < len(ids) for one in places):
            return "positions must be places in ids"
        return None

    def rows(self, requests):
        ids = [request["ids"] for request in requests]
        with self.lock:
            if self.capability == "next_token_scores":
                given = self.forward(ids, [request.get("labels", []) for request in requests])
            else:
                given = self.forward(ids)
        if self.capability == "sequence_logprobs":
            return [[clean(row)] for row in given]
        return [
            [clean(rows[place]) for place in request["positions"]]
            for request, rows in zip(requests, given)
        ]


def clean(row):
    """JSON has no NaN: null stands for a number that is none."""
    return [number if math.isfinite(number) else None for number in map(float, row)]


def handler(model, key):
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            if self.path != "/info":
                self.answer(404, {"error": f"no {self.path}"})
            elif self.allowed():
                self.answer(200, model.info())

        def do_POST(self):
            length = int(self.headers.get("content-length", 0))
            if length > MAX_BYTES:
                self.close_connection = True
                self.answer(413, {"error": f"more than {MAX_BYTES} bytes"})
                return
            body = self.rfile.read(length)
            if not self.allowed():
                return
            if self.path != "/score":
                self.answer(404, {"error": f"no {self.path}"})
                return
            try:
                self.answer(200, model.score(json.loads(body)))
            except (Refused, json.JSONDecodeError, UnicodeDecodeError) as error:
                self.answer(400, {"error": str(error)})
            except Exception as error:  # The server outlives a batch that fails, and the client asks again.
                self.answer(500, {"error": f"{type(error).__name__}: {error}"})

        def allowed(self):
            if not key or self.headers.get("authorization") == f"Bearer {key}":
                return True
            self.answer(401, {"error": "wrong key"})
            return False

        def answer(self, status, value):
            content = json.dumps(value, allow_nan=False).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_):
            pass

    return Handler


class Server(ThreadingHTTPServer):
    # The client opens many connections at once.
    request_queue_size = 512
    daemon_threads = True


def load_file(path):
    spec = importlib.util.spec_from_file_location("loader", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.load


def main():
    parser = argparse.ArgumentParser(description="Serves a model's numbers to stepmark run --backend http")
    parser.add_argument("--model", required=True, help="id or folder; the runner's --model or --served-model")
    parser.add_argument("--load", required=True, help="Python file with load(model, device, dtype)")
    parser.add_argument("--device", default="cuda")
    parser.add_argument("--dtype", default="bfloat16")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    asked = parser.parse_args()
    forward, facts = load_file(asked.load)(asked.model, asked.device, asked.dtype)
    # The key comes from the environment, never from arguments, which every user of a machine can read.
    key = os.environ.get("STEPMARK_BACKEND_KEY", "")
    server = Server((asked.host, asked.port), handler(Model(asked.model, forward, facts), key))
    print(f"http://{asked.host}:{server.server_address[1]}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
