#!/bin/sh
# readers.sh - people search while the index grows, is joined and compacted: no error, and what was found once is found again.
set -u
. "$KHO_SOURCE/tests/lib.sh"
. "$KHO_SOURCE/tests/fault/plans.inc"
for i in 0 1 2 3; do duties 400 in$i.tar $((i * 400)); done
exits 0 "$KHO" index -q -d db in0.tar
(
	for i in 1 2 3; do
		"$KHO" index -q -d db in$i.tar && "$KHO" compact -d db > /dev/null || echo "writer: $?" >> broken
	done
	touch written
) &
served db
/usr/bin/python3 - "$url" "$KHO" << 'END' || fail 'searches'
import json, os, subprocess, sys, threading, urllib.request

url, kho = sys.argv[1:]
wrong = []
counts = {"page": [], "command": [], "tasks": []}

def page():
    with urllib.request.urlopen(url.rstrip("/") + "/?q=" + urllib.request.quote("giao văn phòng") + "&format=json&n=20", timeout=20) as r:
        hits = [json.loads(line) for line in r.read().decode().splitlines()]
    assert hits, "the page found nothing"
    counts["page"].append(len(hits))

def command():
    r = subprocess.run([kho, "search", "-d", "db", "-n", "9000", "--format=json", "giao văn phòng"], capture_output=True)
    assert r.returncode == 0, r.stderr.decode()
    counts["command"].append(len(r.stdout.splitlines()))

def tasks():
    r = subprocess.run([kho, "tasks", "-d", "db", "-n", "5", "--format=json", "văn phòng"], capture_output=True)
    assert r.returncode == 0, (r.returncode, r.stderr.decode())
    counts["tasks"].append(1)

def loop(what):
    while not os.path.exists("written") and not wrong:
        try:
            what()
        except Exception as e:
            wrong.append("%s: %r" % (what.__name__, e))

threads = [threading.Thread(target=loop, args=(f,)) for f in (page, command, tasks)]
for t in threads:
    t.start()
for t in threads:
    t.join()
for line in wrong:
    print(line)
for name, seen in counts.items():
    if seen != sorted(seen):
        wrong.append(name)
        print(name, "counts decreased:", [p for p in zip(seen, seen[1:]) if p[0] > p[1]][:5])
print({k: len(v) for k, v in counts.items()})
sys.exit(bool(wrong) or min(len(v) for v in counts.values()) < 3)
END
[ ! -e broken ] || { fail 'a writer failed'; cat broken; }
same 'all documents in the end' "$("$KHO" search -d db -n 9000 --format=json 'giao văn phòng' | wc -l)" 1600
done_testing
