/* main.c - kho: find the command, open what it needs, run it. */
#include <stdio.h>

int
main(void)
{
    (void)fputs("kho: not ready\n", stderr);
    return 70;
}
