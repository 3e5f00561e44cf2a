/* names.c - the words JSON uses for the enums of plan.h. */
#include "plan.h"

const char *
kho_zone_name(enum kho_zone z)
{
    static const char *const names[KHO_ZONE_COUNT] = {
        [KHO_ZONE_TITLE] = "title",
        [KHO_ZONE_PREAMBLE] = "preamble",
        [KHO_ZONE_BODY] = "body",
        [KHO_ZONE_FOOTNOTE] = "footnote",
        [KHO_ZONE_ANNEX] = "annex",
        [KHO_ZONE_HEAD] = "head",
        [KHO_ZONE_RECIPIENTS] = "recipients",
        [KHO_ZONE_SIGNATURE] = "signature",
    };

    return z < KHO_ZONE_COUNT ? names[z] : "body";
}

const char *
kho_cite_kind_name(enum kho_cite_kind k)
{
    static const char *const names[KHO_CITE_KIND_COUNT] = {
        [KHO_CITE_NUMBERED] = "numbered",     [KHO_CITE_NUMBER_ONLY] = "number_only",
        [KHO_CITE_NAMED] = "named",           [KHO_CITE_CONGRESS] = "congress",
        [KHO_CITE_UNNUMBERED] = "unnumbered",
    };

    return k < KHO_CITE_KIND_COUNT ? names[k] : "numbered";
}

const char *
kho_relation_name(enum kho_relation r)
{
    static const char *const names[KHO_REL_COUNT] = {
        [KHO_REL_CITES] = "cites",           [KHO_REL_BASIS] = "basis",
        [KHO_REL_IMPLEMENTS] = "implements", [KHO_REL_ATTACHED] = "attached_to",
        [KHO_REL_REPLACES] = "replaces",     [KHO_REL_AMENDS] = "amends",
        [KHO_REL_REPEALS] = "repeals",
    };

    return r < KHO_REL_COUNT ? names[r] : "cites";
}
