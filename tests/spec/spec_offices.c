/* heads of the kinds of offices there are; see head_cases.h */
#include "head_cases.h"

int
main(int argc, char **argv)
{
    return docs_run(argc, argv, head_check);
}
