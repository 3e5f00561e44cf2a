#!/bin/sh
# package.sh - the Debian packages: they are built from this tree's build and hold what they should, with the right
# dependencies and permissions; lintian's errors where it is installed; the service and the timer are valid.
set -u
. "$KHO_SOURCE/tests/lib.sh"
for tool in cpack dpkg-deb dpkg-shlibdeps; do
	command -v $tool > /dev/null || { echo "skipped: $tool is not installed"; exit 77; }
done
[ -z "${KHO_SANITIZE:-}" ] || { echo 'skipped: a build with sanitizers is no package'; exit 77; }
cmake --build "$KHO_BUILD" --target kho kho.cgi packed > build.log 2>&1 || { fail 'build'; tail -n 5 build.log; }
umask 077 # of whoever builds: nothing of it may be left in a package
# the build tree stays as it is
cpack --config "$KHO_BUILD/CPackConfig.cmake" -G DEB -B "$PWD/out" > cpack.log 2>&1 || { fail 'cpack'; tail -n 20 cpack.log; exit 1; }
kho=$(ls out/kho_*.deb) cgi=$(ls out/kho-cgi_*.deb)

mkdir k c
dpkg-deb -R "$kho" k || fail 'kho cannot be unpacked'
dpkg-deb -R "$cgi" c || fail 'kho-cgi cannot be unpacked'
for f in usr/bin/kho usr/share/man/man1/kho.1.gz usr/share/man/man1/kho-index.1.gz usr/share/man/man5/kho.conf.5.gz \
	usr/share/man/man7/kho-query.7.gz usr/share/bash-completion/completions/kho \
	usr/lib/systemd/system/kho-index.service usr/lib/systemd/system/kho-index.timer usr/share/doc/kho/copyright \
	usr/share/doc/kho/changelog.Debian.gz usr/share/doc/kho/examples/kho.conf DEBIAN/md5sums DEBIAN/postrm; do
	[ -f "k/$f" ] || fail "kho lacks $f"
done
for f in usr/lib/cgi-bin/kho.cgi usr/share/doc/kho-cgi/copyright usr/share/doc/kho-cgi/changelog.Debian.gz \
	usr/share/doc/kho-cgi/examples/lighttpd-cgi.conf usr/share/doc/kho-cgi/examples/apache.conf \
	usr/share/doc/kho-cgi/examples/nginx.conf DEBIAN/md5sums; do
	[ -f "c/$f" ] || fail "kho-cgi lacks $f"
done
for page in "$KHO_SOURCE"/docs/man/*.[1-9]; do
	[ -f "k/usr/share/man/man${page##*.}/${page##*/}.gz" ] || [ -f "c/usr/share/man/man${page##*.}/${page##*/}.gz" ] || fail "no package has ${page##*/}"
done
same 'files outside /usr' "$(find k c -mindepth 1 -maxdepth 1 ! -name usr ! -name DEBIAN)" ''
(cd k && md5sum --quiet -c DEBIAN/md5sums) || fail 'md5sums of kho'
(cd c && md5sum --quiet -c DEBIAN/md5sums) || fail 'md5sums of kho-cgi'

# permissions, owners, no symbols, hardening
dpkg-deb -c "$kho" > list && dpkg-deb -c "$cgi" >> list
same 'owners' "$(grep -cv ' root/root ' list)" 0
same 'modes' "$(awk '{ print $1 }' list | sort -u | tr '\n' ' ')" '-rw-r--r-- -rwxr-xr-x drwxr-xr-x '
same 'programs' "$(awk '$1 == "-rwxr-xr-x" { print $6 }' list | tr '\n' ' ')" './usr/bin/kho ./usr/lib/cgi-bin/kho.cgi '
for f in k/usr/bin/kho c/usr/lib/cgi-bin/kho.cgi; do
	readelf -SW "$f" > sections
	lacks sections .symtab
	lacks sections .debug_info
	readelf -hldW "$f" > elf
	has elf 'DYN (Position-Independent Executable file)'
	has elf GNU_RELRO
	has elf 'BIND_NOW'
	same "$f: stack" "$(grep GNU_STACK elf | grep -c RWE)" 0
	lacks elf RUNPATH
done
same 'kho of the package' "$(k/usr/bin/kho --version)" "$("$KHO" --version)"

# dependencies: every library that is used is in a package that is named
depends() { dpkg-deb -f "$1" Depends; }
for lib in libarchive13 libxapian30 libicu libmagic1 libxml2 libgsf-1 libpoppler-glib8 libseccomp2 libzstd1 libmicrohttpd; do
	depends "$kho" | grep -q "$lib" || fail "kho does not depend on $lib"
done
for lib in libfcgi libxapian30 libicu libzstd1; do
	depends "$cgi" | grep -q "$lib" || fail "kho-cgi does not depend on $lib"
done
for lib in libarchive libmagic libxml2 libpoppler libgsf libtesseract liblept; do # the page parses no files
	depends "$cgi" | grep -q "$lib" && fail "kho-cgi depends on $lib"
done
depends "$kho" | grep -q tesseract-ocr-vie || fail 'kho does not depend on tesseract-ocr-vie'
[ -e k/usr/lib/kho/kho-ocr.so ] || fail 'the module that recognises pages is not installed'
dpkg-deb -f "$cgi" Recommends | grep -q 'kho (=' || fail 'kho-cgi does not recommend kho of its version'
for p in "$kho" "$cgi"; do
	version=$(gzip -dc k/usr/share/doc/kho/changelog.Debian.gz | sed -n '1s/.*(\(.*\)).*/\1/p')
	same "version of $p" "$(dpkg-deb -f "$p" Version)" "$version"
	same 'version of the program' "kho ${version%-*}" "$("$KHO" --version)"
done

# the scripts of the package change nothing but what is its own
for s in k/DEBIAN/postinst k/DEBIAN/prerm k/DEBIAN/postrm; do
	sh -n "$s" || fail "$s"
done
bash -c '. k/usr/share/bash-completion/completions/kho && complete -p kho' > /dev/null || fail 'completion'

# what docs/cgi.md tells stands in the examples, line by line
for f in "$KHO_SOURCE"/packaging/examples/*-cgi.conf "$KHO_SOURCE"/packaging/examples/*fastcgi.conf \
	"$KHO_SOURCE"/packaging/examples/apache.conf "$KHO_SOURCE"/packaging/examples/nginx.conf; do
	sed '1d; s/^#//' "$f" | grep -v '^ To let\|^ Who sees' | while IFS= read -r line; do
		grep -qxF -- "    $line" "$KHO_SOURCE/docs/cgi.md" || printf '%s: %s\n' "${f##*/}" "$line"
	done > differ
	[ ! -s differ ] || { fail 'an example differs from docs/cgi.md'; cat differ; }
done

if command -v systemd-analyze > /dev/null; then
	mkdir units
	sed "s,/usr/bin/kho,$KHO," "$KHO_SOURCE/packaging/kho-index.service" > units/kho-index.service
	cp "$KHO_SOURCE/packaging/kho-index.timer" units
	systemd-analyze verify --man=no units/kho-index.service units/kho-index.timer > verify 2>&1 || fail 'systemd-analyze verify'
	grep kho-index verify > ours && { fail 'a unit is not valid'; cat ours; }
else
	echo 'systemd-analyze is not installed: units not checked'
fi
if command -v lintian > /dev/null; then
	lintian --allow-root --fail-on error "$kho" "$cgi" > lintian.out 2>&1 || { fail 'lintian'; cat lintian.out; }
	cat lintian.out
else
	echo 'lintian is not installed: packages not checked with it'
fi
done_testing
