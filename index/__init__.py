"""What can be looked up: figures (DuckDB over the Parquet files of the segments) and passages."""
