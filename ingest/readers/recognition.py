"""Pictures of lines → characters, by the models that rapidocr brings in its wheel: nothing is ever downloaded."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import cv2
import numpy as np
import rapidocr

from domain.money import parse_number
from ingest.errors import Unreadable
from ingest.readers.ink import Area, Picture

THREADS = 1
"""Of each process; files are read in several. A second one spins while it waits: twice the processor's time for the same page."""
HEIGHT, NARROWEST = 48, 96
"""Pixels of a line as the model sees it; narrower ones are filled up. Short numbers are read as well in 96 as in the 320 of the default."""
_WIDE = str.maketrans("０１２３４５６７８９．－＋％（）", "0123456789.-+%()")
_WIDE_COMMA = re.compile(r"(?<=\d)，(?=\d)")
_BLANK_AT_MARK = re.compile(r"(?<=\d)\s+(?=[.,]\d)|(?<=\d[.,])\s+(?=\d)")
_FIGURES = re.compile(r"[\d０-９.．,，\s%％()（）+＋\-－—]*[\d０-９][\d０-９.．,，\s%％()（）+＋\-－—]*")


class Reading(NamedTuple):
    text: str
    sure: float
    """How sure the least sure character is, 0–1: one wrong digit is a wrong number."""
    mean: float
    """How sure the characters are on average."""


def recognise(lines: Sequence[Picture]) -> list[Reading]:
    """The characters of each line, in the order given; numbers in plain digits (see `cleaned`)."""
    if not lines:
        return []
    found = _engine().recognize_txt([cv2.cvtColor(line, cv2.COLOR_GRAY2BGR) for line in lines])
    return [_reading(text, [float(one) for one in info.confs]) for text, info in zip(found.txts, found.word_results, strict=True)]


def _reading(text: str, sure: list[float]) -> Reading:
    return Reading(cleaned(text), min(sure), sum(sure) / len(sure)) if text.strip() and sure else Reading("", 0.0, 0.0)


def is_figure(text: str) -> bool:
    """Whether a text is meant to be a number or a code, well read or not: more digits than anything else."""
    return 2 * sum(char.isdigit() for char in text) > len(text)


def settled(readings: Sequence[Reading]) -> Reading:
    """One of several readings of the same line, the plain one first: a well-formed number before a malformed one, then what most of them say.

    Where they don't agree it is as much less sure as fewer say so.
    """
    votes = Counter(reading.text for reading in readings)
    best = max(readings, key=lambda one: (parse_number(one.text) is not None, votes[one.text], one.sure))
    return best._replace(sure=best.sure * (votes[best.text] / len(readings)))


def detect(picture: Picture) -> list[Area]:
    """Where lines of text stand on a picture without tables; letters should be 10 pixels high or more."""
    found = _engine()(cv2.cvtColor(picture, cv2.COLOR_GRAY2BGR), use_det=True, use_cls=False, use_rec=False)
    boxes = () if found.boxes is None else np.asarray(found.boxes).round().astype(int)
    return [Area(*(int(value) for value in (*box.min(axis=0), *box.max(axis=0)))) for box in boxes]


def cleaned(text: str) -> str:
    """A figure without what can't be otherwise: full-width digits and signs, a Chinese comma between digits, blanks beside a point or comma.

    Nothing else is mended, and text that isn't a figure stays as it was read.
    """
    text = text.strip()
    if not _FIGURES.fullmatch(text):
        return text
    return _BLANK_AT_MARK.sub("", _WIDE_COMMA.sub(",", text.translate(_WIDE)))


@cache
def _engine() -> Any:
    """Loaded once a process (1–2 s, 0.3 GB)."""
    models = Path(rapidocr.__file__).parent / "models"
    cv2.setNumThreads(THREADS)
    engine = rapidocr.RapidOCR(
        params={
            "Global.log_level": "error",
            "Global.use_cls": False,
            "Global.return_word_box": True,
            "Global.max_side_len": 2600,
            "Det.model_path": _model(models, "det"),
            "Det.limit_side_len": 32,
            "Rec.model_path": _model(models, "rec"),
            "Rec.rec_img_shape": [3, HEIGHT, NARROWEST],
            "EngineConfig.onnxruntime.intra_op_num_threads": THREADS,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )
    return engine


def _model(folder: Path, task: str) -> str:
    """The model file for a task. Named outright, for rapidocr would download what its settings name and it doesn't find."""
    found = sorted(folder.glob(f"*_{task}_*.onnx"))
    if not found:
        raise Unreadable("文字识别组件不完整（缺少模型文件），请重新安装 rapidocr", "format")
    return str(found[0])
