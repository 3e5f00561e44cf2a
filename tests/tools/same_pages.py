#!/usr/bin/env python3
"""Asks kho.cgi the same of two indexes and says where the answers differ.

same_pages.py CGI DB-A DB-B [NAME=VALUE...] < ADDRESSES

ADDRESSES are lines like "/plan?id=1a2b": where to begin.  From the pages of B every link is followed, so that every page
and every form of it is asked, LIMIT addresses in all.  NAME=VALUE goes into the environment for A only.  What is of an index as a whole (when it
was written, how long an answer took, what tells states of it apart) is left out of the comparison.
Prints the differences and how many addresses were asked; exit 1 when there are differences.
"""
import html
import os
import re
import subprocess
import sys

LIMIT = int(os.environ.get("LIMIT", "300"))


def answer(cgi, db, address, extra):
    path, _, query = address.partition("?")
    env = {"PATH": "/usr/bin:/bin", "KHO_DB": db, "SCRIPT_NAME": "/kho", "REQUEST_METHOD": "GET", "PATH_INFO": path,
           "QUERY_STRING": query, "HTTP_HOST": "kho.example", **extra}
    out = subprocess.run([cgi], env=env, stdin=subprocess.DEVNULL, capture_output=True, check=False).stdout
    head, _, body = out.partition(b"\r\n\r\n")
    return head.decode("latin-1"), body.decode("utf-8", "replace")


def plain(head, body):
    head = re.sub(r"(?m)^(ETag|Vary|Content-Length): .*\r?\n?", "", head + "\n")
    body = re.sub(r"\d+(,\d+|\.\d+)?( |&nbsp;|\u00a0)?(ms|mili giây|giây|s)\b", "TIME", body)
    body = re.sub(r"\d\d/\d\d/\d{4} \d\d:\d\d|\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:?\d\d)?", "WHEN", body)
    body = re.sub(r"DTSTAMP:\S+", "WHEN", body)
    body = re.sub(r'("indexed_at":)\d+', r"\1WHEN", body)
    body = re.sub(r"(\d\.\d{5})\d+", r"\1", body)  # scores: seven digits of a float
    return head + "\n" + body


def main():
    cgi, a, b = sys.argv[1:4]
    extra = dict(p.split("=", 1) for p in sys.argv[4:])
    todo = [line.rstrip("\n") for line in sys.stdin if line.strip()]
    seen, differ = set(todo), 0
    for address in todo:
        in_a, in_b = (plain(*answer(cgi, db, address, e)) for db, e in ((a, extra), (b, {})))
        if in_a != in_b:
            differ += 1
            print("DIFFERS:", address)
            for x, y in zip(in_a.split("\n"), in_b.split("\n")):
                if x != y:
                    at = next((i for i, (c, d) in enumerate(zip(x, y)) if c != d), min(len(x), len(y)))
                    print("  A:", x[max(0, at - 80):at + 120])
                    print("  B:", y[max(0, at - 80):at + 120])
                    break
        for link in re.findall(r'(?:href|src|action)="/kho([^"#]*)', in_b) + re.findall(
                r"(?m)^Location: /kho(\S*)", in_b):
            link = html.unescape(link) or "/"
            if link not in seen and len(seen) < LIMIT and not link.startswith("/file"):
                seen.add(link)
                todo.append(link)
    print(f"{len(todo)} addresses asked, {differ} differ")
    return 1 if differ or len(todo) < 20 else 0


sys.exit(main())
