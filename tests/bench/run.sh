#!/bin/sh
# run.sh KHO [RUNS] - speed beside the peers and memory of the whole process tree.  Not a test: figures, no verdict.
#
# Wants the benchmark data and scripts in $KHO_SHARED/bench (default ../shared/bench) and the peers that are to be
# compared (Debian: xapian-omega, xapian-tools, recollcmd, sqlite3, time).  Built and started by
#     cmake --build build/release --target bench
set -eu
kho=$(realpath "$1") runs=${2:-5}
here=$(cd "$(dirname "$0")" && pwd)
shared=${KHO_SHARED:-$here/../../../shared}
data=$shared/bench/vlc-articles.zip
[ -f "$data" ] || { echo "bench: $data is not there; set KHO_SHARED" >&2; exit 77; }
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
KHO=$kho bash "$shared/bench/peers.sh" -n "$runs" -k "$data" "$scratch"
text=$(unzip -p "$data" '*.txt' | wc -c)
echo "index size / text: $(du -sb "$scratch/idx/kho" | awk -v t="$text" '{printf "%.2f", $1 / t}')"
rm -rf "$scratch/memory.db"
python3 "$here/tree_memory.py" "$kho" index -q -d "$scratch/memory.db" "$data"
