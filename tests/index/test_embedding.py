"""The shipped embedding model: torch-free, the same for both readers, and better than characters at lay words."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from domain.lexicon import items
from index.embedding import SETTING, SHIPPED, Embedder, EmbeddingUnavailable

ROOT = Path(__file__).parents[2]
TEXTS = [
    "公务接待费2.40万元，比上年减少0.10万元。",
    "为什么养车的钱涨了？",
    "How much was spent on official vehicles?",
    "岚岫市林业局２０２２年“三公”经费",
    "长" * 2000 + "车",
]


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return Embedder("")


def test_vectors_are_float32_of_length_one(embedder: Embedder) -> None:
    vectors = embedder.encode(TEXTS)
    assert vectors.dtype == np.float32
    assert vectors.shape == (len(TEXTS), 256)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert embedder.encode([]).shape[0] == 0


def test_a_text_of_unknown_characters_is_all_zero_and_no_nan(embedder: Embedder) -> None:
    vectors = embedder.encode(["🦄🦄", "", "  "])
    assert not vectors.any()


def test_a_batch_gives_what_single_texts_give(embedder: Embedder) -> None:
    many = [f"{text}{number}" for number in range(300) for text in TEXTS]
    np.testing.assert_allclose(embedder.encode(many)[-1], embedder.encode(many[-1:])[0], atol=1e-6)


def test_the_end_of_a_long_text_counts(embedder: Embedder) -> None:
    one, other = embedder.encode(["预算" * 400, "预算" * 400 + "公务用车" * 100])
    assert one @ other < 0.99


def test_width_and_case_make_no_difference(embedder: Embedder) -> None:
    one, other = embedder.encode(["2022年（预算）BUDGET", "２０２２年(预算)budget"])
    assert one @ other == pytest.approx(1, abs=1e-5)


def test_the_shipped_model_needs_no_torch() -> None:
    script = "import sys; from index.embedding import Embedder; Embedder('').encode(['预算']); print('torch' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "False"


def test_the_shipped_folder_is_small_and_safe() -> None:
    files = {path.name: path.stat().st_size for path in SHIPPED.iterdir()}
    assert {"model.safetensors", "tokenizer.json", "config.json", "modules.json"} <= set(files)
    assert sum(files.values()) <= 13_000_000  # of both models: passages, and wordings
    assert not [name for name in files if name.endswith((".bin", ".pt", ".pkl"))]  # nothing that runs code when it is loaded
    assert Embedder("").id == json.loads((SHIPPED / "config.json").read_text(encoding="utf-8"))["id"]


def test_sentence_transformers_reads_the_same_vectors(embedder: Embedder) -> None:
    pytest.importorskip("sentence_transformers", reason="needs the extra `models`")
    other = Embedder(str(SHIPPED))
    for query in (False, True):
        np.testing.assert_allclose(
            other.encode([*TEXTS, "🦄预算"], query=query), embedder.encode([*TEXTS, "🦄预算"], query=query), atol=1e-5
        )


def test_the_setting_names_another_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SETTING, "some/model")
    assert Embedder().id == "some/model"
    assert Embedder("").name == "some/model"
    monkeypatch.delenv(SETTING)
    assert Embedder().id.startswith("wenzhang-")


def test_without_the_extra_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(EmbeddingUnavailable, match="extra `models`") as caught:
        Embedder("some/model").encode(["预算"])
    assert "\n" not in str(caught.value)


def test_a_folder_that_is_no_model_is_one_line_too(tmp_path: Path) -> None:
    pytest.importorskip("sentence_transformers", reason="needs the extra `models`")
    with pytest.raises(EmbeddingUnavailable, match="can't be loaded") as caught:
        Embedder(str(tmp_path)).encode(["预算"])
    assert "\n" not in str(caught.value)


def test_llama_index_gets_the_same_vectors(embedder: Embedder) -> None:
    adapter = embedder.as_llama_index()
    np.testing.assert_allclose(adapter.get_query_embedding(TEXTS[1]), embedder.encode([TEXTS[1]], query=True)[0], atol=1e-6)
    np.testing.assert_allclose(adapter.get_text_embedding_batch(TEXTS), embedder.encode(TEXTS), atol=1e-6)


PHRASES = {
    "宴请外地客人吃饭": "公务接待费",
    "给小汽车加汽油": "公务用车运行维护费",
    "到国外考察学习": "因公出国（境）费",
    "冬天烧锅炉": "取暖费",
    "坐火车出差住宾馆": "差旅费",
    "干部上学习班": "培训费",
    "门口保安和保洁": "物业管理费",
    "雇零工": "劳务费",
    "寄快递打电话": "邮电费",
    "文件复印装订": "印刷费",
    "买铅笔本子": "办公费",
    "屋顶修补": "维修（护）费",
    "添一辆轿车": "公务用车购置费",
    "开大会布置会场": "会议费",
    "过节给职工发慰问品": "福利费",
    "请外面的公司来做": "委托业务费",
}
"""Phrases that neither the lexicon nor the training words hold, or hardly any."""


def test_phrases_that_the_lexicon_lacks_find_their_item(embedder: Embedder) -> None:
    """Among the three best of all that is bought or paid for, where comparing spellings finds half of them."""
    from rapidfuzz import process

    known = {phrase for phrase in PHRASES for item in items().values() if phrase in item.lay}
    assert len(PHRASES) - len(known) >= 10, known
    paid = [item for item in items().values() if "三公" in item.forms or any(code.startswith("econ") for code in item.codes)]
    names = [item.name for item in paid if item.lay]
    found = [wanted in [names[at] for _, at in embedder.similar(phrase, names)[:3]] for phrase, wanted in PHRASES.items()]
    spelt = [wanted in [name for name, *_ in process.extract(phrase, names, limit=3)] for phrase, wanted in PHRASES.items()]
    assert sum(found) >= 10
    assert sum(found) >= sum(spelt) + 2
