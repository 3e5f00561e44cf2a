/* replay_main.c - run a fuzz target over files and folders; for compilers without libFuzzer. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int ran;

static int
replay(const char *path)
{
    static uint8_t buf[1 << 20];
    DIR *d = opendir(path);
    FILE *f;
    size_t n;

    if (d != NULL) {
        int bad = 0;

        for (struct dirent *e; (e = readdir(d)) != NULL;) {
            char inner[4096];

            if (e->d_name[0] == '.')
                continue;
            (void)snprintf(inner, sizeof inner, "%s/%s", path, e->d_name);
            bad |= replay(inner);
        }
        (void)closedir(d);
        return bad;
    }
    f = fopen(path, "rb");
    if (f == NULL)
        return 2;
    n = fread(buf, 1, sizeof buf, f);
    (void)fclose(f);
    (void)LLVMFuzzerTestOneInput(buf, n);
    ran++;
    return 0;
}

int
main(int argc, char **argv)
{
    int bad = 0;

    for (int i = 1; i < argc; i++)
        bad |= replay(argv[i]);
    (void)printf("%d inputs\n", ran);
    return ran == 0 ? 2 : bad;
}
