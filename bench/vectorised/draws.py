"""Resamples of clusters, and intervals from them."""

import json
import os

import numpy as np


class Draws:
    """How often each cluster is drawn, a row a cluster and a column a resample; those of a folder, or its own."""

    def __init__(self, job, part, ids, clusters):
        folder = job.get("draws")
        if folder:
            with open(os.path.join(folder, part + ".json"), encoding="utf-8") as file:
                told = json.load(file)
            self.of = np.array([told["of"][name] for name in ids])
            self.count = told["clusters"]
            raw = np.fromfile(os.path.join(folder, part + ".bin"), dtype=np.uint8)
            self.weights = raw.reshape(self.count, told["resamples"]).astype(np.float32)
            return
        number = {}
        self.of = np.array([number.setdefault(name, len(number)) for name in clusters])
        self.count = k = len(number)
        resamples = job["resamples"]
        drawn = np.random.default_rng().integers(0, k, (resamples, k))
        drawn += np.arange(resamples)[:, None] * k
        counts = np.bincount(drawn.ravel(), minlength=resamples * k).reshape(resamples, k)
        self.weights = np.ascontiguousarray(counts.T, dtype=np.float32)

    def by_cluster(self, values):
        return np.bincount(self.of, weights=values, minlength=self.count).astype(np.float32)

    def sums(self, values):
        return self.by_cluster(values).astype(np.float64) @ self.weights



def interval(values):
    found = values[~np.isnan(values)]
    if found.size == 0 or values.size - found.size > 0.025 * values.size:
        return None
    return [float(end) for end in np.quantile(found, [0.025, 0.975])]
