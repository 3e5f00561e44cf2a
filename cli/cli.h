/* cli.h - what the commands of kho share: options as tables, language, output.
 *
 * A command is a row of the table in main.c and a file cmd_NAME.c.  Data goes to stdout, words to
 * stderr. Exit: 0 found, 1 nothing found, 64-78 errors (sysexits(3), search/base/status.def).
 */
#ifndef KHO_CLI_CLI_H
#define KHO_CLI_CLI_H

#include "buf.h"
#include "extract.h"
#include "format.h"
#include "query.h"
#include "store.h"
#include "tables.h"

#include <stdio.h>

enum { KHO_EXIT_FOUND = 0, KHO_EXIT_NONE = 1 };

/* One option of a command.  Tables end with a row whose name is NULL. */
struct kho_opt {
    const char *name; /* without "--" */
    char letter;      /* 0: none */
    enum { KHO_OPT_FLAG, KHO_OPT_TEXT, KHO_OPT_NUMBER, KHO_OPT_SIZE, KHO_OPT_LIST } kind;
    void *out;           /* bool *, const char **, uint32_t *, uint64_t *, struct kho_list * */
    const char *choices; /* KHO_OPT_TEXT: "a|b|c", or NULL: any */
    const char *value;   /* what --help calls it */
    enum kho_messages_id help;
};

enum { KHO_LIST_MAX = 256 };
struct kho_list {
    const char *item[KHO_LIST_MAX];
    size_t n;
};

struct kho_command {
    const char *name;
    /* Returns the exit code.  argv: what stands behind the options; ends with NULL. */
    int (*run)(int argc, char **argv);
    const struct kho_opt *opts;
    const char *arguments; /* for the usage line */
    enum kho_messages_id help;
};

/* State of this run, set by main before the command starts. */
struct kho_cli {
    const char *db;
    const char *config; /* --config; NULL: not given */
    const char *lang;   /* "vi" or "en" */
    const char *color;  /* "auto", "always", "never" */
    const char *command;
};
extern struct kho_cli kho_cli;

const char *kho_say(enum kho_messages_id id); /* in the language of this run */
/* The same with {0}, {1} ... replaced by strings; {s0} is the s of a plural, unless {0} is 1. */
void kho_fill(struct kho_buf *b, enum kho_messages_id id, const char *const *args, size_t n);
void kho_fill_to(FILE *out, enum kho_messages_id id, const char *const *args, size_t n);
#define KHO_ARGS(...)                                                                              \
    (const char *const[]){__VA_ARGS__}, sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *)
/* A whole number as people of this language write it: 12.904 or 12,904. */
struct kho_digits {
    char s[32];
};
struct kho_digits kho_digits(uint64_t v);
struct kho_digits kho_amount(uint64_t bytes); /* "12.3 MB" */
/* What a failure says, in the language of this run as far as it is known (schemas/reasons.tsv). */
void kho_put_reason(struct kho_buf *b, kho_sv what);
/* "kho search: ..." on stderr; returns the exit code of st. */
int kho_complain(enum kho_status st, const struct kho_err *err);
/* *err in the language of this run; arg: {0} of the message. */
void kho_fail_saying(struct kho_err *err, enum kho_status st, enum kho_messages_id id,
                     const char *arg);
/* What kho_find did not find, or found too often, in the language of this run. */
void kho_find_saying(struct kho_err *err, enum kho_status st, const char *ref);
int kho_usage_error(enum kho_messages_id id, const char *what);
/* "value ... of --option is not accepted (a|b|c)"; option with its dashes, choices or NULL. */
int kho_bad_value(const char *option, const char *value, const char *choices);
/* Can a query mean a day by this?  2023, 2023-01, 10/01/2023, quý 4/2025. */
bool kho_is_date(kho_sv typed);

/* KHO_OK: *out is the index named by -d, $KHO_DB or ./kho.db, opened for reading. */
enum kho_status kho_cli_open(struct kho_store **out, struct kho_err *err);

/* Options from argv into the table's variables; *argc, *argv become what is left.  -1 to go on, or
 * an exit code: 0 when the help was asked for and printed. */
int kho_options(const struct kho_command *cmd, int *argc, char ***argv);
/* The same for what stands before the command; *argv[0] stays the program.  help_asked: --help was
 * among it, which is left to the caller. */
