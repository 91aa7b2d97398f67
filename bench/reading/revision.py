"""Which revision of a benchmark was read: the hash that Stepmark tells of it."""

import hashlib
import json
import re


def in_id_order(items):
    """As people count: math-9 before math-10."""
    return sorted(items, key=lambda item: [int(part) if part.isdigit() else part for part in re.findall(r"\d+|\D+", item["id"])])


def digest(value):
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def revision_of(subsets):
    """Of each subset in order its id and the (id, steps, label) of its items in order."""
    return digest([[name, digest(rows)] for name, rows in subsets])
