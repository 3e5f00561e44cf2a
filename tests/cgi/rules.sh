#!/bin/sh
# rules.sh - a rules file: every page of a restricted user is the page of an index that holds nothing else.
set -u
. "$KHO_SOURCE/tests/lib.sh"
mkdir in
python3 - "$KHO_SOURCE/samples/ke-hoach-mau.zip" <<'PY'
import io, os, shutil, sys, zipfile
def put(path, data):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as f:
        f.write(data)
z = zipfile.ZipFile(sys.argv[1])
for name in z.namelist():
    if name.endswith(".tar.gz"):
        put("in/rieng/ho-so.tar.gz", z.read(name))
    else:
        common = "Nam Định" in name or "Các huyện" in name
        put("in/%s/%s" % ("chung" if common else "rieng", name.split("/", 1)[1]), z.read(name))
# The same content where everybody may look and where not, under names of its own, in an archive too.
twice = "in/chung/Nam Định/KH 48 - Xã Đông Thuận.txt"
shutil.copy(twice, "in/rieng/tenbimat zzyzx.txt")
with zipfile.ZipFile("in/rieng/quuxkin.zip", "w") as q:
    q.write(twice, "thu muc kin/tenbimat frobnitz.txt")
# Only there: a word, a number, a unit, a day and a cited document that nothing else has.
put("in/rieng/mat.txt", """ỦY BAN NHÂN DÂN                      CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
XÃ XUÂN LẠC                            Độc lập - Tự do - Hạnh phúc

Số: 7777/KH-UBND                       Xuân Lạc, ngày 05 tháng 3 năm 2031

KẾ HOẠCH
Chuyển đổi số plugh năm 2031

Thực hiện Chỉ thị số 8888/CT-TTg ngày 26/11/2021 của Thủ tướng Chính phủ, Ủy ban nhân dân xã ban hành kế hoạch như sau:

I. NHIỆM VỤ
1. Đài Xyzzy: lập danh sách thiết bị số plugh, báo cáo trước ngày 20/4/2031.
""".encode())
PY
mv in/rieng away
exits 0 "$KHO" index -q -d clean in
mv away in/rieng
exits 0 "$KHO" index -q -d db in
cat > rules <<RULES
# who sees what
[collection chung]
folder = $PWD/in/chung/
[collection ho-so]
folder = $PWD/in/rieng/ho-so.tar.gz
[collection kin]
folder = $PWD/in/rieng/quuxkin.zip//thu muc kin
[collection cap-xa]
level = xã
[collection dang]
folder = $PWD/in/rieng
side = party

[group van-phong]
user = an
sees = chung
[group quan-tri]
user = quan tri
sees = *
[group khac]
user = binh
sees = ho-so
user = chi
sees = ho-so
[group kin]
user = kin
sees = kin
[group xa]
user = xa
sees = cap-xa
[group dang]
user = dang
sees = dang
RULES
cp rules open
printf '[everyone]\nsees = chung\n[signed-in]\nsees = ho-so\n' >> open

# get USER PATH QUERY [NAME=VALUE...]: status in $status, head in ./head, body in ./body; USER - is nobody
get() {
	user=$1 path=$2 query=$3
	shift 3
	[ "$user" = - ] || set -- REMOTE_USER="$user" "$@"
	cgi GET "$path" "$query" KHO_RULES="$PWD/rules" "$@" > answer || fail "kho.cgi died: $path?$query"
	tr -d '\r' < answer | sed -n '1,/^$/p' > head
	tr -d '\r' < answer | sed '1,/^$/d' > body
	status=$(sed -n 's/^Status: //p' head)
}
is() { [ "$status" = "$1" ] || fail "$user $path?$query: status $status, want $1"; }
total() { get "$1" / "format=json&q=$2"; is 200; same "total of $2 for $1" "$(tail -n 1 body | field total)" "$3"; }

