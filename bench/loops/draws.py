"""Resamples of clusters, and intervals from them."""

import json
import os
import random

import numpy as np


class Draws:
    """The clusters drawn in each resample, with repeats; those of a folder, or its own."""

    def __init__(self, job, part, items, cluster_of):
        self.clusters = {}
        folder = job.get("draws")
        if folder:
            with open(os.path.join(folder, part + ".json"), encoding="utf-8") as file:
                told = json.load(file)
            for item in items:
                self.clusters.setdefault(told["of"][item["id"]], []).append(item)
            with open(os.path.join(folder, part + ".bin"), "rb") as file:
                raw = file.read()
            self.weights = [raw[start :: told["resamples"]] for start in range(told["resamples"])]
        else:
            for item in items:
                self.clusters.setdefault(cluster_of(item), []).append(item)
            self.weights = None
            self.names = list(self.clusters)

    def sample(self, resample):
        if self.weights is None:
            chosen = random.choices(self.names, k=len(self.names))
        else:
            chosen = [name for name, times in enumerate(self.weights[resample]) for _ in range(times)]
        return [item for name in chosen for item in self.clusters[name]]



def interval(values):
    found = [value for value in values if value is not None]
    if not found or len(values) - len(found) > 0.025 * len(values):
        return None
    return [float(end) for end in np.percentile(found, [2.5, 97.5])]
