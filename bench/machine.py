"""Where and on what we measure: paths, progress on stderr, facts of the machine, memory of processes."""

import os
import platform
import socket
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psutil

ROOT = Path(__file__).resolve().parent.parent
MIB = 1024 * 1024


def say(text: str) -> None:
    """Progress, on stderr: stdout carries only tables and the final JSON line."""
    print(text, file=sys.stderr, flush=True)


def facts() -> dict[str, Any]:
    """Date, cores, memory, and how busy the machine is before we begin (others' work makes our figures worse)."""
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "cores": os.cpu_count(),
        "memory_gib": round(psutil.virtual_memory().total / 1024**3),
        "python": platform.python_version(),
        "busy_percent_before": psutil.cpu_percent(interval=2.0),
        "load_1min_before": round(os.getloadavg()[0], 2),
    }


def free_port() -> int:
    """A port on loopback that nobody listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def memory_by_part(process: psutil.Process) -> dict[str, dict[str, float]]:
    """RSS and PSS in MiB of a process and all below it, summed by part. PSS counts shared pages once."""
    parts: dict[str, dict[str, float]] = {}
    for one in [process, *process.children(recursive=True)]:
        try:
            name = part_name(one.cmdline() or [one.name()])
            memory = one.memory_full_info()
        except psutil.Error:
            continue
        part = parts.setdefault(name, {"rss_mib": 0.0, "pss_mib": 0.0, "processes": 0})
        part["rss_mib"] += memory.rss / MIB
        part["pss_mib"] += memory.pss / MIB
        part["processes"] += 1
    return {name: {key: round(value, 1) for key, value in part.items()} for name, part in sorted(parts.items())}


def cpu_by_part(process: psutil.Process) -> dict[str, float]:
    """CPU seconds used so far by a process and all below it, summed by part."""
    parts: dict[str, float] = {}
    for one in [process, *process.children(recursive=True)]:
        try:
            name, times = part_name(one.cmdline() or [one.name()]), one.cpu_times()
        except psutil.Error:
            continue
        parts[name] = parts.get(name, 0.0) + times.user + times.system
    return parts


def part_name(command: list[str]) -> str:
    """Which part of the stack a command line is."""
    line = " ".join(command)
    for mark, name in (
        ("bot.server", "rasa"),
        ("rasa run", "rasa"),
        ("backend run", "supervisor"),
        ("backend web", "web"),
        ("backend worker", "worker"),
        ("-m emulator", "emulator"),
        ("postgres", "postgres"),
    ):
        if mark in line:
            return name
    return "other"
