"""How first errors are judged."""


def decide(scores, threshold):
    """The first step below the threshold, -1 for none; 'undecided' with where a score is missing."""
    for step, score in enumerate(scores):
        if score is None:
            return "undecided", step
        if score < threshold:
            return "at", step
    return "none", -1


def is_right(item, threshold):
    label = item["label"]
    for step, score in enumerate(item["scores"]):
        if score is None:
            return False
        if score < threshold:
            return step == label
    return label == -1


def f1_score(error, correct):
    return 2 * error * correct / (error + correct) if error + correct > 0 else 0.0


def metrics_of(items, rights):
    error = [right for item, right in zip(items, rights) if item["label"] != -1]
    correct = [right for item, right in zip(items, rights) if item["label"] == -1]
    if not error or not correct:
        return {"f1": None, "error_accuracy": sum(error) / len(error) if error else None, "correct_accuracy": sum(correct) / len(correct) if correct else None}
    error_accuracy, correct_accuracy = sum(error) / len(error), sum(correct) / len(correct)
    return {"f1": f1_score(error_accuracy, correct_accuracy), "error_accuracy": error_accuracy, "correct_accuracy": correct_accuracy}


def best_threshold(items):
    """Tries every distinct score; compares F1 as fractions, so that equal ones are."""
    candidates = sorted({score for item in items for score in item["scores"] if score is not None})
    errors = [item for item in items if item["label"] != -1]
    corrects = [item for item in items if item["label"] == -1]
    if not errors or not corrects:
        return None
    best, best_top, best_bottom = candidates[0], -1, 1
    for threshold in candidates:
        error_k = sum(is_right(item, threshold) for item in errors)
        correct_k = sum(is_right(item, threshold) for item in corrects)
        top = error_k * correct_k
        bottom = (error_k * len(corrects) + correct_k * len(errors)) or 1
        if top * best_bottom > best_top * bottom:
            best, best_top, best_bottom = threshold, top, bottom
    return best


def outcome(item, threshold):
    kind, step = decide(item["scores"], threshold)
    label = item["label"]
    if kind == "undecided":
        return "passed_gold" if label != -1 and step > label else "undecided"
    if kind == "none":
        return "missed" if label != -1 else "passed"
    if label == -1:
        return "false_alarm"
    return "hit" if step == label else "early" if step < label else "late"


OUTCOMES = ["hit", "early", "late", "missed", "passed_gold", "undecided", "false_alarm", "passed"]
