"""Streamlit entry: navigation only."""

from __future__ import annotations

from ui import accuracy, chat, documents, figures, findings, frame

frame.run(
    [
        ("chat", ":material/forum:", chat.page),
        ("documents", ":material/folder_open:", documents.page),
        ("figures", ":material/table_view:", figures.page),
        ("findings", ":material/rule:", findings.page),
        ("accuracy", ":material/verified:", accuracy.page),
    ]
)
