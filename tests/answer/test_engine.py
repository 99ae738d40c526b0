"""The assistant inside other people's LlamaIndex programs: a router and an agent's tool, with a model that is a script. No network."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from answer import Assistant
from domain.model import Figure
from library import Library
from tests.answer.books import Sheet, book, library

if TYPE_CHECKING:
    from llama_index.core.llms import CustomLLM

ORG = "霁岚县水利局"
SPENT = Sheet("基本支出表", "基本支出预算表", [("公务接待费", {"合计": "2.40"}), ("会议费", {"合计": "16.00"})], "表6")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return library(tmp_path_factory.mktemp("engine"), book(ORG, 2023, "预算", SPENT))


def scripted() -> CustomLLM:
    """A model that chooses the tool whose description speaks of budgets, and says which prompts it was given."""
    from llama_index.core.llms import CompletionResponse, CustomLLM, LLMMetadata
    from pydantic import PrivateAttr

    class Scripted(CustomLLM):
        _asked: list[str] = PrivateAttr(default_factory=list)

        @property
        def metadata(self) -> LLMMetadata:
            return LLMMetadata(model_name="scripted")

        @property
        def asked(self) -> list[str]:
            return self._asked

        def complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> CompletionResponse:
            self._asked.append(prompt)
            chosen = re.search(r"\((\d+)\) [^\n]*预决算", prompt)
            assert chosen, prompt
            return CompletionResponse(text=f'[{{"choice": {chosen[1]}, "reason": "about public accounts"}}]')

        def stream_complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> Any:
            raise NotImplementedError

    return Scripted()


def tools(made: Library) -> list[Any]:
    from llama_index.core.base.response.schema import Response
    from llama_index.core.query_engine import CustomQueryEngine
    from llama_index.core.tools import QueryEngineTool

    from answer.engine import AnswerEngine

    class Weather(CustomQueryEngine):
        def custom_query(self, query_str: str) -> Response:
            raise AssertionError("the router chose the weather")

    ours = AnswerEngine(Assistant(made))
    return [
        QueryEngineTool.from_defaults(Weather(), name="weather", description="天气预报"),
        QueryEngineTool.from_defaults(ours, name="budgets", description="政府部门预决算公开中的数字和说明"),
    ]


def test_a_router_asks_the_engine_and_passes_its_answer_on(made: Library) -> None:
    from llama_index.core.query_engine import RouterQueryEngine
    from llama_index.core.selectors import LLMSingleSelector

    from answer.engine import answer_of

    model = scripted()
    router = RouterQueryEngine(LLMSingleSelector.from_defaults(llm=model), tools(made), llm=model)
    response = router.query(f"{ORG}2023年公务接待费是多少？")
    told = answer_of(response)
    assert len(model.asked) == 1 and "2.40" in str(response)  # type: ignore[attr-defined]
    assert told["status"] == "answered" and told["values"][0]["value"] == "2.40" and told["values"][0]["unit"] == "万元"
    cited = response.source_nodes[0]
    figure = _figure(made, cited.node.node_id)
    assert cited.node.get_content() == figure.printed == "2.40"
    assert cited.metadata["file"] == figure.place.file and cited.metadata["table"] == figure.table
    assert cited.metadata["document"] == told["citations"][0]["document"] == figure.document


def test_an_agent_calls_it_as_a_tool(made: Library) -> None:
    from answer.engine import answer_of

    output = tools(made)[1].call(input=f"{ORG}2023年会议费")
    assert "16.00" in output.content and answer_of(output.raw_output)["values"][0]["value"] == "16.00"


def test_a_refusal_claims_nothing(made: Library) -> None:
    from answer.engine import AnswerEngine, answer_of

    response = AnswerEngine(Assistant(made)).query(f"{ORG}2023年差旅费是多少？")
    assert answer_of(response)["status"] == "not_found" and not answer_of(response)["values"]


def test_the_retriever_finds_the_reason_within_the_year(sample_library: Library) -> None:
    from answer.engine import QuestionRetriever

    found = QuestionRetriever(Assistant(sample_library), k=3).retrieve("白鹭县教育局2022年机关运行经费为什么变化？")
    assert 0 < len(found) <= 3 and {hit.metadata["file"] for hit in found} == {"s06.txt"}
    assert "机关运行经费" in found[0].node.get_content() and "原因" in found[0].node.get_content()
    assert [hit.score for hit in found] == sorted((hit.score or 0 for hit in found), reverse=True)


def _figure(made: Library, figure: str) -> Figure:
    (found,) = made.snapshot().figures.get([figure])
    return found


def test_nothing_heavy_is_loaded_before_it_is_used(tmp_path: Path) -> None:
    import subprocess
    import sys

    code = "import sys, answer; print({'llama_index', 'chromadb'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "set()"
