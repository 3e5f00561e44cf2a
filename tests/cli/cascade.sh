# The way of a resolution through plans that cite plans, drawn and in batches.  Names are invented.
. "$KHO_SOURCE/tests/lib.sh"
# plan FILE AGENCY-ABOVE AGENCY NUMBER PLACE DAY SUBJECT TEXT
plan() {
	cat > "in/$1" <<- END
		$2
		$3
		-------
		Số: $4

		CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
		Độc lập - Tự do - Hạnh phúc
		---------------

		$5, ngày $6

		KẾ HOẠCH
		$7

		$8

		I. MỤC ĐÍCH, YÊU CẦU

		Triển khai kịp thời, đúng quy định.
	END
}
mkdir in
plan tinh.txt "" "ỦY BAN NHÂN DÂN TỈNH CAO BẰNG" "91/KH-UBND" "Cao Bằng" "05 tháng 02 năm 2024" \
	'Thực hiện Nghị quyết về "hộ tịch & cư trú"' "Căn cứ Nghị quyết số 76/NQ-CP ngày 15 tháng 7 năm 2021 của Chính phủ."
plan huyen.txt "ỦY BAN NHÂN DÂN TỈNH CAO BẰNG" "ỦY BAN NHÂN DÂN HUYỆN THÁC NGÀ" "22/KH-UBND" "Thác Ngà" "12 tháng 3 năm 2024" \
	"Thực hiện kế hoạch của tỉnh" "Căn cứ Kế hoạch số 91/KH-UBND ngày 05 tháng 02 năm 2024 của Ủy ban nhân dân tỉnh Cao Bằng."
plan xa.txt "ỦY BAN NHÂN DÂN HUYỆN THÁC NGÀ" "ỦY BAN NHÂN DÂN XÃ BẢN LŨNG" "08/KH-UBND" "Bản Lũng" "02 tháng 4 năm 2024" \
	"Thực hiện kế hoạch của huyện" "Căn cứ Kế hoạch số 22/KH-UBND ngày 12 tháng 3 năm 2024 của Ủy ban nhân dân huyện Thác Ngà."
# The same number elsewhere, cited by somebody else: not of this way.
plan khac.txt "" "ỦY BAN NHÂN DÂN TỈNH GIA LAI" "35/KH-UBND" "Gia Lai" "20 tháng 4 năm 2024" \
	"Thực hiện kế hoạch khác" "Căn cứ Kế hoạch số 91/KH-UBND ngày 09 tháng 01 năm 2024 của Ủy ban nhân dân tỉnh Gia Lai."
# Two plans that cite each other.
plan vong.txt "" "ỦY BAN NHÂN DÂN TỈNH CAO BẰNG" "95/KH-UBND" "Cao Bằng" "06 tháng 5 năm 2024" \
	"Điều chỉnh kế hoạch" "Căn cứ Kế hoạch số 08/KH-UBND ngày 02 tháng 4 năm 2024 của Ủy ban nhân dân xã Bản Lũng, huyện Thác Ngà; Kế hoạch số 96/KH-UBND ngày 06 tháng 5 năm 2024 của Ủy ban nhân dân tỉnh Cao Bằng."
plan vong2.txt "" "ỦY BAN NHÂN DÂN TỈNH CAO BẰNG" "96/KH-UBND" "Cao Bằng" "06 tháng 5 năm 2024" \
	"Điều chỉnh kế hoạch" "Căn cứ Kế hoạch số 95/KH-UBND ngày 06 tháng 5 năm 2024 của Ủy ban nhân dân tỉnh Cao Bằng."
exits 0 "$KHO" index -q -d db in

exits 0 "$KHO" cites -d db --format=json 76/NQ-CP
same "without --through" "$(field depth < out)" 1
exits 0 "$KHO" cites -d db --through --format=json 76/NQ-CP
same "depths" "$(field depth < out | tr '\n' ' ')" "1 2 3 4 5 "
same "plans" "$(field citing.symbol < out | tr '\n' ' ')" "91/KH-UBND 22/KH-UBND 08/KH-UBND 95/KH-UBND 96/KH-UBND "
same "through" "$(field via.symbol < out | tr '\n' ' ')" " 91/KH-UBND 22/KH-UBND 08/KH-UBND 95/KH-UBND "
exits 0 "$KHO" cites -d db --through --lang=vi 76/NQ-CP
has out "bậc 3, qua 22/KH-UBND, 91/KH-UBND"
exits 0 "$KHO" cites -d db --through --format=csv 76/NQ-CP
has out "depth,via"
exits 0 "$KHO" cites -d db --through --format=json "91/KH-UBND ngày 05/02/2024"
lacks out "35/KH-UBND"

exits 0 "$KHO" cites -d db --through --format=graphml 76/NQ-CP
python3 - << 'END' || fail "GraphML"
import xml.etree.ElementTree as E
n = "{http://graphml.graphdrawing.org/xmlns}"
g = E.parse("out").getroot().find(n + "graph")
nodes = {x.get("id"): {d.get("key"): d.text for d in x} for x in g.findall(n + "node")}
edges = [(e.get("source"), e.get("target"), [d.text for d in e]) for e in g.findall(n + "edge")]
assert len(nodes) == 6 and len(edges) == 6, (len(nodes), len(edges))
assert all(a in nodes and b in nodes for a, b, _ in edges)
assert ["36"] in [d for _, _, d in edges], edges  # 05/02/2024 to 12/3/2024
assert [x["title"] for x in nodes.values() if x["symbol"] == "91/KH-UBND"][0].count('"') == 2
END
exits 0 "$KHO" cites -d db --through --format=dot 76/NQ-CP
has out '\"hộ tịch & cư trú\"'
has out 'lag=36'
if command -v dot > /dev/null; then dot -Tsvg out > drawing.svg 2> err || fail "dot: $(cat err)"; fi

printf 'van_ban,ghi_chu\n"76/NQ-CP",a\n91/KH-UBND ngày 05/02/2024\r\n76/NQ-CP,b\n' > refs.csv
exits 0 "$KHO" cites -d db --batch=refs.csv --format=csv
has err "van_ban"
same "rows of a batch" "$(wc -l < out)" 4
has out "76/NQ-CP,CP:NQ:76:2021,76/NQ-CP,"
"$KHO" cites -d db --batch=- --format=json < refs.csv > out2 2> /dev/null || fail "batch from standard input"
same "asked" "$(field ref < out2 | tr '\n' '|')" "76/NQ-CP|91/KH-UBND ngày 05/02/2024|76/NQ-CP|"
same "place" "$(field citing.place < out2 | sed -n 1p)" '["tỉnh Cao Bằng"]'
exits 66 "$KHO" cites -d db --batch=nowhere.csv
exits 0 "$KHO" refs -d db --format=graphml
python3 -c '
import xml.etree.ElementTree as E
g = E.parse("out").getroot().find("{*}graph")
names = [x.get("id") for x in g.findall("{*}node")]
pairs = [(x.get("source"), x.get("target")) for x in g.findall("{*}edge")]
assert len(names) == len(set(names)) == 8 and len(pairs) == len(set(pairs)) == 7, (names, pairs)
' || fail "GraphML of the archive"
exits 0 "$KHO" refs -d db --format=json
same "each cited document once" "$(field key < out | sort | uniq -d)" ""
done_testing
