"""The small embedding model: one trained vector a character (a word for Latin text), averaged.

sentence-transformers' StaticEmbedding, trained with in-batch negatives (MultipleNegativesRanking) in a plain loop on the CPU. The loop is
our own for one reason: passages that answer a question as well as its own are no negatives and are masked.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.train.text import Pair, office_names

if TYPE_CHECKING:
    import torch
    from sentence_transformers import SentenceTransformer
    from tokenizers import Tokenizer

DIM = 256
BATCH = 1024
EPOCHS = 3
RATE = 0.02
SCALE = 20.0
"""Cosine is multiplied by this before the softmax, as MultipleNegativesRankingLoss does."""
UNKNOWN = "[UNK]"
_LATIN = re.compile(r"[a-z]+")


def tokenizer(texts: Sequence[str], whole: Sequence[str]) -> Tokenizer:
    """Single Chinese characters, digits and signs; Latin words and the phrases of `whole` in one piece. Knows all of GB 2312."""
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

    characters = {bytes((high, low)).decode("gb2312", "ignore") for high in range(0xA1, 0xF8) for low in range(0xA1, 0xFF)}
    characters |= {chr(code) for code in range(0x21, 0x7F)} | {char for text in texts for char in text}
    normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
    known = {char for raw in characters for char in normalizer.normalize_str(raw) if not char.isspace()}
    latin = {word for text in texts for word in _LATIN.findall(text.lower())}
    phrases = sorted({normalizer.normalize_str(phrase) for phrase in whole}, key=lambda phrase: (-len(phrase), phrase))
    vocabulary = [UNKNOWN, *sorted(known | latin | set(phrases))]
    made = Tokenizer(models.WordLevel({token: at for at, token in enumerate(vocabulary)}, unk_token=UNKNOWN))
    made.normalizer = normalizer
    # Whatever is no Latin letter stands alone: BertPreTokenizer would keep a run of Chinese together.
    pieces = Regex("|".join([*map(re.escape, phrases), "[^a-z]"]))
    made.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Split(pieces, "isolated")])
    return made


def train(pairs: Sequence[Pair], seed: int) -> SentenceTransformer:
    """A model trained on `pairs` (in the order of their disclosures); the same pairs and seed give the same model on one machine."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.models import StaticEmbedding

    torch.manual_seed(seed)
    vocabulary = tokenizer([text for pair in pairs for text in (pair.question, pair.passage)], office_names())
    static = StaticEmbedding(vocabulary, embedding_dim=DIM)
    model = SentenceTransformer(modules=[static], device="cpu")
    batches = [pairs[start : start + BATCH] for start in range(0, len(pairs), BATCH)]
    optimizer = torch.optim.Adam(model.parameters(), lr=RATE)
    schedule = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, 0.05, total_iters=EPOCHS * len(batches))
    for batch in _shuffled(batches, seed):
        loss = _loss(model, batch)
        optimizer.zero_grad()
        torch.autograd.backward(loss)
        optimizer.step()
        schedule.step()
    with torch.no_grad():
        # model2vec leaves unknown characters out, sentence-transformers averages them in: at 0 both give the same direction.
        static.embedding.weight[vocabulary.token_to_id(UNKNOWN)] = 0
    return model


def _shuffled(batches: Sequence[Sequence[Pair]], seed: int) -> Iterator[Sequence[Pair]]:
    import random

    order = random.Random(seed)
    for _ in range(EPOCHS):
        yield from order.sample(batches, len(batches))


def _loss(model: SentenceTransformer, batch: Sequence[Pair]) -> torch.Tensor:
    """Each question has to find its passage among the batch's (those that answer nothing included), each passage its question."""
    import torch

    batch = sorted(batch, key=lambda pair: not pair.question)  # those without a question last
    asked = _embedded(model, [pair.question for pair in batch if pair.question])
    told = _embedded(model, [pair.passage for pair in batch])
    scores = (SCALE * asked @ told.T).masked_fill(_also_right(batch)[: len(asked)], float("-inf"))
    wanted = torch.arange(len(asked))
    there, back = torch.nn.functional.cross_entropy(scores, wanted), torch.nn.functional.cross_entropy(scores.T[: len(asked)], wanted)
    return (there + back) / 2


def _embedded(model: SentenceTransformer, texts: list[str]) -> torch.Tensor:
    import torch

    return torch.nn.functional.normalize(model(model.preprocess(texts))["sentence_embedding"], dim=-1)


def _also_right(batch: Sequence[Pair]) -> torch.Tensor:
    """(n, n): True where passage j answers question i too, though it is not its own."""
    import torch

    holders: dict[str, list[int]] = {}
    for at, pair in enumerate(batch):
        for topic in pair.covers:
            holders.setdefault(topic, []).append(at)
    right = torch.zeros(len(batch), len(batch), dtype=torch.bool)
    for at, pair in enumerate(batch):
        right[at, holders[pair.topic]] = True
    return right.fill_diagonal_(False)


def save(model: SentenceTransformer, folder: Path) -> None:
    """Writes the folder that model2vec reads without torch and that sentence-transformers reads as its own."""
    from model2vec import StaticModel

    static: Any = model[0]
    vectors = static.embedding.weight.detach().numpy()
    name = f"wenzhang-{hashlib.sha256(vectors.tobytes()).hexdigest()[:12]}"
    made = StaticModel(vectors, static.tokenizer, config={"id": name, "model_type": "model2vec"}, normalize=True, max_length=None)
    made.save_pretrained(folder)
    (folder / "README.md").write_text(_CARD.format(name=name, dim=vectors.shape[1], tokens=vectors.shape[0]), encoding="utf-8")
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    (folder / "config.json").write_text(json.dumps(config, indent=2, sort_keys=True) + "\n", encoding="utf-8")


_CARD = """---
license: apache-2.0
language: [zh, en]
library_name: sentence-transformers
---
# {name}
Static embeddings, {tokens} tokens (single characters, Latin words) × {dim}, for questions about public budgets and accounts in Chinese.
Trained by `python -m index.train` on text generated by this project; no text of real documents is in it.
"""
