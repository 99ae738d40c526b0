"""How fast PDFs are read, against plain pdfplumber on the same files in the same run, and how much memory a long one takes.

    python bench/reading.py [FOLDER] [--pages 500]

Three ways over the same PDFs, each in a fresh process: pdfplumber's extract_tables and extract_text of every page; reading (text, tables, places);
the whole ingest (forms, figures, claims, passages, checks, indexes) into a new library. Then one PDF of `--pages` pages, made of the same pages,
is read, and the peak of memory is told beside that of a short one.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
SHARED = ROOT.parent / "shared" / "real"


def numeric(texts: list[str]) -> int:
    from domain.money import parse_number

    return sum(parse_number("".join(text.split())) is not None for text in texts if text)


def plumber(files: list[Path]) -> tuple[int, int]:
    """Pages and numeric cells by plain pdfplumber."""
    import pdfplumber

    pages = cells = 0
    for file in files:
        with pdfplumber.open(file) as document:
            for page in document.pages:
                tables = page.extract_tables()
                page.extract_text()
                pages, cells = pages + 1, cells + numeric([cell or "" for table in tables for row in table for cell in row])
                page.close()
    return pages, cells


def reading(files: list[Path]) -> tuple[int, int]:
    """Pages and numeric cells by the project's reader."""
    import pypdfium2

    from ingest.document import Grid
    from ingest.readers import read_document

    pages = cells = 0
    for file in files:
        data = file.read_bytes()
        document = read_document(data, file.name)
        cells += numeric([cell.text for block in document.blocks if isinstance(block, Grid) for row in block.rows for cell in row])
        with pypdfium2.PdfDocument(data) as source:
            pages += len(source)
    return pages, cells


def ingest(files: list[Path], jobs: int = 1) -> tuple[int, int]:
    """Files and figures of the whole ingest."""
    from library import Library

    with tempfile.TemporaryDirectory() as folder:
        library = Library.open_or_create(Path(folder) / "library")
        report = library.ingest(files, jobs=jobs)
        return len(report.files), sum(result.counts.figures for result in report.files)


def ingest_on_all_cores(files: list[Path]) -> tuple[int, int]:
    return ingest(files, os.cpu_count() or 1)


WAYS: dict[str, Callable[[list[Path]], tuple[int, int]]] = {
    "pdfplumber": plumber,
    "reading": reading,
    "ingest": ingest,
    f"ingest --jobs {os.cpu_count()}": ingest_on_all_cores,
}


def measured(way: str, files: list[Path]) -> tuple[float, float, int, int]:
    """Seconds, peak MB, and what was found, of one way in a process of its own; imports count, for a user waits for them."""
    command = [sys.executable, __file__, "--way", way, *map(str, files)]
    start = time.perf_counter()
    out = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return time.perf_counter() - start, float(out[2]), int(out[0]), int(out[1])


def one_way(way: str, files: list[Path]) -> None:
    first, second = WAYS[way](files)
    print(first, second, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def long_pdf(files: list[Path], pages: int, path: Path) -> None:
    """A PDF of so many pages, made of those of `files`, again and again."""
    import pypdfium2

    with pypdfium2.PdfDocument.new() as made:
        while len(made) < pages:
            for file in files:
                with pypdfium2.PdfDocument(file) as source:
                    made.import_pages(source, list(range(min(len(source), pages - len(made)))))
                if len(made) >= pages:
                    break
        made.save(path)


def compare(files: list[Path], pages: int) -> None:
    peer, _, count, cells = measured("pdfplumber", files)
    print(f"{len(files)} PDFs, {count} pages")
    print(f"  pdfplumber extract_tables + extract_text  {peer:6.1f} s  {count / peer:6.1f} pages/s  {cells} numeric cells")
    for way in list(WAYS)[1:]:
        seconds, peak, _, found = measured(way, files)
        told = f"{found} numeric cells" if way == "reading" else f"{found} figures"
        print(
            f"  {way:40}  {seconds:6.1f} s  {count / seconds:6.1f} pages/s  {peer / seconds:.1f} times as fast  {told}, peak {peak:.0f} MB"
        )
    with tempfile.TemporaryDirectory() as folder:
        for length in (pages // 10, pages):
            long = Path(folder) / f"{length}.pdf"
            long_pdf(files, length, long)
            seconds, peak, _, _ = measured("reading", [long])
            print(f"  one PDF of {length} pages: {seconds:.1f} s, peak {peak:.0f} MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*", type=Path)
    parser.add_argument("--pages", type=int, default=500)
    parser.add_argument("--way", choices=WAYS)
    options = parser.parse_args()
    if options.way:
        one_way(options.way, options.paths)
        return
    folders = options.paths or [SHARED]
    files = [file for path in folders for file in (sorted(path.glob("*.pdf")) if path.is_dir() else [path])]
    if not files:
        sys.exit("no PDFs: give a folder that holds some")
    compare(files, options.pages)


if __name__ == "__main__":
    main()
