# The delivered sample archive is what its sources make, and every member has its row of truth.
command -v python3 >/dev/null || { echo "skipped: no python3"; exit 77; }
"$KHO_SOURCE/samples/make.sh" --check || exit 1
golden=$KHO_SOURCE/tests/golden
grep -v '^#' "$KHO_SOURCE/samples/make/members.tsv" | cut -f2 | LC_ALL=C sort >members
grep -v '^#' "$golden/samples.tsv" | cut -f1 | LC_ALL=C sort >rows
diff members rows || exit 1
# The number of cited documents in samples.tsv is the number of rows in samples_cites.tsv.
awk -F '\t' -v OFS='\t' '/^#/ { next }
	FNR == NR { n[$1] += $4 != "optional"; next }
	{ file = $1; sub(/.*\//, "", file); if (n[file] != $9) { print file, $9, n[file]; bad = 1 } }
	END { exit bad }' "$golden/samples_cites.tsv" "$golden/samples.tsv"
