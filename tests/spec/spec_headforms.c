/* heads as converters, scans and typists leave them; see head_cases.h */
#include "head_cases.h"

int
main(int argc, char **argv)
{
    return docs_run(argc, argv, head_check);
}
