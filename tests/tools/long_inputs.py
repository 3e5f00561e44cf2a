#!/usr/bin/env python3
"""Texts that make careless readers and writers slow, and a comparison of processor time at n and 2n.

    long_inputs.py KHO [NAME...]     exit 1 when twice as much takes three times as long

Each is read by kho parse; those of INDEXED are put into an index too.

Absolute times belong to a machine; the ratio belongs to the program.
"""
import os
import resource
import shutil
import subprocess
import sys

HEAD = "ỦY BAN NHÂN DÂN\nXÃ BÌNH MẪU\nSố: 12/KH-UBND\n\nKẾ HOẠCH\nThực hiện công tác năm 2025\n\n"
COLUMNS = "<tr><td>TT<td>Nội dung nhiệm vụ<td>Cơ quan chủ trì<td>Thời gian</tr>"
TASK = ("Giao Sở Nội vụ chủ trì, phối hợp với Công an tỉnh thực hiện Chỉ thị số 33/CT-TTg "
        "ngày 26/11/2021 trước ngày 30/6/2025; ")


def html(body):
    return "<html><body><p>KẾ HOẠCH</p><p>PHỤ LỤC</p>" + body + "</body></html>"


def rows(n):
    return "".join("<tr><td>%d<td>Rà soát việc %d<td>Sở Nội vụ<td>Quý II/2025</tr>" % (i, i) for i in range(n))


def merged(n):
    return ("<tr><td>1<td>Việc<td rowspan=60000>Sở Nội vụ<td>Quý I/2025</tr>" +
            "".join("<tr><td>%d<td>Việc %d<td>Quý I/2025</tr>" % (i, i) for i in range(n)))