# -- every page and form of it, as if there were nothing else
cat > start <<'LIST'
/
/?format=json
/?q=ke+hoach
/?q=chuyen+doi+so&format=json
/?q=chuyen+doi+so&format=csv
/?q=chuyen+doi+so&format=atom
/?q="chuyển+đổi+số"&format=json
/?q=co-quan:"Ủy+ban+nhân+dân"&format=json
/?q=so:48/KH-UBND&format=json
/?q=33/CT-TTg
/?q=ten-tep:48&format=json
/?q=ten-tep:4*&format=json
/?q=ten-tep:tenbimat
/?q=tenbimat
/?q=zzyzx
/?q=frobnitz
/?q=plugh
/?q=plug
/?q=pluhg
/?q=plu*
/?q=chuyendoi+so
/?q=chuyen+doi+so+plugh
/?q=chuyen+doi+so&from=2031
/?q=7777/KH-UBND
/?q=8888/CT-TTg
/?q=ngay:2031
/?f.nam=2031
/?q=input:tenbimat
/?q=folder:rieng
/status
/status?format=json
/tasks
/tasks?q=danh+sach&format=json
/tasks?unit=Xyzzy
/tasks?from=2023&to=2031
/tasks?from=2023&to=2031&format=ics
/tasks?from=2023&to=2031&format=csv
/refs
/refs?format=csv
/refs?format=json
/refs?q=8888
/cited?key=33/CT-TTg
/cited?key=33/CT-TTg&format=json
/cited?key=33/CT-TTg&format=csv
/cited?key=33/CT-TTg&format=atom
/cited?key=33/CT-TTg&format=dot
/cited?key=33/CT-TTg&format=graphml
/cited?key=8888/CT-TTg
/plan?id=tenbimat+zzyzx.txt
/plan?id=mat.txt
/plan?id=7777/KH-UBND
/plan?id=48/KH-UBND
/plan?id=KH+48+-+Xã+Đông+Thuận.txt
/tasks?id=mat.txt
/file?id=mat.txt
/help
/opensearch.xml
LIST
LIMIT=250
export LIMIT
[ "${KHO_SANITIZE:-}" = "" ] || LIMIT=110
python3 "$KHO_SOURCE/tests/tools/same_pages.py" "$KHO_CGI" "$PWD/db" "$PWD/clean" KHO_RULES="$PWD/rules" REMOTE_USER=an \
	< start > differ || { fail 'a restricted page shows what is elsewhere'; head -n 40 differ; }
tail -n 1 differ

# -- plans by their ID: those that are not seen are as good as not there
"$KHO" search -d db --format=json ngay:2031 | head -n 1 | field id > secret
secret=$(cat secret)
for p in plan file tasks; do
	for f in '' '&format=json'; do
		[ "$p$f" != 'file&format=json' ] || continue
		get an "/$p" "id=$secret$f"
		cp body of_secret
		is 404
		get an "/$p" "id=00000000000000000000000000000000$f"; is 404
		cmp -s body of_secret || fail "/$p tells a hidden plan from one that does not exist"
	done
done
get 'quan tri' /plan "id=$secret"; is 200
has body '7777/KH-UBND'

# -- one content in several places: only those that are seen, each by its own name
total an ten-tep:48 1
total an 'ten-tep:"KH+48"' 1
total an 'ten-tep:tenb*' 0
total kin ten-tep:frobnitz 1
total kin ten-tep:48 0
total an ten-tep:tenbimat 0
get an / 'q=so:48/KH-UBND&format=json'
twice=$(head -n 1 body | field id)
get an /plan "id=$twice&format=json"
has body 'in/chung/Nam Định/KH 48'
lacks body tenbimat
get kin /plan "id=$twice&format=json"
has body 'quuxkin.zip//thu muc kin/tenbimat frobnitz.txt'
lacks body 'KH 48 - Xã'
lacks body zzyzx
get kin /file "id=$twice" KHO_BIN="$KHO"; is 200
has head 'tenbimat%20frobnitz.txt'
lacks head zzyzx
total kin '' 1

