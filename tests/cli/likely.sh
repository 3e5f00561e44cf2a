#!/bin/sh
# likely.sh - words typed without marks: everything is found, what is most likely meant comes first, learned from
# the archive's own text.
set -eu
. "$KHO_SOURCE/tests/lib.sh"
mkdir in
text() { # NAME TEXT: the text, with enough around it to look like a paper
	printf '%s\nCăn cứ chức năng, nhiệm vụ được giao, các cơ quan xây dựng chương trình cụ thể.\n' "$2" > "in/$1.txt"
}
# "đang" alone is the usual "dang" here, but before "bo" it is "Đảng".  The short texts would rank first by
# their length and by how often they have the words.
for i in 1 2 3 4; do
	text "dang-bo-$i" "Đảng bộ xã Tân Lập số $i triển khai học tập; đang làm, đang sửa, đang soạn nhiều việc ở cơ sở năm nay, và sẽ báo cáo kết quả với cấp trên theo quy định chung."
done
for i in 1 2; do
	text "bo-hoang-$i" "Nhà văn hóa số $i đang bỏ hoang, đang bỏ trống."
	text "quet-$i" "dang bo so $i, dang bo cu"
done
for i in 1 2 3 4 5; do text "dang-lam-$i" "Tổ $i đang làm, đang bàn, đang tính."; done
# "co so" has a short name (CS), and is "có số" more often.
for i in 1 2 3; do
	text "co-so-$i" "Họp ở cơ sở số $i, rồi về cơ sở khác."
	text "co-so-hieu-$i" "Có số hiệu $i, có số cũ; có số mới, có số ghi."
done
# A question: which words are there counts for more than how they are meant.
for i in 1 2 3 4 5 6; do text "hat-nhan-$i" "Hạt nhân là hạt nhỏ; hạt của quốc phòng, quốc gia số $i; cả hạt và cả quốc tế."; done
text quoc-ca "Nữ nghệ sĩ biểu diễn bài quốc ca tại lễ khai mạc, khán giả cùng hát theo."
"$KHO" index -q -d db in
names() { "$KHO" search -d db -n 20 --format=trec "$@" | awk '{ print $3 }'; }

names dang bo > got
[ "$(wc -l < got)" -eq 8 ] || fail "dang bo finds $(wc -l < got) documents, want 8"
[ "$(head -n 4 got | grep -c dang-bo)" -eq 4 ] || fail "the likely reading is not first: $(cat got)"
# Also where the words have a short name, and beside a quotation.
[ "$(names co so | head -n 3 | grep -c 'co-so-[0-9]')" -eq 3 ] || fail "co so: $(names co so)"
[ "$(names '"chức năng" co so' | head -n 3 | grep -c 'co-so-[0-9]')" -eq 3 ] || fail "with a quotation: $(names '"chức năng" co so')"
# Typed with marks, that reading is first, whatever is likely.
[ "$(names đang bỏ | head -n 2 | grep -c bo-hoang)" -eq 2 ] || fail "đang bỏ: $(names đang bỏ)"
[ "$(names ai hat quoc ca | head -n 1)" = "$(names ai hát quốc ca | head -n 1)" ] ||
	fail "a question without marks begins with $(names ai hat quoc ca | head -n 1)"
# A single word: the form that most of the best texts have.
names dang > got
[ "$(wc -l < got)" -eq 13 ] || fail "dang finds $(wc -l < got) documents, want 13"
tail -n 2 got | grep -qv quet && fail "texts without marks are not behind for 'dang': $(cat got)"
# Pages follow one another.
{ names -n 3 dang bo | head -n 3; names -n 5 --offset=3 dang bo; } > paged
names dang bo | cmp -s - paged || fail 'pages do not continue one another'
done_testing
