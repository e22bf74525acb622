#!/usr/bin/env python3
"""Breaks the settlement engine in some two thousand places, one after another, and expects a test to go red each time.

    pip install tree-sitter tree-sitter-rust && cargo install --locked cargo-mutants
    python3 tests/mutants/run.py              # all; what an earlier run of the same commit found is kept
    python3 tests/mutants/run.py --sample 400 # so many, chosen by chance

The mutants are those of cargo-mutants (`.cargo/mutants.toml`), built into one program; see weave.py.
"""

import argparse
import collections
import concurrent.futures
import json
import os
import pathlib
import random
import re
import resource
import subprocess
import sys

from weave import SWITCH, Weaver

ROOT = pathlib.Path(__file__).resolve().parents[2]
HOME = ROOT / "target" / "woven"
TREE = HOME / "tree"
LIB = "backend/domain/src/lib.rs"
SUITES = ("lib", "cases", "laws", "schemes", "refused")
# The quickest first; `cases` and `refused` hold tests that look at one thing and tests that look at everything.
STEPS = {
    "unit": ("lib", ["settlement::", "money::", "statement::", "case::"]),
    "formulas": ("refused", ["formula"]),
    "laws": ("laws", []),
    "schemes": ("schemes", []),
    "told": ("cases", ["what_is_said"]),
    "cases": ("cases", ["every_", "what_pays"]),
    "refused": ("refused", ["line"]),
    "wrong cases": ("cases", ["a_case"]),
    "everything else": ("lib", []),
}
SECONDS, BYTES = 25, 4 << 30


def cargo(*arguments, **more):
    env = dict(os.environ, CARGO_TARGET_DIR=str(HOME / "target"))
    return subprocess.run(["cargo", *arguments], cwd=TREE, env=env, text=True, check=False, **more)


def listed():
    answer = subprocess.run(
        ["cargo", "mutants", "-p", "domain", "--list", "--json"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return json.loads(answer.stdout)


def weave(mutants, left_out):
    of_file = collections.defaultdict(list)
    for number, mutant in enumerate(mutants, 1):
        if number not in left_out:
            of_file[mutant["file"]].append((number, mutant))
    for file, own in of_file.items():
        (TREE / file).write_text(Weaver((ROOT / file).read_text(), own).woven())
    (TREE / LIB).write_text((ROOT / LIB).read_text() + SWITCH)


def culprits(messages, mutants):
    """The mutants that the compiler's errors stand in, and the last error."""
    found, last = set(), None
    for line in messages.splitlines():
        message = json.loads(line).get("message")
        if not message or message["level"] != "error" or not message["spans"]:
            continue
        last = message["rendered"]
        for span in (span for span in message["spans"] if span["is_primary"]):
            text, start = (TREE / span["file_name"]).read_bytes(), span["byte_start"]
            # Asleep, an arm is a guarded one; a match that only had it to be whole is refused at its head.
            if (message["code"] or {}).get("code") == "E0004":
                found.update(arms(mutants, span["file_name"], span["line_start"]))
                continue
            found.update((numbers(text[max(0, start - 400) : start]))[-1:] or numbers(text[start : span["byte_end"]])[:1])
    return found, last


def arms(mutants, file, line, most=12):
    """Mutants that take an arm away, of the match that begins at a line; weaving keeps lines as they are."""
    return [
        number
        for number, mutant in enumerate(mutants, 1)
        if mutant["genre"] == "MatchArm" and mutant["file"] == file and 0 <= mutant["span"]["start"]["line"] - line <= most
    ]


def numbers(text):
    return [int(number) for number in re.findall(r"mutant::on\((\d+)\)", text.decode(errors="ignore"))]


def build(mutants):
    """Weaves without what does not compile, until everything does."""
    if subprocess.run(["git", "diff", "--quiet", "HEAD"], cwd=ROOT, check=False).returncode:
        sys.exit("commit first: what is tried is what is committed")
    subprocess.run(["rm", "-rf", TREE], check=True)
    TREE.mkdir(parents=True)
    archive = subprocess.run(["git", "archive", "HEAD"], cwd=ROOT, capture_output=True, check=True)
    subprocess.run(["tar", "x"], cwd=TREE, input=archive.stdout, check=True)
    manifest = (TREE / "Cargo.toml").read_text()
    # Built once and run thousands of times.
    (TREE / "Cargo.toml").write_text(manifest + "\n[profile.mutants.package.domain]\nopt-level = 2\n")
    left_out = set()
    while True:
        weave(mutants, left_out)
        checked = cargo("check", "--locked", "-p", "domain", "--profile", "mutants", "--message-format", "json", capture_output=True)
        found, last = culprits(checked.stdout, mutants)
        if last is None:
            break
        if found <= left_out:
            sys.exit("woven wrongly: " + last)
        left_out |= found
    suites = [f"--test={suite}" if suite != "lib" else "--lib" for suite in SUITES]
    made = cargo("test", "--locked", "-p", "domain", "--profile", "mutants", "--no-run", "--message-format", "json", *suites, stdout=subprocess.PIPE)
    programs = {}
    for line in made.stdout.splitlines():
        artifact = json.loads(line)
        if artifact.get("executable"):
            name = artifact["target"]["name"]
            programs["lib" if name == "domain" else name] = artifact["executable"]
    return programs, left_out


def limited():
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))


def tried(programs, number):
    env = dict(os.environ, MUTANT=str(number), RUST_BACKTRACE="0", PROPTEST_FAILURE_PERSISTENCE="off")
    env.setdefault("DATHANG_HISTORIES", "100")
    for step, (suite, names) in STEPS.items():
        done = subprocess.run(
            [programs[suite], "-q", "--test-threads", "1", *names],
            cwd=TREE / "backend/domain",
            env=env,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            preexec_fn=limited,
            check=False,
        )
        if done.returncode:
            return "never ends" if done.returncode in (-9, -24) else step
    return "missed"


def main():
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--sample", type=int)
    asked.add_argument("--jobs", type=int, default=os.cpu_count())
    asked = asked.parse_args()
    head = subprocess.run(["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()
    mutants = listed()
    programs, left_out = build(mutants)
    if tried(programs, 0) != "missed":
        sys.exit("the tests are red without any mutant")
    kept = HOME / f"{head}.json"
    found = json.loads(kept.read_text()) if kept.exists() else {}
    sources = (TREE / "backend/domain/src").rglob("*.rs")
    woven = {number for source in sources for number in numbers(source.read_bytes())}
    chosen = sorted(woven)
    if asked.sample:
        chosen = random.Random(1).sample(chosen, min(asked.sample, len(chosen)))
    with concurrent.futures.ThreadPoolExecutor(asked.jobs) as pool:
        work = {pool.submit(tried, programs, n): n for n in chosen if str(n) not in found}
        for place, future in enumerate(concurrent.futures.as_completed(work), 1):
            found[str(work[future])] = future.result()
            if place % 20 == 0 or place == len(work):
                kept.write_text(json.dumps(found))
                print(f"\r{place} of {len(work)}", end="", file=sys.stderr, flush=True)
    told = [found[str(n)] for n in chosen]
    missed = [n for n in chosen if found[str(n)] == "missed"]
    print(f"\n{len(mutants)} mutants: {len(left_out)} do not compile, {len(mutants) - len(left_out) - len(woven)} cannot be woven")
    print(f"{len(told)} tried, {len(told) - len(missed)} caught ({100 * (len(told) - len(missed)) / len(told):.1f} %)", dict(collections.Counter(told)))
    for number in missed:
        print("  missed:", mutants[number - 1]["name"])


if __name__ == "__main__":
    main()
