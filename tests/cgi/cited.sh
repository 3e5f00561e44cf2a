#!/bin/sh
# cited.sh - the page of a cited document: the drawing of its way is well-formed and readable at any size, the list
# beside it has the same plans, and who has no plan is told.
set -u
. "$KHO_SOURCE/tests/lib.sh"
page() { # QUERY
	cgi GET /cited "$1" > answer || fail "kho.cgi died: $1"
	grep -q '^Status: 200' answer || fail "$1: $(head -n 1 answer)"
	sed '1,/^.$/d' answer > body
}
# drawn PLANS: one box for each or for several, none over another, later ones never higher, nothing outside
drawn() {
	python3 - "$1" <<'PY' || fail "the drawing of $1 plans"
import re, sys, xml.dom.minidom
body = open("body", encoding="utf-8").read()
svg = re.search(r'<svg class="cascade".*?</svg>', body, re.S).group(0)
d = xml.dom.minidom.parseString(svg.encode()).documentElement
width, height = int(d.getAttribute("width")), int(d.getAttribute("height"))
boxes, plans = [], 0
for g in d.getElementsByTagName("g"):
    r = g.getElementsByTagName("rect")[0]
    x, y, w, h = (int(r.getAttribute(k)) for k in ("x", "y", "width", "height"))
    texts = ["".join(c.data for c in t.childNodes if c.nodeType == c.TEXT_NODE) for t in g.getElementsByTagName("text")]
    if "root" not in g.getAttribute("class"):
        plans += int(texts[0].split()[0].replace(".", "")) if "many" in g.getAttribute("class") else 1
    assert 0 <= x and x + w <= width and 0 <= y and y + h <= height, "outside"
    assert not any(x < b[0] + b[2] and b[0] < x + w and y < b[1] + b[3] and b[1] < y + h for b in boxes), "overlap"
    boxes.append((x, y, w, h))
    date = re.search(r"(\d\d)/(\d\d)/(\d{4})", " ".join(texts))
    if date and "root" not in g.getAttribute("class"):
        boxes[-1] += ((date.group(3), date.group(2), date.group(1)),)
dated = [b for b in boxes if len(b) == 5]
assert all(a[1] <= b[1] for a in dated for b in dated if a[4] < b[4]), "a later plan stands higher"
assert plans == int(sys.argv[1]), "%d plans are drawn" % plans
assert len(boxes) <= 241, "too many boxes"
PY
}
exits 0 "$KHO" index -q -d db "$KHO_SOURCE/samples/ke-hoach-mau.zip"
page 'key=749/Q%C4%90-TTg'
drawn 7
has body '+1007 ngày'
same 'the list has each plan once' "$(python3 -c 'import re; print(re.search("<div class=.tree.>.*?</div>", open("body").read(), re.S).group(0).count("/plan?id="))')" 7
has body 'Tỉnh, thành phố:'
lacks body 'f.dia-ban=Nam%20%C4%90%E1%BB%8Bnh">Nam Định</a>; '
page 'key=749/Q%C4%90-TTg&f.nam=2025'
lacks body '<svg class="cascade"'
same 'of one year' "$(grep -c '<li class="card">' body)" 1
page 'key=9999/QD-XYZ'
has body 'Không có văn bản nào trong kho viện dẫn'

# three hundred plans of all levels and years; every tenth commune cites its district's plan
mkdir many
python3 - <<'PY'
names = ["TỈNH NAM ĐỊNH", "HUYỆN TRỰC AN", "XÃ YÊN HÒA"]
for k in range(300):
    level, year, month = k % 3, 2021 + k % 5, k % 12 + 1
    above = "Kế hoạch số 2/KH-UBND ngày 02 tháng 02 năm 2022 của Ủy ban nhân dân huyện Trực An 1" if k % 10 == 0 else \
        "Nghị quyết số 77-NQ/TW ngày 05/01/2021 của Ban Chấp hành Trung ương"
    open("many/%d.txt" % k, "w", encoding="utf-8").write(
        "ỦY BAN NHÂN DÂN\n%s %d\nSố: %d/KH-UBND\n%s, ngày %02d tháng %02d năm %d\n\nKẾ HOẠCH\nPhong trào đợt %d\n\n"
        "Căn cứ %s;\nỦy ban nhân dân ban hành kế hoạch như sau:\n\nI. NHIỆM VỤ\n1. Văn phòng báo cáo.\n"
        % (names[level], k, k + 1, "Trực An", k % 28 + 1, month, year, k, above))
PY
exits 0 "$KHO" index -q -d db2 many
mv db one && mv db2 db
page 'key=77-NQ/TW'
n=$("$KHO" cites -d db --through --format=json 77-NQ/TW | grep -c '"depth"\|"plan"\|"id"')
[ "$n" -gt 0 ] || fail 'no plans'
drawn "$(cgi GET /cited 'key=77-NQ/TW&format=csv' | sed '1,/^.$/d' | python3 -c 'import csv, sys; print(len(list(csv.reader(sys.stdin))) - 1)')"
[ "$(wc -c < body)" -le 81920 ] || fail "$(wc -c < body) bytes"

# a commune that names no province belongs to that of the plan it cites
mkdir below
python3 - <<'PY'
def plan(name, office, number, month, basis):
    open("below/%s.txt" % name, "w", encoding="utf-8").write(
        "ỦY BAN NHÂN DÂN\n%s\nSố: %d/KH-UBND\nNgày 05 tháng %02d năm 2022\n\nKẾ HOẠCH\nPhong trào %s\n\nCăn cứ %s;\n"
        "Ủy ban nhân dân ban hành kế hoạch như sau:\n\nI. NHIỆM VỤ\n1. Văn phòng báo cáo.\n" % (office, number, month, name, basis))
plan("tinh", "TỈNH NAM ĐỊNH", 11, 2, "Nghị quyết số 78-NQ/TW ngày 05/01/2021 của Ban Chấp hành Trung ương")
plan("xa", "XÃ YÊN HÒA", 12, 4, "Kế hoạch số 11/KH-UBND ngày 05/02/2022 của Ủy ban nhân dân tỉnh Nam Định")
PY
exits 0 "$KHO" index -q -d db3 below
mv db two && mv db3 db
page 'key=78-NQ/TW&f.dia-ban=Nam+%C4%90%E1%BB%8Bnh'
same 'plans of the province' "$(grep -c '<li class="card">' body)" 2
done_testing
