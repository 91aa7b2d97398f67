"""What scores of labelled steps tell without a threshold."""

from sklearn.metrics import average_precision_score, brier_score_loss, roc_auc_score


def step_numbers(values, name, scores, labels):
    known = [(score, label) for score, label in zip(scores, labels) if score is not None]
    scores, labels = [score for score, _ in known], [label for _, label in known]
    wrong = [1 - label for label in labels]
    both = 0 < sum(labels) < len(labels)
    values[name + "/auroc"] = float(roc_auc_score(labels, scores)) if both else None
    values[name + "/auprc/right"] = float(average_precision_score(labels, scores)) if both else None
    values[name + "/auprc/wrong"] = float(average_precision_score(wrong, [-score for score in scores])) if both else None
    values[name + "/brier"] = float(brier_score_loss(labels, scores)) if both else sum((1 - score) ** 2 for score in scores) / len(scores)
    edges = [index * 0.1 for index in range(10)] + [1.0]
    for convention in ("lower_closed", "upper_closed"):
        bins = [[] for _ in range(10)]
        for score, label in known:
            for index in range(10):
                low, high = edges[index], edges[index + 1]
                if convention == "lower_closed":
                    inside = low <= score < high or (index == 9 and score == 1)
                else:
                    inside = low < score <= high or (index == 0 and score == 0)
                if inside:
                    bins[index].append((score, label))
                    break
        error = 0.0
        for members in bins:
            if members:
                confidence = sum(score for score, _ in members) / len(members)
                accuracy = sum(label for _, label in members) / len(members)
                error += len(members) * abs(accuracy - confidence)
        values[f"{name}/ece/{convention}"] = error / len(known)
        values[f"{name}/reliability/{convention}"] = [
            number for members in bins for number in (sum(label for _, label in members), len(members))
        ]
    bars = [[0, 0] for _ in range(20)]
    uppers = [index * (1 / 20) for index in range(1, 20)] + [1.0]
    for score, label in known:
        place = 0
        while place < 19 and score >= uppers[place]:
            place += 1
        bars[place][0 if label else 1] += 1
    values[name + "/histogram"] = [number for bar in bars for number in bar]
