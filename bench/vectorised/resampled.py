"""First errors in every resample."""

import numpy as np


def resampled_cuts(subset):
    """The best cut of every resample, from the places where a count changes."""
    weights, of = subset.draws.weights, subset.draws.of
    resamples = weights.shape[1]
    known = np.flatnonzero(~np.isnan(subset.scores))
    order = known[np.argsort(subset.scores[known])]
    scores = subset.scores[order]
    clusters = np.repeat(of, subset.lengths)[order]
    drawn = weights[clusters] > 0
    last = scores.size - 1 - np.argmax(drawn[::-1], axis=0)
    ranges = np.flatnonzero(subset.above < subset.up_to)
    places = np.concatenate(
        [np.searchsorted(scores, ends[ranges], "right") for ends in (subset.above, subset.up_to)]
    )
    sign = np.repeat([1, -1], ranges.size).astype(np.float32)
    items = np.tile(ranges, 2)
    sort = np.argsort(places, kind="stable")
    places, items = places[sort], items[sort]
    change = weights[of[items]] * sign[sort][:, None]
    ends = np.append(places[1:] != places[:-1], True)
    is_error = subset.is_error[items][:, None]
    error_k = np.cumsum(np.where(is_error, change, 0), axis=0)[ends].astype(np.float64)
    correct_k = np.cumsum(np.where(is_error, 0, change), axis=0)[ends].astype(np.float64)
    places = places[ends]
    bottom = error_k * subset.correct_n + correct_k * subset.error_n
    half = error_k * correct_k / np.maximum(bottom, 1)
    half[places[:, None] > last] = -1
    best = np.argmax(half, axis=0)
    everyone = np.arange(resamples)
    place = np.where(half[best, everyone] > 0, places[best], 0)
    while not (found := drawn[place, everyone]).all():
        place += ~found
    cuts = scores[place]
    cuts[(subset.error_n == 0) | (subset.correct_n == 0)] = np.nan
    return cuts


def resampled_right(subset, cuts):
    """Right items of either class at each resample's own cut; cuts repeat, so each is looked at once."""
    distinct, inverse = np.unique(cuts, return_inverse=True)
    right = (subset.above[:, None] < distinct) & (distinct <= subset.up_to[:, None])
    order = np.argsort(inverse, kind="stable")
    bounds = np.searchsorted(inverse[order], np.arange(distinct.size + 1))
    found = []
    for side in (subset.is_error, ~subset.is_error):
        rows = np.zeros((subset.draws.count, distinct.size), np.float32)
        np.add.at(rows, subset.draws.of[side], right[side])
        sums = np.empty(cuts.size)
        for index in range(distinct.size):
            columns = order[bounds[index] : bounds[index + 1]]
            weights = subset.draws.weights if distinct.size == 1 else subset.draws.weights[:, columns]
            sums[columns] = rows[:, index] @ weights
        found.append(sums)
    return found
