"""`python -m backend COMMAND`: run (everything), web, worker, migrate."""

import argparse
import asyncio
import sys

import uvloop

from backend.settings import Settings


def main() -> int:
    """Parse the command line and run one command; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m backend", description=__doc__)
    parser.add_argument("command", choices=("run", "web", "worker", "migrate"))
    command = parser.parse_args().command
    settings = Settings()
    if command == "run":
        from backend.supervisor import run

        return asyncio.run(run(settings))
    if command == "migrate":
        from backend.migrations import migrate

        if settings.database_url is None:
            sys.stderr.write("DATABASE_URL is not set\n")
            return 1
        migrate(settings.database_url.get_secret_value())
        return 0
    from backend.app import run_web, run_worker
    from backend.log import configure_logging

    configure_logging(command)
    uvloop.run(run_web(settings) if command == "web" else run_worker(settings))
    return 0


if __name__ == "__main__":
    sys.exit(main())
