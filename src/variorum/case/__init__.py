"""The case on disk: originals, texts, blobs, journal, database."""
