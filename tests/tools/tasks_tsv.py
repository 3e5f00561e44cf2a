#!/usr/bin/env python3
"""The tasks of the JSON lines on stdin as TSV: section, text, responsible, coordinating, deadline, its rule."""
import json
import sys

for line in sys.stdin.buffer:
    for t in json.loads(line)["tasks"]:
        due = t["deadline"] or {}
        row = [t["section"] or "", t["text"], " | ".join(t["responsible"]), " | ".join(t["coordinating"]),
               due.get("text") or "", due.get("rule") or ""]
        sys.stdout.buffer.write(("\t".join(row) + "\n").encode())
