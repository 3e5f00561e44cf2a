#!/usr/bin/python3
"""tasks_by_hand.py KHO INDEX - does kho tasks find what reading every task finds?

All tasks are listed once, with texts, units and days; then words, phrases, units, days and what is
put together of them are asked for, and each answer is compared with a look at every task.  Queries
are made of the tasks themselves, by a seed.  Prints what differs; exit 1 then.
"""
import json
import os
import random
import re
import subprocess
import sys
import unicodedata

KHO, INDEX = sys.argv[1:3]
SEED, QUERIES = 7, 120


def bare(text):
    text = unicodedata.normalize("NFD", text.lower().replace("đ", "d").replace("Đ", "d"))
    return re.findall(r"[^\W_]+", "".join(c for c in text if not unicodedata.combining(c)))


def ask(*args):
    out = subprocess.run([KHO, "tasks", "-d", INDEX, "--format=json", "-n", "1000000", *args],
                         stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True).stdout
    return [json.loads(line) for line in out.decode().splitlines()]


def name(task):
    return (task["plan"]["id"], task["section"], task["text"], json.dumps(task["deadlines"], sort_keys=True))


ALL = ask()
with open(os.path.join(os.path.dirname(__file__), "../../schemas/abbreviations.tsv"), encoding="utf-8") as f:
    SHORT = {w for line in f if not line.startswith("#") for w in bare(line.split("\t")[0])}
WORDS = {name(t): bare(t["text"]) for t in ALL}
bad = 0


def compare(what, want, *args):
    """Duties that come again and again are left out where days are asked for: unit.recurrence."""
    global bad
    among = [t for t in ALL if "--due" not in args or not recurs(t)]
    mine = {name(t) for t in among}
    got = sorted(name(t) for t in ask(*args) if name(t) in mine)
    want = sorted(name(t) for t in among if want(t))
    if got == want or not want:  # nothing: less is asked for
        return len(want)
    bad += 1
    print("%s: %d found, %d wanted" % (what, len(got), len(want)))
    for n in sorted(set(got) ^ set(want))[:3]:
        print("  only %s: %s" % ("found" if n in got else "wanted", n[2][:160]))
    return len(want)


def has(t, words):
    mine = set(WORDS[name(t)])
    return all(w in mine for w in words)


def side_by_side(t, words):
    mine = WORDS[name(t)]
    return any(mine[i:i + len(words)] == words for i in range(len(mine) - len(words) + 1))


def days(t):
    return [d["date"] for d in t["deadlines"] if d["date"]]


def recurs(t):
    return any(d.get("rrule") for d in t["deadlines"])


def plain(words):
    """No short forms of names, numbers or one-letter words: those mean more than themselves."""
    return all(w.isalpha() and w.isascii() and len(w) > 2 and w not in SHORT for w in words)


def main():
    dice = random.Random(SEED)
    seen = asked = 0
    while asked < QUERIES:
        t = dice.choice(ALL)
        words = WORDS[name(t)]
        if len(words) < 4:
            continue
        at = dice.randrange(len(words) - 3)
        two, three = words[at:at + 2], [words[at], words[at + 2], words[-1]]
        if not plain(two) or not plain(three) or len(set(three)) < 3 or len(set(two)) < 2:
            continue
        asked += 1
        kind = asked % 6
        if kind == 0:
            seen += compare(two, lambda x: has(x, two), " ".join(two)) > 0
        elif kind == 1:
            seen += compare(three, lambda x: has(x, three), " ".join(three)) > 0
        elif kind == 2:
            seen += compare('"%s"' % two, lambda x: side_by_side(x, two), '"%s"' % " ".join(two)) > 0
        elif kind == 3:
            seen += compare("%s NOT %s" % (two, three[2]), lambda x: has(x, two) and not has(x, three[2:]),
                            "%s NOT %s" % (" ".join(two), three[2])) >= 0
        elif kind == 4:
            seen += compare(two[0][:3] + "*", lambda x: any(w.startswith(two[0][:3]) for w in WORDS[name(x)]), two[0][:3] + "*") > 0
            seen += compare("%s OR %s" % (two[0], three[2]), lambda x: has(x, two[:1]) or has(x, three[2:]),
                            "%s OR %s" % (two[0], three[2])) > 0
        elif days(t):
            day = dice.choice(days(t))
            first, last = sorted((day, dice.choice(days(dice.choice([x for x in ALL if days(x)])))))
            seen += compare((first, last), lambda x: any(first <= d <= last for d in days(x)),
                            "--due", first + ".." + last) > 0
            seen += compare((first[:7], two[0]), lambda x: any(d[:7] == first[:7] for d in days(x)) and
                            has(x, two[:1]), "--due", first[:7], two[0]) >= 0
    for unit in sorted({u for t in ALL for u in t["responsible"] + t["coordinating"]})[:: 9]:
        words = bare(unit)
        if len(words) < 3 or not plain(words):
            continue

        def of(x):
            return any(bare(u)[i:i + len(words)] == words for u in x["responsible"] + x["coordinating"]
                       for i in range(len(bare(u))))
        got = {name(x) for x in ask("--unit", unit)}
        lost = [x for x in ALL if of(x) and name(x) not in got]
        if lost:  # other forms of its name may be found too
            global bad
            bad += 1
            print("unit %s: %d lost" % (unit, len(lost)))
    if seen < QUERIES // 2:
        print("only %d of %d queries found anything" % (seen, asked))
    sys.exit(bad > 0 or seen < QUERIES // 2)


main()
