"""Trains the classifier of wordings (index/senses.py): one vector a feature, one an item, by cross-entropy in a plain loop on the CPU."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from domain.lexicon import bearers, items, of_several_items
from domain.rows import load_rows
from domain.spoken import spoken
from domain.text import key
from index.senses import NAMES, NONE, SCALE, WEIGHTS, features

DIM = 64
EPOCHS = 4
BATCH = 512
RATE, LAST = 0.01, 0.05
"""The learning rate, and the share of it that is left at the end."""
LEFT_OUT = 0.2
"""Share of a text's features that are left out each time, so that none of them decides alone."""
SMOOTHING = 0.05
MOST_MADE = 12
"""Wordings that are trained on of those that one pattern makes."""
OFTEN = 4
"""How often what means no item is shown: there are few of these for all that people may ask."""
NO_ITEM = Path(__file__).parent / "no_item.yaml"


def wordings() -> dict[str, tuple[str, ...]]:
    """Every name and wording with the items that it means, NONE where it means none; words of several items (交通费) are left out."""
    found: dict[str, list[str]] = {}
    for item in items().values():
        for wording in (item.key, *item.names, *item.lay, *item.en):
            if "/" not in wording and len(wording) > 1:
                found.setdefault(wording, []).append(item.key)
    for row in spoken():
        for wording in (wording for pattern in row.made for wording in pattern.some(MOST_MADE)):
            found.setdefault(wording, list(bearers(row.name)))
    known, several = {key(wording) for wording in found}, {key(word) for word in of_several_items()}
    none = {word: NONE for words in load_rows(NO_ITEM).values() for word in words if key(word) not in known}
    return {word: tuple(dict.fromkeys(keys)) for word, keys in found.items() if key(word) not in several} | none


def write(told: Mapping[str, tuple[str, ...]], folder: Path, seed: int) -> None:
    """Trains on `told` and writes the two files that `index.senses.senses` reads; the same wordings and seed give the same classifier."""
    import numpy as np
    from safetensors.numpy import save_file

    some = [wording for wording, keys in told.items() for _ in range(1 if keys else OFTEN)]
    counted = Counter(feature for wording in told for feature in {*features(wording)})
    known = sorted(feature for feature, count in counted.items() if count > 1 or len(feature) == 1)
    meant = sorted({*told.values()})
    vectors, means = _trained(some, [meant.index(told[wording]) for wording in some], known, len(meant), seed)
    folder.mkdir(parents=True, exist_ok=True)
    save_file({"vectors": np.asarray(vectors, dtype=np.float16), "meant": np.asarray(means, dtype=np.float16)}, folder / WEIGHTS)
    (folder / WEIGHTS).chmod(0o644)  # safetensors makes files that only their owner may read
    (folder / NAMES).write_text(json.dumps({"features": known, "items": meant}, ensure_ascii=False) + "\n", encoding="utf-8")


def _trained(texts: Sequence[str], sense: Sequence[int], known: Sequence[str], senses: int, seed: int) -> tuple[object, object]:
    """(features, DIM) and (senses, DIM), not normalised and normalised."""
    import torch
    from torch.nn.functional import cross_entropy, normalize

    torch.manual_seed(seed)
    rng = random.Random(seed)
    row = {feature: at for at, feature in enumerate(known)}
    rows = [[row[each] for each in features(text) if each in row] for text in texts]
    vectors = torch.nn.EmbeddingBag(len(known), DIM, mode="mean")
    torch.nn.init.normal_(vectors.weight, std=0.05)

    def embedded(some: Iterable[Sequence[int]]) -> torch.Tensor:
        bags = [torch.tensor(each, dtype=torch.long) for each in some]
        starts = torch.tensor([0, *map(len, bags[:-1])]).cumsum(0)
        return normalize(vectors(torch.cat(bags), starts), dim=-1)

    wanted = torch.tensor(sense)
    with torch.no_grad():
        means = torch.zeros(senses, DIM).index_add_(0, wanted, embedded(rows))
    meant = torch.nn.Parameter(normalize(means, dim=-1))
    optimizer = torch.optim.Adam([*vectors.parameters(), meant], lr=RATE)
    batches = EPOCHS * -(-len(rows) // BATCH)
    schedule = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, LAST, total_iters=batches)
    for _ in range(EPOCHS):
        order = rng.sample(range(len(rows)), len(rows))
        for start in range(0, len(order), BATCH):
            batch = order[start : start + BATCH]
            kept = [[each for each in rows[at] if rng.random() >= LEFT_OUT] or rows[at] for at in batch]
            scores = SCALE * embedded(kept) @ normalize(meant, dim=-1).T
            loss = cross_entropy(scores, wanted[batch], label_smoothing=SMOOTHING)
            optimizer.zero_grad()
            torch.autograd.backward(loss)
            optimizer.step()
            schedule.step()
    return vectors.weight.detach().numpy(), normalize(meant, dim=-1).detach().numpy()
