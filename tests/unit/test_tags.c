/* test_tags.c - tags with more attributes than anybody writes: libxml2 compares each with all
 * before it, and must not get to see them. */
#include "html_tame.h"
#include "xml.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { MANY = 400000, CAP = MANY * 20 };

static char text[CAP];

/* before, MANY attributes, after; the number of bytes. */
static size_t
monster(const char *before, const char *after)
{
    size_t n = strlen(before);

    memcpy(text, before, n);
    for (unsigned i = 0; i < MANY; i++)
        n += (size_t)snprintf(text + n, CAP - n, " a%u=\"%u\"", i, i);
    memcpy(text + n, after, strlen(after));
    return n + strlen(after);
}

static void
html(void **state)
{
    size_t n = monster("<!-- <b --><script>x</script><p", "><i>sau</i>");
    char *copy;

    (void)state;
    assert_true(kho_html_tame((kho_sv){text, n}, &copy));
    assert_non_null(copy);
    assert_memory_equal(copy, text, 600);
    assert_non_null(memmem(copy, n, " a99=\"99\"   ", 12));
    assert_null(memmem(copy, n, "a100=", 5));
    assert_memory_equal(copy + n - 11, "><i>sau</i>", 11);
    free(copy);
}

/* What looks like a tag in a script must not take the script's end away. */
static void
html_script(void **state)
{
    size_t n = monster("<script>a<b", " </script><p>sau");
    char *copy;

    (void)state;
    assert_true(kho_html_tame((kho_sv){text, n}, &copy));
    assert_non_null(copy);
    assert_memory_equal(copy + n - 16, " </script><p>sau", 16);
    free(copy);
}

static void
html_usual(void **state)
{
    static const char *const usual[] = {"",
                                        "<",
                                        "<p",
                                        "<p a",
                                        "<p a=",
                                        "<p a='",
                                        "<p a='>",
                                        "<!--",
                                        "<!-- >",
                                        "<p/><a href=x>y</a>",
                                        "a < b > c",
                                        "</p",
                                        "<p\t a = \"<b>\" c>"};
    char *copy;

    (void)state;
    for (size_t i = 0; i < sizeof usual / sizeof *usual; i++) {
        assert_true(kho_html_tame((kho_sv){usual[i], strlen(usual[i])}, &copy));
        assert_null(copy);
    }
}

static void
on_start(void *ctx, const char *uri, const char *name, const struct kho_xml_attrs *attrs)
{
    (void)uri, (void)name, (void)attrs;
    ++*(int *)ctx;
}

static void
on_end(void *ctx, const char *uri, const char *name)
{
    (void)ctx, (void)uri, (void)name;
}

static void
on_text(void *ctx, kho_sv s)
{
    (void)ctx, (void)s;
}

static bool
read_xml(size_t n, int *started)
{
    struct kho_xml_events events = {on_start, on_end, on_text, started};
    struct kho_xml *x = kho_xml_new(&events);
    bool whole;

    assert_non_null(x);
    *started = 0;
    (void)kho_xml_feed(x, text, n);
    whole = kho_xml_end(x);
    kho_xml_free(x);
    return whole;
}

static void
xml(void **state)
{
    int started;
    size_t n = monster("<d><p>1</p><p", "/></d>");

    (void)state;
    assert_false(read_xml(n, &started)); /* what was before the tag is there */
    assert_int_equal(started, 2);
    n = monster("<d><p>1</p><!-- \" <p", " --><p a='\"&lt;' b='>'/></d>");
    (void)read_xml(n, &started); /* mistaken for a tag, but no harm done */
    n = (size_t)snprintf(text, CAP,
                         "<?xml version='1.0'?><d>\"'<!-- it's --><p a='\">'/>'<p/></d>");
    assert_true(read_xml(n, &started));
    assert_int_equal(started, 3);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(html), cmocka_unit_test(html_script),
                                       cmocka_unit_test(html_usual), cmocka_unit_test(xml)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
