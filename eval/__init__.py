"""How well we answer: gold sets, scoring, the report, and a sample library of fictional places."""