# -- a file nobody could read stands in the index by its names: those that are seen
printf 'PK\003\004 not a zip' > in/chung/hongmatten.docx
cp in/chung/hongmatten.docx 'in/rieng/hong wibblekin.docx'
exits 0 "$KHO" index -q -d db in
total an wibblekin 0
total an hong 0
total an ten-tep:hongmatten 1
total an ten-tep:wibblekin 0
get an /status format=json
same 'not searchable' "$(field not_searchable < body)" 1
get an / 'q=ten-tep:hongmatten'
lacks body wibblekin
total 'quan tri' wibblekin 1
rm in/*/hong*.docx
exits 0 "$KHO" index -q -d db in

# -- collections by what a document is, alone and within a folder
get 'quan tri' / 'format=json'
same 'everything for who sees everything' "$(tail -n 1 body | field total)" "$("$KHO" status -d db --format=json | field documents)"
get 'quan tri' / 'q=cap:xã&format=json'
commune=$(tail -n 1 body | field total)
[ "$commune" -gt 2 ] || fail 'few documents of communes'
total xa '' "$commune"
total xa cap:tỉnh 0
get 'quan tri' / 'q=khoi:party&format=json'
total dang '' "$(tail -n 1 body | field total)"

# -- who asks: groups, nobody, names that only look alike, other headers
total - '' 0
total binh '' "$(get chi / format=json; tail -n 1 body | field total)"
for name in '' AN 'an ' ' an' 'an,quan tri' 'quan' '*' '../an' '[group quan-tri]' "$(printf 'an\nquan tri')" "$(printf '\377\376')" \
	"$(head -c 5000 /dev/zero | tr '\0' a)" 'everyone' 'quan-tri'; do
	total "$name" '' 0
done
get - / 'format=json' HTTP_REMOTE_USER='quan tri' REMOTE_IDENT='quan tri' HTTP_X_REMOTE_USER='quan tri' \
	HTTP_AUTHORIZATION='Basic cXVhbiB0cmk6eA==' HTTP_KHO_RULES=/dev/null
same 'headers of the asker' "$(tail -n 1 body | field total)" 0
get - /status format=json
lacks body '"plans":1'
get an / 'q=chuyen+doi+so&REMOTE_USER=quan+tri'; is 400

# -- everyone, and whoever has a name
get an / format=json
common=$(tail -n 1 body | field total)
get binh / format=json
files=$(tail -n 1 body | field total)
[ "$common" -gt 3 ] && [ "$files" -gt 1 ] || fail "few documents: $common, $files"
cp rules strict
cp open rules
total - '' "$common"
total 'ai do' '' "$((common + files))"
total binh '' "$((common + files))"
cp strict rules

# -- caches: those who see the same have one mark, others another
tag() { get "$1" / 'q=so'; sed -n 's/^ETag: //p' head; }
[ "$(tag an)" != "$(tag 'quan tri')" ] || fail 'one ETag for two views'
[ "$(tag an)" != "$(tag -)" ] || fail 'one ETag for two views'
same 'ETag of two who see the same' "$(tag binh)" "$(tag chi)"
get an / 'q=so' HTTP_IF_NONE_MATCH="$(tag 'quan tri')"; is 200
get an / 'q=so' HTTP_IF_NONE_MATCH="$(tag an)"; is 304
has head 'Vary: Authorization, Cookie'
for page in / /plan /refs /tasks /status /cited; do
	get an "$page" "key=33/CT-TTg" || true
	! grep -qi 'cache-control: public' head || fail "$page may be kept by others"
done
get an / 'q=so'
has head 'Cache-Control: private, no-cache'

# -- mistakes: nothing is shown, the log says where, the page does not
closed() { # WHAT-THE-LOG-SAYS
	for page in / /status /refs /tasks /plan /file /help; do
		get 'quan tri' "$page" ''
		is 503
		has errors "$1"
		lacks body rules
		lacks body collection
		lacks body chung
	done
	one_line errors
}
mv rules good
closed "$PWD/rules: No such file"
mkdir rules
closed 'rules: not a file'
rmdir rules
mkfifo rules
closed 'rules: not a file'
rm rules
printf '[collection a]\nfolder = /a\n[everyone]\nsees = *\nsees = b\n' > rules
closed "$PWD/rules:5: there is no [collection b]"
printf '[everyone]\nsees = *\nse' > rules
closed "$PWD/rules:3: neither a [section]"
printf '[everyone]\nsees = *\n\0' > rules
closed "$PWD/rules:3: a NUL byte"
head -c 1100000 /dev/zero | tr '\0' '#' > rules
closed 'rules: longer than'
if [ "$(id -u)" -ne 0 ]; then
	cp good rules
	chmod 000 rules
	closed 'rules: Permission denied'
	rm -f rules
fi
: > rules
total an '' 0
total 'quan tri' '' 0
cgi GET / '' KHO_RULES= REMOTE_USER=an > body
has body 'Status: 503'
has errors 'KHO_RULES: is empty'
mv good rules
get an / ''; is 200
[ ! -s errors ] || fail 'words in the log'
lacks body "$PWD"

# -- the example that is installed is one
cp "$KHO_SOURCE/packaging/examples/rules.conf" rules
get an / ""; is 200
get chi / 'format=json'; is 200
same "the example, a user who sees everything" "$(tail -n 1 body | field total)" "$("$KHO" status -d db --format=json | field documents)"
cp strict rules

# -- an index that joins others is not shown by halves
version=$(ls db | grep '^[0-9]*$')
mkdir -p "joined/$version"
for i in db clean; do
	here=$PWD/$i/$version
	sed "s|glass |glass $here/|" "$here/main" >> "joined/$version/main"
done
get an / '' KHO_DB="$PWD/joined"; is 503
has errors 'cannot be restricted'
get 'quan tri' / '' KHO_DB="$PWD/joined"; is 200

# -- what the index is told after the rules: a plan that moves is seen where it lies now
mv in/rieng/mat.txt in/chung/mat.txt
exits 0 "$KHO" index -q -d db in
total an ngay:2031 1
get an /tasks 'unit=Xyzzy'; has body Xyzzy
mv in/chung/mat.txt in/rieng/mat.txt
exits 0 "$KHO" index -q -d db in
total an ngay:2031 0
get an /tasks 'unit=Xyzzy'; lacks body '20/4/2031'

# -- kho serve knows no users
if command -v curl > /dev/null; then
	printf '[collection chung]\nfolder = %s\n[everyone]\nsees = chung\n' "$PWD/in/chung" > rules
	KHO_RULES=$PWD/rules
	export KHO_RULES
	served db
	curl -s "$url?q=plugh" > body
	lacks body 7777/KH-UBND
	same 'kho serve' "$(curl -s -H 'Remote-User: quan tri' "$url?format=json" | tail -n 1 | field total)" "$common"
	rm rules
	same 'kho serve without its rules' "$(curl -s -o body -w '%{http_code}' "$url")" 503
	grep -q 'rules: No such file' errors || fail 'kho serve does not say why'
fi
done_testing
