"""The small embedding model: one trained vector a character (a word for Latin text), averaged.

sentence-transformers' StaticEmbedding, trained with in-batch negatives (MultipleNegativesRanking) in a plain loop on the CPU. The loop is
our own for one reason: passages that answer a question as well as its own are no negatives and are masked.
"""

from __future__ import annotations

import hashlib
import json
import random
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from index.train.text import Pair, office_names

if TYPE_CHECKING:
    import torch
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from tokenizers import Tokenizer

DIM = 256
BATCH = 1024
EPOCHS = 3
RATE = 0.1
SCALE = 20.0
"""Cosine is multiplied by this before the softmax, as MultipleNegativesRankingLoss does."""
UNKNOWN = "[UNK]"
_LATIN = re.compile(r"[a-z]+")


def tokenizer(texts: Iterable[str], whole: Sequence[str]) -> Tokenizer:
    """Single Chinese characters, digits and signs; Latin words and the phrases of `whole` in one piece. Knows all of GB 2312."""
    from tokenizers import AddedToken, Regex, Tokenizer, models, normalizers, pre_tokenizers

    normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
    seen = {char for text in texts for char in text} | {char for phrase in whole for char in phrase} | set(map(chr, range(0x21, 0x7F)))
    seen |= {bytes((high, low)).decode("gb2312", "ignore") for high in range(0xA1, 0xF8) for low in range(0xA1, 0xFF)}
    known = {char for raw in seen for char in normalizer.normalize_str(raw) if not char.isspace()}
    latin = {word for text in texts for word in _LATIN.findall(text.lower())}
    phrases = sorted({normalizer.normalize_str(phrase) for phrase in whole})
    vocabulary = [UNKNOWN, *sorted(known | latin | set(phrases))]
    made = Tokenizer(models.WordLevel({token: at for at, token in enumerate(vocabulary)}, unk_token=UNKNOWN))
    made.normalizer = normalizer
    # Whatever is no Latin letter stands alone: BertPreTokenizer would keep a run of Chinese together.
    made.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Split(Regex("[^a-z]"), "isolated")])
    made.add_tokens([AddedToken(phrase, normalized=True) for phrase in phrases])
    return made


def train(pairs: Sequence[Pair], seed: int) -> StaticEmbedding:
    """The trained module; batches are runs of `pairs`, so whole disclosures stay together. The same pairs and seed give the same model."""
    import torch
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding

    torch.manual_seed(seed)
    module = StaticEmbedding(
        tokenizer([text for pair in pairs for text in (pair.question, pair.passage)], office_names()), embedding_dim=DIM
    )
    batches = [_batch(module, pairs[start : start + BATCH]) for start in range(0, len(pairs), BATCH)]
    optimizer = torch.optim.Adam(module.parameters(), lr=RATE)
    schedule = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, 0.05, total_iters=EPOCHS * len(batches))
    order = random.Random(seed)
    for batch in (one for _ in range(EPOCHS) for one in order.sample(batches, len(batches))):
        loss = _loss(module, batch)
        optimizer.zero_grad()
        torch.autograd.backward(loss)
        optimizer.step()
        schedule.step()
    with torch.no_grad():
        # model2vec leaves unknown characters out, sentence-transformers averages them in: at 0 both give the same direction.
        module.embedding.weight[module.tokenizer.token_to_id(UNKNOWN)] = 0
    return module


@dataclass(frozen=True)
class _Batch:
    """Tokens of the questions, tokens of all passages (those without a question last), and which passages are no negatives."""

    asked: dict[str, torch.Tensor]
    told: dict[str, torch.Tensor]
    also_right: torch.Tensor


def _batch(module: StaticEmbedding, pairs: Sequence[Pair]) -> _Batch:
    pairs = sorted(pairs, key=lambda pair: not pair.question)
    asked = [pair.question for pair in pairs if pair.question]
    return _Batch(module.preprocess(asked), module.preprocess([pair.passage for pair in pairs]), _also_right(pairs)[: len(asked)])


def _loss(module: StaticEmbedding, batch: _Batch) -> torch.Tensor:
    """Each question has to find its passage among the batch's, each passage its question."""
    import torch
    from torch.nn.functional import cross_entropy, normalize

    asked, told = (normalize(module(dict(tokens))["sentence_embedding"], dim=-1) for tokens in (batch.asked, batch.told))
    scores = (SCALE * asked @ told.T).masked_fill(batch.also_right, float("-inf"))
    wanted = torch.arange(len(asked))
    return (cross_entropy(scores, wanted) + cross_entropy(scores.T[: len(asked)], wanted)) / 2


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


def save(module: StaticEmbedding, folder: Path) -> None:
    """Writes the folder that model2vec reads without torch and that sentence-transformers reads as its own."""
    from model2vec import StaticModel

    vectors = module.embedding.weight.detach().numpy()
    name = f"wenzhang-{hashlib.sha256(vectors.tobytes()).hexdigest()[:12]}"
    made = StaticModel(vectors, module.tokenizer, config={"id": name, "model_type": "model2vec"}, normalize=True, max_length=None)
    made.save_pretrained(folder)
    (folder / "model.safetensors").chmod(0o644)  # safetensors makes files that only their owner may read
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
