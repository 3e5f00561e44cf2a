/* codepage.c - see codepage.h. */
#include "codepage.h"

#include <stddef.h>

/* 80 to 9f of windows-1252; its unused bytes are C1 controls, as everywhere in kho. */
static const uint16_t upper[32] = {0x20ac, 0x81,   0x201a, 0x192,  0x201e, 0x2026, 0x2020, 0x2021,
                                   0x2c6,  0x2030, 0x160,  0x2039, 0x152,  0x8d,   0x17d,  0x8f,
                                   0x90,   0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
                                   0x2dc,  0x2122, 0x161,  0x203a, 0x153,  0x9d,   0x17e,  0x178};

/* Where windows-1258 differs from 1252. */
static const struct {
    uint8_t byte;
    uint16_t c;
} vietnamese[] = {{0xc3, 0x102}, {0xe3, 0x103}, {0xd0, 0x110}, {0xf0, 0x111},  {0xd5, 0x1a0},
                  {0xf5, 0x1a1}, {0xdd, 0x1af}, {0xfd, 0x1b0}, {0xcc, 0x300},  {0xd2, 0x309},
                  {0xde, 0x303}, {0xec, 0x301}, {0xf2, 0x323}, {0xfe, 0x20ab}, {0x8a, 0},
                  {0x8e, 0},     {0x9a, 0},     {0x9e, 0}};

uint32_t
kho_codepage_char(unsigned codepage, unsigned char byte)
{
    if (codepage == 1258)
        for (size_t i = 0; i < sizeof vietnamese / sizeof vietnamese[0]; i++)
            if (vietnamese[i].byte == byte)
                return vietnamese[i].c;
    return byte >= 0x80 && byte < 0xa0 ? upper[byte - 0x80] : byte;
}

uint16_t
kho_codepage_of_charset(int32_t charset)
{
    return charset == 163 ? 1258 : charset == 1 ? 0 : 1252;
}
