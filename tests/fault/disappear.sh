#!/bin/sh
# disappear.sh - files that vanish, appear, shrink and are replaced while they are read: no crash, and the next run makes
# the index what it would be if built then.
set -u
. "$KHO_SOURCE/tests/lib.sh"
/usr/bin/python3 - << 'END'
import os, zipfile
os.makedirs("in/le")
for i in range(1500):
    open("in/le/%04d.txt" % i, "w").write("KẾ HOẠCH\ntệp số %d\n" % i)
for n in range(12):
    with zipfile.ZipFile("in/goi%02d.zip" % n, "w") as z:
        for i in range(200):
            z.writestr("%03d.txt" % i, "KẾ HOẠCH\ngói %d số %d\n" % (n, i) + "chữ " * 400)
END
trouble() {
	/usr/bin/python3 - << 'END'
import os, random, time
pick = random.Random(5)
until = time.time() + 1.5
files = ["in/le/%04d.txt" % i for i in range(1500)] + ["in/goi%02d.zip" % n for n in range(12)] * 20
while time.time() < until:
    f = pick.choice(files)
    what = pick.randrange(4)
    try:
        if what == 0:
            os.remove(f)
        elif what == 1:
            os.truncate(f, os.path.getsize(f) // 2)
        elif what == 2:
            open(f + ".moi", "w").write("KẾ HOẠCH\nmới %d\n" % pick.randrange(99))
            os.replace(f + ".moi", f)
        else:
            os.makedirs("in/thêm", exist_ok=True)
            open("in/thêm/%d.txt" % pick.randrange(500), "w").write("thêm %d\n" % pick.randrange(500))
    except FileNotFoundError:
        pass
    time.sleep(0.001)
END
}
for _ in 1 2; do
	trouble &
	pid=$!
	exits 0 "$KHO" index -q -d db in
	wait $pid
	exits 0 "$KHO" check -d db
done
exits 0 "$KHO" index -q -d db in
exits 0 "$KHO" check -d db --originals
for d in db fresh; do
	exits 0 "$KHO" index -q -d $d in
	"$KHO" search -d $d -n 9000 --format=json '' | field id | sort > ids.$d
done
[ "$(wc -l < ids.db)" -gt 500 ] || fail "only $(wc -l < ids.db) documents"
cmp -s ids.db ids.fresh || fail 'the index differs from one built afterwards'
done_testing
