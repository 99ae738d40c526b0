"""A file → Document → Sections → Tables, Figures, Claims, Indicators, Passages."""
