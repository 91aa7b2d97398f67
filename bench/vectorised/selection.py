"""What policies choose from every subset of candidates."""

import os

import numpy as np


def best_of(results, name, scores, correct, sizes):
    count, total = scores.shape
    order = np.argsort(-scores, axis=1, kind="stable")
    ranked = np.take_along_axis(scores, order, 1)
    right = np.take_along_axis(correct, order, 1).astype(float)
    starts = np.concatenate([np.ones((count, 1), bool), ranked[:, 1:] != ranked[:, :-1]], axis=1)
    flat_starts = np.flatnonzero(starts.ravel())
    lengths = np.diff(np.append(flat_starts, count * total))
    last = flat_starts + lengths - 1
    right_in = np.add.reduceat(right.ravel(), flat_starts)
    row = flat_starts // total
    for n in sizes:
        shares = np.zeros(total)
        share = n / total
        for rank in range(total - n + 1):
            shares[rank] = share
            share *= (total - n - rank) / (total - 1 - rank) if rank < total - 1 else 0
        tiled = np.tile(shares, count)
        best = np.add.reduceat(tiled, flat_starts)
        ties = best - lengths * tiled[last]
        results[f"best_of:{name}@{n}"] = (
            right @ shares,
            np.bincount(row, weights=ties, minlength=count),
            np.bincount(row, weights=best * right_in / lengths, minlength=count),
        )


def vote(results, job, voters, answers, correct, sizes):
    count, total = answers.shape
    classes = int(answers.max()) + 1
    one_hot = answers[:, :, None] == np.arange(classes)  # problems, candidates, answers
    names = list(voters)
    settled = (answers == 0).all(1) & (correct.all(1) | ~correct.any(1))
    open_ = np.flatnonzero(~settled)
    given = iter(drawn_subsets(job, count, total))
    for n in sizes:
        if 2 < n < total:
            masks = next(given)[open_]
        else:
            masks = np.broadcast_to(all_subsets(total, n), (open_.size, *all_subsets(total, n).shape))
        table = {name: tuple(np.zeros(count) for _ in range(3)) for name in names}
        for name in names:
            table[name][0][settled] = table[name][2][settled] = correct[settled, 0]
        for row, problem in zip(masks, open_):
            used = int(answers[problem].max()) + 1
            hot = one_hot[problem, :, :used]
            weights = np.concatenate([hot * voters[name][problem][:, None] for name in names], axis=1)
            mask = row.astype(np.float64)
            sums = (mask @ weights).reshape(len(row), len(names), used)
            seen = (mask @ hot) > 0
            sums[~np.broadcast_to(seen[:, None, :], sums.shape)] = -np.inf
            top = sums.max(axis=2)
            tied = (sums == top[:, :, None]) & (top > -np.inf)[:, :, None]
            first = np.argmax(row[:, :, None] & hot, axis=1)  # first voter of each answer
            is_right = correct[problem][first] & seen
            counts = tied.sum(2)
            right_of = (tied & is_right[:, None, :]).sum(2)
            accuracy = right_of == counts
            mixed = np.nonzero((right_of > 0) & ~accuracy)
            if mixed[0].size:
                voter = np.where(tied[mixed], first[mixed[0]], total)
                winner = np.argmin(voter, axis=1)
                accuracy[mixed] = is_right[mixed[0], winner]
            accuracy &= counts > 0
            shares = right_of / np.maximum(counts, 1)
            for index, name in enumerate(names):
                table[name][0][problem] = accuracy[:, index].mean()
                table[name][1][problem] = (counts[:, index] > 1).mean()
                table[name][2][problem] = shares[:, index].mean()
        for name in names:
            results[f"{name}@{n}"] = table[name]


def all_subsets(total, n):
    if n == total:
        return np.ones((1, total), bool)
    eye = np.eye(total, dtype=bool)
    if n == 1:
        return eye
    first, second = np.triu_indices(total, 1)
    return eye[first] | eye[second]


def drawn_subsets(job, count, total):
    """For n = 4, 8 and 16: problems, 1,000 subsets, whether each candidate is in it."""
    sizes = [4, 8, 16]
    if job.get("draws"):
        raw = np.fromfile(os.path.join(job["draws"], "subsets.bin"), dtype=np.uint8).reshape(count, -1)
        start = 0
        for n in sizes:
            members = raw[:, start : start + 1000 * n].reshape(count, 1000, n)
            start += 1000 * n
            masks = np.zeros((count, 1000, total), bool)
            np.put_along_axis(masks, members.astype(np.int64), True, axis=2)
            yield masks
        return
    rng = np.random.default_rng()
    for n in sizes:
        keys = rng.random((count, 1000, total), dtype=np.float32)
        yield keys <= np.partition(keys, n - 1, axis=2)[:, :, n - 1 : n]
