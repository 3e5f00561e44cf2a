#!/usr/bin/env python3
"""tree_memory.py COMMAND [ARG...] - peak memory of a command and all it starts.

Samples the proportional set size (PSS, /proc/PID/smaps_rollup) of the whole process tree about 20 times a
second and prints the highest sum in MB on the last line of standard error, with the command's own wall time.
Exits with the command's status.
"""
import os
import subprocess
import sys
import time


def children():
    tree = {}
    for name in os.listdir("/proc"):
        if not name.isdigit():
            continue
        try:
            with open("/proc/%s/stat" % name, "rb") as f:
                stat = f.read()
        except OSError:
            continue
        parent = int(stat[stat.rindex(b")") + 2:].split()[1])
        tree.setdefault(parent, []).append(int(name))
    return tree


def pss(pid):
    try:
        with open("/proc/%d/smaps_rollup" % pid) as f:
            for line in f:
                if line.startswith("Pss:"):
                    return int(line.split()[1])
    except OSError:
        pass
    return 0


def tree_pss(root):
    tree, todo, total, n = children(), [root], 0, 0
    while todo:
        pid = todo.pop()
        total += pss(pid)
        n += 1
        todo += tree.get(pid, [])
    return total, n


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    start = time.monotonic()
    p = subprocess.Popen(sys.argv[1:])
    peak = most = 0
    while p.poll() is None:
        total, n = tree_pss(p.pid)
        peak, most = max(peak, total), max(most, n)
        time.sleep(0.05)
    print("peak of the process tree: %.1f MB in %d processes, %.2f s (sampled)"
          % (peak / 1000, most, time.monotonic() - start), file=sys.stderr)
    sys.exit(p.returncode if p.returncode >= 0 else 128 - p.returncode)


if __name__ == "__main__":
    main()
