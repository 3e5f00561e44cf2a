/* json.h - writing JSON and CSV, for every format=json and format=csv of kho.
 *
 * The writer puts commas by itself:
 *     kho_json_open(j, '{');  kho_json_key(j, "n");  kho_json_int(j, 3);  kho_json_close(j, '}');
 * Invalid UTF-8 becomes U+FFFD, so the output is always valid UTF-8 JSON on one line.
 */
#ifndef KHO_RECORD_JSON_H
#define KHO_RECORD_JSON_H

#include "buf.h"

struct kho_json {
    struct kho_buf *out;
    bool comma; /* internal: the next value needs one */
};

void kho_json_open(struct kho_json *j, char bracket);
void kho_json_close(struct kho_json *j, char bracket);
void kho_json_key(struct kho_json *j, const char *name); /* name: plain ASCII */
void kho_json_sv(struct kho_json *j, kho_sv s);          /* p == NULL: null */
void kho_json_str(struct kho_json *j, const char *s);    /* NULL: null */
void kho_json_int(struct kho_json *j, int64_t v);
void kho_json_real(struct kho_json *j, double v); /* locale-independent; NaN, infinity: null */
void kho_json_bool(struct kho_json *j, bool v);
void kho_json_null(struct kho_json *j);

/* One CSV field (RFC 4180) behind a comma unless first.  A field that a spreadsheet would take for
 * a formula (= + - @ TAB CR first) gets a leading apostrophe.  What is not UTF-8 becomes U+FFFD. */
void kho_csv_sv(struct kho_buf *out, bool first, kho_sv s);
void kho_csv_end(struct kho_buf *out); /* CR LF */
#endif
