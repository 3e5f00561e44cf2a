/* cgi_main.c - kho.cgi. */
int
main(void)
{
    return 70;
}
