/* ole_leaks.h - libgsf 1.14 loses a directory entry when a container is malformed
 * (gsf_infile_msole_new): that is not ours, and costs a reader some bytes.  Included by targets of
 * formats in such containers, which use GLib for nothing else. */
#ifndef KHO_FUZZ_OLE_LEAKS_H
#define KHO_FUZZ_OLE_LEAKS_H

const char *__lsan_default_suppressions(void); /* NOLINT: the name is that of the sanitizer */

const char *
__lsan_default_suppressions(void)
{
    return "leak:libglib-2.0\n";
}
#endif
