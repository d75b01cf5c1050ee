"""authoring.py PAGE BIN: a page of instructions does what it says, from an empty folder.

A block of code is a file when the paragraph before it ends with "`PATH`:"; an `sh` block is run, and a `text` block behind
it is how its output ends.
"""

import os
import re
import subprocess
import sys
import tempfile

BLOCK = re.compile(r"^(`{3,})(\w*)\n(.*?)^\1\n", re.M | re.S)
NAMED = re.compile(r"`([^`\n]+)`:\s*\Z")


def save(path, text):
    if os.path.dirname(path) and not os.path.isdir(os.path.dirname(path)):
        sys.exit(f"{path}: the page has no such folder yet")
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def run(script):
    done = subprocess.run(
        ["bash", "-eu", "-c", script], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    output = done.stdout.decode()
    if done.returncode != 0:
        sys.exit(f"exit {done.returncode}:\n{script}\n{output}")
    return output


def follow(page):
    """The page's blocks in order; how many files, commands and outputs there were."""
    counts = {"file": 0, "sh": 0, "text": 0}
    output = ""
    for block in BLOCK.finditer(page):
        named = NAMED.search(page[: block.start()])
        kind = "file" if named else block.group(2)
        if kind == "file":
            save(named.group(1), block.group(3))
        elif kind == "sh":
            output = run(block.group(3))
        elif kind != "text":
            sys.exit(f"nobody tries this block:\n{block.group(3)}")
        elif not output.endswith(block.group(3)):
            sys.exit(f"the page says:\n{block.group(3)}\nit is:\n{output}")
        counts[kind] += 1
    return counts


def main(path, programs):
    with open(path, encoding="utf-8") as file:
        page = file.read()
    os.environ["PATH"] = f"{os.path.abspath(programs)}:{os.environ['PATH']}"
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        counts = follow(page)
        os.chdir("/")
    if min(counts.values()) < 3:
        sys.exit(f"too little was tried: {counts}")
    print(counts)


main(*sys.argv[1:])
