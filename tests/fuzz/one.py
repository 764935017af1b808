"""Fuzz one source, in a process of its own: `python -m tests.fuzz.one SOURCE FOLDER …`.

With atheris, whose mutations are guided by which branches of our readers they reach, else with our own mutations.
An input that raises, takes more than a few seconds or more memory than is allowed ends the process with an
error, and is left in the folder.
"""

from __future__ import annotations

import argparse
import faulthandler
import os
import random
import sys
import time
from collections.abc import Callable
from hashlib import sha1
from pathlib import Path

from tests.fuzz.mutating import WORDS, mutated
from tests.fuzz.seeds import seeds_of

SLOWEST = 20
"""Seconds that one input may take, on the busiest machine."""
MEMORY_MB = 2048
_REPORTED = "# {runs} inputs in {seconds:.1f} s, {engine}"


def main() -> None:
    """Read the arguments and fuzz until the inputs or the seconds are used up, or something breaks."""
    asked = argparse.ArgumentParser()
    asked.add_argument("source")
    asked.add_argument("folder", type=Path)
    asked.add_argument("--engine", choices=("atheris", "own"), default="atheris")
    asked.add_argument("--runs", type=int, default=0)
    asked.add_argument("--seconds", type=int, default=0)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--longest", type=int, default=4096)
    options = asked.parse_args()
    (options.folder / "corpus").mkdir(parents=True, exist_ok=True)
    (_guided if options.engine == "atheris" else _unguided)(options)


def _guided(options: argparse.Namespace) -> None:
    import atheris

    with atheris.instrument_imports(include=["comity"], enable_loader_override=False):
        from tests.fuzz.targets import TARGETS
    target = TARGETS[options.source]

    def run(data: bytes) -> None:
        target(data)

    folder = options.folder
    seeds = folder / "seeds"
    seeds.mkdir(exist_ok=True)
    for seed in seeds_of(options.source):
        (seeds / sha1(seed).hexdigest()).write_bytes(seed)
    words = folder / "words"
    words.write_text("".join(f'"{_escaped(word)}"\n' for word in WORDS))
    limits = [f"-timeout={SLOWEST}", f"-rss_limit_mb={MEMORY_MB}", f"-max_len={options.longest}"]
    limits += [f"-runs={options.runs}"] if options.runs else []
    limits += [f"-max_total_time={options.seconds}"] if options.seconds else []
    kept = [str(folder / "corpus"), str(seeds)]
    given = [f"-seed={options.seed}", f"-artifact_prefix={folder}/", f"-dict={words}", "-print_final_stats=1"]
    atheris.Setup([sys.argv[0], *limits, *given, "-len_control=0", *kept], run)
    atheris.Fuzz()


def _escaped(word: bytes) -> str:
    return "".join(f"\\x{byte:02x}" for byte in word)


def _unguided(options: argparse.Namespace) -> None:
    from tests.fuzz.targets import TARGETS

    _limit_memory()
    target, seeds = TARGETS[options.source], seeds_of(options.source)
    chance, started, runs = random.Random(options.seed), time.monotonic(), 0
    last = options.folder / "last-input"

    def go_on() -> bool:
        late = bool(options.seconds) and time.monotonic() - started >= options.seconds
        return not late and not 0 < options.runs <= runs

    while go_on():
        data = mutated(seeds, chance, options.longest) if runs >= len(seeds) else seeds[runs]
        last.write_bytes(data)
        faulthandler.dump_traceback_later(SLOWEST, exit=True)
        _tried(target, data, options.folder)
        runs += 1
    faulthandler.cancel_dump_traceback_later()
    last.unlink(missing_ok=True)
    seconds = time.monotonic() - started
    print(_REPORTED.format(runs=runs, seconds=seconds, engine="own mutations"), file=sys.stderr)


def _tried(target: Callable[[bytes], int], data: bytes, folder: Path) -> None:
    try:
        target(data)
    except Exception:
        (folder / f"crash-{sha1(data).hexdigest()}").write_bytes(data)
        raise


def _limit_memory() -> None:
    if os.name == "posix":
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY_MB << 20, MEMORY_MB << 20))


if __name__ == "__main__":
    main()
