#!/bin/sh
# ocr.sh - scans are recognised, in every kind of file; what is not is noted; what was is kept.
set -u
. "$KHO_SOURCE/tests/lib.sh"
scan() { /usr/bin/python3 "$KHO_SOURCE/tests/tools/make_scan.py" "$@"; }
/usr/bin/python3 -c 'import PIL' 2> /dev/null && [ -e /usr/share/fonts/truetype/freefont/FreeSerif.ttf ] || {
	echo 'python3-pil or fonts-freefont-ttf is missing'
	exit 77
}
cat > one.txt << 'EOF'
   ỦY BAN NHÂN DÂN              CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
    HUYỆN KHE SẬU                    Độc lập - Tự do - Hạnh phúc
                                     ---------------------------
   Số: 58/KH-UBND                  Khe Sậu, ngày 12 tháng 3 năm 2024

                              KẾ HOẠCH
              Phòng cháy rừng mùa khô trên địa bàn huyện Khe Sậu

      Thực hiện Chỉ thị số 47-CT/TW ngày 25/6/2015 của Ban Bí thư về phòng cháy, chữa cháy,
Ủy ban nhân dân huyện ban hành Kế hoạch như sau:
      1. Hạt Kiểm lâm tuần tra, canh gác lửa rừng trước ngày 20/4/2024.
EOF
printf 'Trang hai nói về kinh phí bảo vệ rừng.\n' > two.txt
head -n 10 one.txt > long.txt && yes '' | head -n 60 >> long.txt && cat two.txt >> long.txt

# head JSON: what a clerk looks for
head_of() { for k in type symbol date issuer; do field $k < "$1"; done | tr '\n' '|'; }
head='KH|58/KH-UBND|2024-03-12|Ủy ban nhân dân huyện Khe Sậu|'
mkdir in
scan one.txt in/grey.png
scan one.txt in/noisy.jpg --dpi 200 --noise 40 --turn 0.7
scan long.txt in/fax.tif --mode 1
scan one.txt in/lying.png --quarter 1 --dpi 200
scan one.txt in/only-picture.pdf --dpi 200
for f in grey.png noisy.jpg fax.tif lying.png only-picture.pdf; do
	exits 0 "$KHO" parse "in/$f"
	same "head of $f" "$(head_of out)" "$head"
	grep -q '"TW:CT:47:2015"' out || fail "$f: citation not found"
	same "notes of $f" "$(field notes < out | grep -o '"ocr"')" '"ocr"'
	[ "$(field ocr.confidence < out)" -ge 80 ] || fail "$f: confidence $(field ocr.confidence < out)"
done

# --ocr=never: noted, known by name, cheap; then auto goes through the list without reading anything else.
exits 0 "$KHO" parse --ocr=never in/grey.png
same 'not recognised' "$(field notes < out)" '["can-ocr"]'
exits 64 "$KHO" parse --ocr=sometimes in/grey.png
cp one.txt in/plain.txt
(cd in && zip -q two.zip lying.png only-picture.pdf && rm lying.png only-picture.pdf)
exits 0 "$KHO" index -d db --ocr=never in
same 'said of each' "$(grep -c 'have not been recognised' err)" 5
"$KHO" search -d db --format=json ghi-chu:can-ocr > list
same 'waiting' "$(wc -l < list)" 5
"$KHO" status -d db --not-searchable | grep -q 'fax.tif' || fail 'status does not list what waits'

# Without the data of the language: said once, noted, no failure.
TESSDATA_PREFIX=$PWD exits 0 "$KHO" index -d db in
same 'what is missing is said once' "$(grep -c tesseract-ocr-vie err)" 1
has err can-ocr
same 'still waiting' "$("$KHO" search -d db --format=json ghi-chu:can-ocr | wc -l)" 5
TESSDATA_PREFIX=$PWD exits 0 "$KHO" parse in/grey.png
has err tesseract-ocr-vie

exits 0 "$KHO" index -d db in
same 'recognised' "$("$KHO" search -d db --format=json ghi-chu:ocr | wc -l)" 5
exits 1 "$KHO" search -d db ghi-chu:can-ocr
exits 0 "$KHO" search -d db --format=json 'canh gac lua rung'
same 'found by their words' "$(wc -l < out)" 5
has out 'in/two.zip//lying.png'
exits 0 "$KHO" search -d db --format=json 'kinh phi bao ve rung'
has out fax.tif
id=$(field id < out)
exits 0 "$KHO" show -d db --format=raw "$id"
cmp -s out in/fax.tif || fail 'the original is not what was read'
same 'pages kept' "$(ls db/ocr | wc -l)" 5

