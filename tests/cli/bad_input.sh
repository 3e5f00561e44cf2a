#!/bin/sh
# bad_input.sh - every kind of broken input: one clear line, a note in the index, the neighbours are read.
set -u
. "$KHO_SOURCE/tests/lib.sh"
# What stands in the index about a source: notes FOLDER-OR-FILE-NAME
notes() {
	"$KHO" search -d db -n 1000 --format=json "$2" > list
	for id in $(grep -F "$1" list | field id); do
		"$KHO" show -d db --format=json "$id" | field notes
	done | tr -d '[]" ' | tr ',' '\n' | sort -u | tr '\n' ' '
}
noted() { # SOURCE NOTE
	case " $(notes "$1" "ghi-chu:$2") " in *" $2 "*) ;; *) fail "$1 has no note $2" ;; esac
}
neighbour() { # SOURCE: the member beside the broken one is found
	"$KHO" search -d db -n 1000 --format=json songsot > list
	grep -qF "$1" list || fail "the neighbour in $1 is lost"
}

# --- inputs that are not there or not readable
exits 66 "$KHO" index -d db nothing-here
one_line err
has err nothing-here
[ ! -e db ] || fail 'an index was made for nothing'
python3 "$KHO_SOURCE/tests/tools/hostile.py" zoo
if [ "$(id -u)" -ne 0 ]; then
	printf 'x' > zoo/closed.txt && chmod 000 zoo/closed.txt
fi
if command -v zip > /dev/null; then
	(cd zoo && cp neighbour.txt inside.txt && zip -q -P matkhau locked.zip inside.txt && rm inside.txt)
fi
python3 -c 'print("KẾ HOẠCH\nkhongdut", "x" * 5000000)' > zoo/word.txt
start=$(date +%s)
exits 0 "$KHO" index -d db zoo
took=$(($(date +%s) - start))
[ "$took" -le 180 ] || fail "the zoo took $took seconds"
cp err errors
cp out report
neighbour zoo/neighbour.txt
neighbour cut.zip
neighbour cut.tar.gz
neighbour bomb.zip
noted cut.zip hong
noted cut.tar.gz hong
noted bomb.zip bom-nen
noted deep.zip qua-sau
noted empty.zip rong
noted line.txt bi-cat
noted password.odt ma-hoa
noted password-24.odt ma-hoa
noted junk.docx "$(case "$(notes junk.docx ghi-chu:hong)" in '') echo khong-ho-tro ;; *) echo hong ;; esac)"
noted outside.tar.gz duong-dan-la
noted badname.zip ten-la
neighbour cp1258.zip
[ ! -e zoo/locked.zip ] || noted locked.zip ma-hoa
[ ! -e zoo/closed.txt ] || noted closed.txt khong-mo-duoc
for f in cut.zip cut.tar.gz bomb.zip deep.zip line.txt; do
	same "lines about $f" "$(grep -cE "/$f(//bomb.txt|(//level[0-9]+.zip)+)?: " errors)" 1
done
"$KHO" status -d db --not-searchable > hidden
for f in cut.zip cut.tar.gz bomb.zip deep.zip line.txt; do has hidden "$f"; done

# A word without end does not make an answer without end.
"$KHO" search -d db khongdut > out
[ "$(wc -c < out)" -lt 20000 ] || fail "a passage of $(wc -c < out) bytes"

# --- the index itself
exits 66 "$KHO" search -d nowhere x
one_line err
mkdir notadb
exits 66 "$KHO" search -d notadb x
exits 64 "$KHO" search --no-such-option x
exits 64 "$KHO" nosuchcommand
cp -r db damaged
find damaged -name '*.glass' -exec sh -c 'head -c 100 /dev/urandom > "$1"' _ {} \;
rc=0
"$KHO" search -d damaged songsot > out 2> err || rc=$?
[ "$rc" -ge 64 ] && [ "$rc" -le 78 ] || fail "damaged index: exit $rc"
one_line err
version=$(dirname "$(find db -name lock)")
version=${version#db/}
cp -r db older && mv "older/$version" older/0
rc=0
"$KHO" search -d older songsot > out 2> err || rc=$?
[ "$rc" -eq 78 ] || [ "$rc" -eq 66 ] || fail "index of another version: exit $rc"
one_line err

# A stub that says nothing is damage, not somebody's wrong argument.
cp -r db stub && for f in stub/*/main; do : > "$f"; done
exits 70 "$KHO" index -q -d stub zoo/neighbour.txt
one_line err

# --- two writers
"$KHO" index -q -d db2 zoo/neighbour.txt
python3 - "$KHO" "db2/$version/lock" <<'PY' || fail 'a second writer was let in'
import fcntl, os, struct, subprocess, sys
fd = os.open(sys.argv[2], os.O_RDWR)
F_OFD_SETLK = 37
fcntl.fcntl(fd, F_OFD_SETLK, struct.pack("hhqqi4x", fcntl.F_WRLCK, 0, 0, 0, 0))
p = subprocess.run([sys.argv[1], "index", "-d", "db2", "zoo/neighbour.txt"], capture_output=True)
lines = p.stderr.decode().splitlines()
sys.exit(not (p.returncode == 75 and len(lines) == 1))
PY
exits 0 "$KHO" search -d db2 songsot

# --- any bytes are a query
python3 - "$KHO" <<'PY' || fail 'a query was an error'
import random, subprocess, sys
rnd, bad = random.Random(7), 0
tricky = [b'"', b'(((', b')', b'AND', b'NOT', b'a AND', b'so:', b'ngay:..', b'ngay:9999-99', b'*', b'a*', b'"a', b'\xff\xfe', b'-', b'--', b'x:y:z',
          b'vien-dan:', b'KH\xc3\x94NG', b'a' * 5000, b'(' * 3000, b'f.x=1', b'\xcc\x81', b'\xe2\x80\x8b']
for q in tricky + [bytes(rnd.randrange(1, 256) for _ in range(rnd.randrange(1, 60))) for _ in range(60)]:
    p = subprocess.run([sys.argv[1], "search", "-d", "db2", "--", q], capture_output=True)
    if p.returncode not in (0, 1):
        bad = 1
        print(p.returncode, q[:60], p.stderr[:200])
sys.exit(bad)
PY
done_testing
