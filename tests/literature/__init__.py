"""Published numbers and what the library makes of them: one file per paper."""
