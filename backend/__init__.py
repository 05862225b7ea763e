"""The product but for Rasa: web, worker and tools."""

import os

# Before NumPy is: idle threads of its linear algebra spin, and a search in small tables gets four times as dear.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
