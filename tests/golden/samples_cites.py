"""samples_cites.py KHO DB GOLDEN_DIR FLOOR - every document the samples cite is asked for with kho cites; who cites it
must be who cites it in the truth made by hand, and documents that share a symbol must stay apart.

Prints every difference and the totals; exit 1 when precision or recall is below FLOOR or two documents are one.
"""
import json
import subprocess
import sys
import unicodedata

from samples_read import rows

# One symbol, two documents of different years; and who cites which.
APART = {
    "33/CT-TTg": [{"KH 98 Tỉnh ủy Quảng Bình.docx", "KH 61 Đảng ủy xã Trường Phú.txt"},
                  {"KH 27 - Phân loại rác xã Thu Lâm.txt"}],
    "18-CT/TW": [{"KH 98 Tỉnh ủy Quảng Bình.docx", "KH 12 giám sát, phản biện tỉnh Sóc Trăng.md"},
                 {"KH 64 - An toàn giao thông học sinh Bến Tre.html"}],
}


def ask(kho, db, ref):
    """-> {key of the cited document: names of the members that cite it}"""
    run = subprocess.run([kho, "cites", "-d", db, "--format=json", ref], stdout=subprocess.PIPE, check=False)
    if run.returncode > 1:
        sys.exit(f"kho cites {ref}: exit {run.returncode}")
    out = {}
    for line in run.stdout.decode().splitlines():
        x = json.loads(line)
        if x.get("depth", 1) == 1:
            out.setdefault(x["key"], set()).add(unicodedata.normalize("NFC", x["citing"]["source"].split("/")[-1]))
    return out


def main(kho, db, golden, floor):
    truth, also_by_number = {}, {}
    for file, cite, _, kind, target, _ in rows(golden + "/samples_cites.tsv"):
        if kind == "numbered":
            truth.setdefault(cite, set()).add(file)
        elif kind == "number_only":  # found or not under the symbol: both are right
            also_by_number.setdefault(target, set()).add(file)
    targets = {r[1]: r[4] for r in rows(golden + "/samples_cites.tsv") if r[4] != "-" and r[3] == "numbered"}
    good = found = wanted = 0
    bad = False
    for ref, want in sorted(truth.items()):
        answer = ask(kho, db, ref)
        got = set().union(*answer.values())
        got -= also_by_number.get(targets.get(ref), set()) - want
        if "/QH" in ref:  # who names the law without its number is found as well
            got &= want
        good, found, wanted = good + len(got & want), found + len(got), wanted + len(want)
        for name in sorted(want - got):
            print("missing", ref, name, sep="\t")
        for name in sorted(got - want):
            print("wrong", ref, name, sep="\t")
        for group in APART.get(ref, []):
            if group not in answer.values():
                bad = True
                print("not apart", ref, sorted(map(sorted, answer.values())), sep="\t")
    print(f"precision={good}/{found} recall={good}/{wanted}")
    return bad or good < floor * found or good < floor * wanted


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], sys.argv[3], float(sys.argv[4])))