# name: n, text of that size
TEXTS = {
    # one long line
    "numbers": (100000, lambda n: "I. MỤC TIÊU\n" + " ".join(str(i % 977) for i in range(n))),
    "dashes": (1000000, lambda n: "-" * n),
    "articles": (120000, lambda n: "Điều 1" * n),
    "articles, blank": (120000, lambda n: "Điều 1 " * n),
    "a line of 26 MB": (1000000, lambda n: "kế hoạch " * n),
    "tasks on a line": (10000, lambda n: TASK * n),
    "numbers of one type": (50000, lambda n: "các Quyết định số " + ", ".join(map(str, range(1, n))) + "/QĐ-TTg"),
    "units": (20000, lambda n: "Giao " + ", ".join(["Sở Nội vụ", "Công an tỉnh"] * n) + " thực hiện."),
    "quotes": (200000, lambda n: "“" * n),
    "parentheses": (300000, lambda n: "(" * n + "Luật"),
    "dates": (50000, lambda n: "trước ngày 30/6/2025 và " * n),
    "laws": (20000, lambda n: "Luật Thực hiện dân chủ ở cơ sở và " * n),
    "a long symbol": (50000, lambda n: "Quyết định số 1/" + "QĐ-" * n),
    "a long issuer": (50000, lambda n: "Nghị quyết số 25-NQ/TW của " + "Ban Chấp hành " * n),
    # many lines
    "short lines": (500000, lambda n: "a\n" * n),
    "bullets": (100000, lambda n: "- \n" * n),
    "headings": (10000, lambda n: "".join("%d. Việc %d\n" % (i % 30 + 1, i) if i % 2 else "%s) Bước\n" % "abcdđe"[i % 6]
                                          for i in range(n))),
    "deep headings": (10000, lambda n: "".join(".".join(["1"] * (i % 60 + 1)) + ". Mục con\n" for i in range(n))),
    "open lines": (100000, lambda n: "thực hiện nhiệm vụ và\n" * n),
    "footnotes": (10000, lambda n: "công tác¹\n\n¹ chú thích\n\nnội dung\n\n" * n),
    "letterheads": (10000, lambda n: "KẾ HOẠCH\nSố: 1/KH-UBND\nngày 01 tháng 02 năm 2025\n" * n),
    "signatures": (20000, lambda n: "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n" * n),
    "recipients": (50000, lambda n: "Nơi nhận:\n" + "- Sở Nội vụ;\n" * n),
    "annexes": (20000, lambda n: "PHỤ LỤC I\n\nNội dung\n\n" * n),
    "bars": (50000, lambda n: "|\nNội dung\n" * n),
    # citations, which tell each other
    "one document cited": (20000, lambda n: "Thực hiện Nghị quyết số 25-NQ/TW ngày 03/6/2013 của Trung ương.\n" * n),
    "bare numbers": (50000, lambda n: "Thực hiện Nghị quyết số 25.\n" * n + "Nghị quyết số 25-NQ/TW ngày 03/6/2013.\n"),
    "many documents": (20000, lambda n: "".join("Kế hoạch số %d/KH-UBND về công tác %d.\n" % (i % 5000 + 1, i)
                                                for i in range(n))),
    "legal bases": (20000, lambda n: "Căn cứ Luật Tổ chức chính quyền địa phương;\n" * n),
    # tables
    "cells": (12500, lambda n: html("<table>" + COLUMNS + rows(n) + "</table>")),
    "a cell over all rows": (12500, lambda n: html("<table>" + COLUMNS + merged(n) + "</table>")),
    "a wide row": (20000, lambda n: html("<table><tr>" + "<td>Nhiệm vụ" * n + "</tr></table>")),
    "tables": (4000, lambda n: html(("<table>" + COLUMNS + rows(1) + "</table>") * n)),
}
# What the writer makes of tasks: words in the text, names of units, days.
INDEXED = {
    "tasks of many units": (10000, lambda n: "V. TỔ CHỨC THỰC HIỆN\n" + "".join(
        "%d. Phòng %s: Chủ trì xây dựng báo cáo lần %d. Hoàn thành trước ngày 27/7/2025.\n" %
        (i + 1, " ".join(SYLLABLES[i >> 4 * k & 15] for k in range(4)), i) for i in range(n))),
    "tasks every month": (10000, lambda n: "V. TỔ CHỨC THỰC HIỆN\n" + "".join(
        "%d. Công an xã: Chủ trì báo cáo việc %d định kỳ hằng tháng trước ngày 20.\n" % (i + 1, i)
        for i in range(n))),
    "a table drawn with blanks": (10000, lambda n: "PHỤ LỤC\n\nSTT   Nội dung nhiệm vụ            Cơ quan chủ trì    Thời gian\n" +
                                  "".join("%-5d Rà soát, thống kê việc %-6d Phòng Nội vụ       Quý II/2025\n"
                                          "      và báo cáo kết quả           huyện\n" % (i + 1, i) for i in range(n))),
}
SYLLABLES = "An Bình Cao Dung Giang Hà Khánh Lâm Minh Nam Phú Quang Sơn Tân Vinh Xuân".split()
FLOOR = 0.05  # seconds: below it is starting and stopping


def seconds(kho, text, index):
    """Processor time of kho parse, or kho index, with its children; None when it fails."""
    path = "in.html" if text.startswith("<html>") else "in.txt"
    with open(path, "w", encoding="utf-8") as f:
        f.write(text if path.endswith("html") else HEAD + text + "\n")
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    args = [kho, "index", "-q", "-d", "long.db", path] if index else [kho, "parse", path]
    done = subprocess.run(args, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    os.remove(path)
    shutil.rmtree("long.db", ignore_errors=True)
    if done.returncode != 0:
        return None
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main(kho, names):
    bad = 0
    for name in names or [*TEXTS, *INDEXED]:
        n, make = TEXTS.get(name) or INDEXED[name]
        index = name in INDEXED
        for attempt in range(3):  # another program may have had the machine
            one, two = seconds(kho, make(n), index), seconds(kho, make(2 * n), index)
            if one is None or two is None or two < 3 * max(one, FLOOR):
                break
        ok = one is not None and two is not None and two < 3 * max(one, FLOOR)
        bad |= not ok
        print("%-22s %8d %s %s%s" % (name, n, one and "%.2f" % one, two and "%.2f" % two, "" if ok else "  FAIL"))
    return bad


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