# A new index with the old pages costs no recognising: nothing could do it here.
rm -rf db/[0-9]*
start=$(date +%s)
exits 0 "$KHO" index -d db in
same 'recognised before' "$("$KHO" search -d db --format=json ghi-chu:ocr | wc -l)" 5
[ $(($(date +%s) - start)) -le 20 ] || fail 'kept pages were recognised again'
# What is gone takes its pages along.
rm in/fax.tif
exits 0 "$KHO" index -d db in
same 'pages of living documents' "$(ls db/ocr | wc -l)" 4
[ ! -e "db/ocr/$id" ] || fail 'pages of a document that is gone are kept'

# A PDF with a usable text layer is not drawn; one whose letters mean nothing is.
python3 "$KHO_SOURCE/tests/tools/make_pdf.py" .
exits 0 "$KHO" parse whole.pdf
same 'text layer' "$(field ocr < out)" ''
exits 0 "$KHO" parse --ocr=never garbled.pdf
has out '"chu-vo-nghia"'
has out '"can-ocr"'
exits 0 "$KHO" parse garbled.pdf
lacks out '"can-ocr"'
exits 0 "$KHO" parse --ocr=always whole.pdf
lacks out '"can-ocr"'

# Limits are notes.
exits 0 "$KHO" parse --limit ocr-pixels=1000 in/grey.png
same 'too many pixels' "$(field notes < out | grep -o '"ocr-bo-trang"')" '"ocr-bo-trang"'
scan long.txt three.tif --mode 1 --dpi 100
exits 0 "$KHO" parse --limit ocr-pages=1 three.tif
has out '"ocr-bo-trang"'
same 'pages over the limit' "$(field ocr.pages < out)" 1
exits 0 "$KHO" parse --limit ocr-seconds=0 in/grey.png
has out '"ocr-bo-trang"'

# With another limit they are read after all.
mkdir limited && mv three.tif limited
exits 0 "$KHO" index -d limited.db --limit ocr-pages=1 limited
has err 'ocr-pages=1'
exits 0 "$KHO" search -d limited.db 'ghi-chu:gioi-han-ocr-pages'
exits 1 "$KHO" search -d limited.db '"kinh phi bao ve"'
exits 0 "$KHO" index -d limited.db --limit ocr-pages=1 limited
has out '(1 unchanged)'
exits 0 "$KHO" index -d limited.db limited
exits 0 "$KHO" search -d limited.db '"kinh phi bao ve"'
exits 1 "$KHO" search -d limited.db 'ghi-chu:gioi-han-ocr-pages'

# Where memory is bounded, pages are recognised or noted.
exits 0 "$KHO" index -d small.db --memory 250M limited
has err '--memory'
has out 'ghi-chu:can-ocr'
exits 0 "$KHO" index -d small.db --memory 500M limited
has out '(ghi-chu:ocr)'
printf 'ocr = never\n' > kho.conf
exits 0 "$KHO" index -d conf.db --config kho.conf limited
has out 'ghi-chu:can-ocr'
exits 0 "$KHO" index -d conf.db --config kho.conf --ocr=auto limited
has out '(ghi-chu:ocr)'

# Hostile pictures: each is noted, none hurts its neighbours.
/usr/bin/python3 "$KHO_SOURCE/tests/tools/hostile_pictures.py" zoo
cp in/grey.png zoo/neighbour.png
exits 0 "$KHO" index -d zoo.db --limit ocr-pages=2 zoo
exits 0 "$KHO" search -d zoo.db --format=json 'canh gac lua rung'
has out zoo/neighbour.png
exits 1 "$KHO" search -d zoo.db 'ghi-chu:can-ocr OR ghi-chu:doc-loi'
"$KHO" search -d zoo.db -n 100 --format=json '' > list
same 'all are there' "$(wc -l < list)" "$(ls zoo | wc -l)"
noted() {
	for f in $2; do
		"$KHO" search -d zoo.db -n 100 --format=json "ghi-chu:$1" | grep -qF "zoo/$f\"" || fail "$f has no note $1"
	done
}
noted ocr-bo-trang 'huge.png largest.png bomb.png huge-page.pdf pages.pdf'
noted hong 'cut.jpg cut.png head.jpg head.png head.tif loop.tif no-data.png'
noted bi-cat moving.gif
noted rong 'cmyk.jpg sixteen.tif thin.png'
done_testing
