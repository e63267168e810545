"""How good a set of suggested pairs is."""

from collections.abc import Mapping, Sequence

Pair = tuple[int, int]


def quality(name: str, found: set[Pair], truth: set[Pair]) -> dict[str, float]:
    right = len(found & truth)
    return {
        f"{name}_pairs": len(found),
        f"{name}_precision": right / max(len(found), 1),
        f"{name}_recall": right / max(len(truth), 1),
    }


def pooled(rounds: Sequence[tuple[Mapping[str, set[Pair]], set[Pair]]]) -> dict[str, float]:
    """Of several searches, each with its own truth: all pairs counted together."""
    said: dict[str, float] = {"truth": sum(len(truth) for _, truth in rounds)}
    for name in rounds[0][0]:
        found = sum(len(one[name]) for one, _ in rounds)
        right = sum(len(one[name] & truth) for one, truth in rounds)
        said |= {f"{name}_pairs": found, f"{name}_right": right}
        said |= {f"{name}_precision": right / max(found, 1), f"{name}_recall": right / max(said["truth"], 1)}
    return said


def best(scores: Mapping[Pair, float], truth: set[Pair]) -> dict[str, float]:
    """Precision and recall where their harmonic mean is highest: a limit chosen with the truth at hand."""
    right, found = 0, {"f": 0.0, "best_precision": 0.0, "best_recall": 0.0}
    for count, pair in enumerate(sorted(scores, key=lambda pair: -scores[pair]), start=1):
        right += pair in truth
        mean = 2 * right / (count + len(truth))
        if mean > found["f"]:
            found = {"f": mean, "best_precision": right / count, "best_recall": right / len(truth)}
    return {name: value for name, value in found.items() if name != "f"}
