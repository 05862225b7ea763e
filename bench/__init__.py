"""Load and speed: measures this checkout, beside a default Rasa project on the same machine. Run with `make bench`."""
