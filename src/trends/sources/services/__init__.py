"""Services that papers are fetched from: what each answers is kept, and read by the same readers as anybody's files."""