int kho_leading_options(int *argc, char ***argv, bool *help_asked);
/* The value of one option; false: it does not take this one.  value has to live as long as the run.
 */
bool kho_option_set(const struct kho_opt *o, const char *value);
void kho_help(const struct kho_command *cmd, bool to_stderr);

/* Writes b to stdout and empties it; -1 when that failed. */
int kho_flush(struct kho_buf *b);
/* Colours wanted on stdout? (terminal, NO_COLOR, --color) */
bool kho_coloured(void);
/* Text with marks: bold on a coloured terminal, else between « and ». */
void kho_put_marked(struct kho_buf *b, kho_sv text, const struct kho_mark *marks, size_t n);
/* Untrusted text on a terminal: control characters become U+FFFD, line breaks blanks. */
void kho_put_text(struct kho_buf *b, kho_sv text);
/* "10/01/2023" from "2023-01-10"; "không rõ ngày" when not stated. */
void kho_put_date(struct kho_buf *b, kho_sv iso);
/* Number, title; issuer, date; source and ID: the three lines of a document in every list. */
void kho_put_head(struct kho_buf *b, const struct kho_document *doc,
                  const struct kho_mark *title_marks, size_t n);

/* A file of many questions, "-": standard input.  Close it also when it could not be opened. */
struct kho_batch {
    const char *path;
    FILE *in;
    char *line;
    size_t room;
    bool begun;
};
enum kho_status kho_batch_open(struct kho_batch *b, const char *path, struct kho_err *err);
/* The next line that is not empty, without its end and a byte order mark, until the next call;
 * KHO_DONE at the end.  KHO_ARG: UTF-16. */
enum kho_status kho_batch_next(struct kho_batch *b, kho_sv *line, struct kho_err *err);
void kho_batch_close(struct kho_batch *b);

/* On stderr, beside the hits of kho search: parts of the query that were not understood; how many
 * documents there are, from the hit after offset on, and which other queries find more. */
void kho_search_remarks(const struct kho_answer *a);
void kho_search_said(const struct kho_answer *a, uint32_t offset);
/* Parts of that: words no document has and that less was asked for; other queries. */
void kho_said_before(const struct kho_answer *a);
void kho_said_offers(const struct kho_answer *a);
/* FIELD=VALUE with the name or alias of a field; false: neither. */
bool kho_cli_filter(const char *text, struct kho_filter *out);

extern const struct kho_command kho_cmd_index, kho_cmd_search, kho_cmd_cites, kho_cmd_refs,
    kho_cmd_tasks, kho_cmd_show, kho_cmd_parse, kho_cmd_status, kho_cmd_check, kho_cmd_compact,
    kho_cmd_export, kho_cmd_serve, kho_cmd_completion;
extern const struct kho_command *const kho_commands[]; /* ends with NULL */

/* Defaults, the configuration, then NAME=VALUE of --limit (NULL: none).  -1, or an exit code (said
 * on stderr). */
struct kho_limits;
int kho_set_limits(struct kho_limits *limits, const struct kho_list *args);

/* One NAME=VALUE.  False: *why says what is wrong with it, and *limits is as it was. */
bool kho_limit_set(struct kho_limits *limits, const char *typed, enum kho_limits_id *row,
                   struct kho_buf *why);
/* "1000", "64K", "512M", "2G", "1T" -> bytes; units of 1024.  False: nothing of the kind. */
bool kho_size(const char *typed, uint64_t *bytes);

/* What the command line left open, from the environment and the configuration files: language,
 * index.  The configuration is read once; the same answer again later. */
enum kho_status kho_settle(struct kho_err *err);

/* Values of --ocr; what is meant: given on the command line, or NULL and the configuration counts.
 */
#define KHO_OCR_CHOICES "auto|never|always"
enum kho_ocr_mode kho_ocr_mode_of(const char *given);
/* Pages should have been recognised and could not be: why, on stderr and as a line behind those of
 * a report (NULL: none).  Nothing for "". */
void kho_say_ocr_lack(struct kho_buf *lines, const char *lack);

/* Options every command has, shown behind its own. */
extern const struct kho_opt kho_common_opts[];

enum { KHO_ANSWER_ARENA = 1 << 30 };
#endif
