/* config.h - the configuration files of kho: lines of NAME = VALUE, kho.conf(5).
 *
 * What the command line or the environment says is not changed by a file: whoever uses a setting
 * looks there first.
 */
#ifndef KHO_CLI_CONFIG_H
#define KHO_CLI_CONFIG_H

#include "cli.h"

struct kho_config {
    const char *db, *lang, *log, *ocr; /* NULL: not set */
    struct kho_list input, include, exclude;
    uint32_t jobs;          /* 0: not set */
    uint64_t memory;        /* bytes; 0: not set */
    struct kho_list limits; /* NAME=VALUE, as --limit takes it */
};

/* Of this run; its strings live as long. */
extern struct kho_config kho_config;

/*
 * Reads given (--config) or $KHO_CONFIG; when both are NULL or empty /etc/kho.conf and the user's
 * file ($XDG_CONFIG_HOME/kho.conf, ~/.config/kho.conf), whose settings come before those of the
 * first; these two need not exist.  Paths are relative to the folder of their file.
 * KHO_CONFIG: a line is not understood, with file and line; KHO_NOTFOUND, KHO_IO.
 */
enum kho_status kho_config_load(const char *given, struct kho_err *err);
#endif
