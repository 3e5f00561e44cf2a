/* letters.c - see letters.h. */
#include "letters.h"

#define AT(c) ((c) < KHO_LETTERS_LOW ? (c) : (c)-KHO_LETTERS_HIGH + KHO_LETTERS_LOW)
#define ONE(code, c, tone, letter_case)                                                            \
    [AT(c)] = {KHO_L_##code, KHO_TONE_##tone, KHO_CASE_##letter_case}
#define TONES(code, k, c0, c1, c2, c3, c4, c5)                                                     \
    ONE(code, c0, NGANG, k), ONE(code, c1, HUYEN, k), ONE(code, c2, HOI, k),                       \
        ONE(code, c3, NGA, k), ONE(code, c4, SAC, k), ONE(code, c5, NANG, k)
#define PLAIN(code, lower, upper) ONE(code, lower, NGANG, LOWER), ONE(code, upper, NGANG, UPPER)
#define DIGIT(d)                  ['0' + (d)] = {KHO_L_DIGIT + (d), KHO_TONE_NGANG, KHO_CASE_NONE}

/* clang-format off */
const struct kho_letter kho_letters[] = {
    DIGIT(0), DIGIT(1), DIGIT(2), DIGIT(3), DIGIT(4),
    DIGIT(5), DIGIT(6), DIGIT(7), DIGIT(8), DIGIT(9),
    TONES(A, LOWER, 'a', U'à', U'ả', U'ã', U'á', U'ạ'),
    TONES(A, UPPER, 'A', U'À', U'Ả', U'Ã', U'Á', U'Ạ'),
    TONES(E, LOWER, 'e', U'è', U'ẻ', U'ẽ', U'é', U'ẹ'),
    TONES(E, UPPER, 'E', U'È', U'Ẻ', U'Ẽ', U'É', U'Ẹ'),
    TONES(I, LOWER, 'i', U'ì', U'ỉ', U'ĩ', U'í', U'ị'),
    TONES(I, UPPER, 'I', U'Ì', U'Ỉ', U'Ĩ', U'Í', U'Ị'),
    TONES(O, LOWER, 'o', U'ò', U'ỏ', U'õ', U'ó', U'ọ'),
    TONES(O, UPPER, 'O', U'Ò', U'Ỏ', U'Õ', U'Ó', U'Ọ'),
    TONES(U, LOWER, 'u', U'ù', U'ủ', U'ũ', U'ú', U'ụ'),
    TONES(U, UPPER, 'U', U'Ù', U'Ủ', U'Ũ', U'Ú', U'Ụ'),
    TONES(Y, LOWER, 'y', U'ỳ', U'ỷ', U'ỹ', U'ý', U'ỵ'),
    TONES(Y, UPPER, 'Y', U'Ỳ', U'Ỷ', U'Ỹ', U'Ý', U'Ỵ'),
    TONES(AW, LOWER, U'ă', U'ằ', U'ẳ', U'ẵ', U'ắ', U'ặ'),
    TONES(AW, UPPER, U'Ă', U'Ằ', U'Ẳ', U'Ẵ', U'Ắ', U'Ặ'),
    TONES(AA, LOWER, U'â', U'ầ', U'ẩ', U'ẫ', U'ấ', U'ậ'),
    TONES(AA, UPPER, U'Â', U'Ầ', U'Ẩ', U'Ẫ', U'Ấ', U'Ậ'),
    TONES(EE, LOWER, U'ê', U'ề', U'ể', U'ễ', U'ế', U'ệ'),
    TONES(EE, UPPER, U'Ê', U'Ề', U'Ể', U'Ễ', U'Ế', U'Ệ'),
    TONES(OO, LOWER, U'ô', U'ồ', U'ổ', U'ỗ', U'ố', U'ộ'),
    TONES(OO, UPPER, U'Ô', U'Ồ', U'Ổ', U'Ỗ', U'Ố', U'Ộ'),
    TONES(OW, LOWER, U'ơ', U'ờ', U'ở', U'ỡ', U'ớ', U'ợ'),
    TONES(OW, UPPER, U'Ơ', U'Ờ', U'Ở', U'Ỡ', U'Ớ', U'Ợ'),
    TONES(UW, LOWER, U'ư', U'ừ', U'ử', U'ữ', U'ứ', U'ự'),
    TONES(UW, UPPER, U'Ư', U'Ừ', U'Ử', U'Ữ', U'Ứ', U'Ự'),
    PLAIN(B, 'b', 'B'), PLAIN(C, 'c', 'C'), PLAIN(D, 'd', 'D'), PLAIN(F, 'f', 'F'),
    PLAIN(G, 'g', 'G'), PLAIN(H, 'h', 'H'), PLAIN(J, 'j', 'J'), PLAIN(K, 'k', 'K'),
    PLAIN(L, 'l', 'L'), PLAIN(M, 'm', 'M'), PLAIN(N, 'n', 'N'), PLAIN(P, 'p', 'P'),
    PLAIN(Q, 'q', 'Q'), PLAIN(R, 'r', 'R'), PLAIN(S, 's', 'S'), PLAIN(T, 't', 'T'),
    PLAIN(V, 'v', 'V'), PLAIN(W, 'w', 'W'), PLAIN(X, 'x', 'X'), PLAIN(Z, 'z', 'Z'),
    PLAIN(DD, U'đ', U'Đ'),
};

const char kho_letter_lower[KHO_L_COUNT][KHO_TONES][4] = {
    [KHO_L_DIGIT + 0] = {"0"}, [KHO_L_DIGIT + 1] = {"1"}, [KHO_L_DIGIT + 2] = {"2"}, [KHO_L_DIGIT + 3] = {"3"}, [KHO_L_DIGIT + 4] = {"4"},
    [KHO_L_DIGIT + 5] = {"5"}, [KHO_L_DIGIT + 6] = {"6"}, [KHO_L_DIGIT + 7] = {"7"}, [KHO_L_DIGIT + 8] = {"8"}, [KHO_L_DIGIT + 9] = {"9"},
    [KHO_L_A] = {"a", "à", "ả", "ã", "á", "ạ"},
    [KHO_L_E] = {"e", "è", "ẻ", "ẽ", "é", "ẹ"},
    [KHO_L_I] = {"i", "ì", "ỉ", "ĩ", "í", "ị"},
    [KHO_L_O] = {"o", "ò", "ỏ", "õ", "ó", "ọ"},
    [KHO_L_U] = {"u", "ù", "ủ", "ũ", "ú", "ụ"},
    [KHO_L_Y] = {"y", "ỳ", "ỷ", "ỹ", "ý", "ỵ"},
    [KHO_L_AW] = {"ă", "ằ", "ẳ", "ẵ", "ắ", "ặ"},
    [KHO_L_AA] = {"â", "ầ", "ẩ", "ẫ", "ấ", "ậ"},
    [KHO_L_EE] = {"ê", "ề", "ể", "ễ", "ế", "ệ"},
    [KHO_L_OO] = {"ô", "ồ", "ổ", "ỗ", "ố", "ộ"},
    [KHO_L_OW] = {"ơ", "ờ", "ở", "ỡ", "ớ", "ợ"},
    [KHO_L_UW] = {"ư", "ừ", "ử", "ữ", "ứ", "ự"},
    [KHO_L_B] = {"b"}, [KHO_L_C] = {"c"}, [KHO_L_D] = {"d"}, [KHO_L_F] = {"f"}, [KHO_L_G] = {"g"},
    [KHO_L_H] = {"h"}, [KHO_L_J] = {"j"}, [KHO_L_K] = {"k"}, [KHO_L_L] = {"l"}, [KHO_L_M] = {"m"},
    [KHO_L_N] = {"n"}, [KHO_L_P] = {"p"}, [KHO_L_Q] = {"q"}, [KHO_L_R] = {"r"}, [KHO_L_S] = {"s"},
    [KHO_L_T] = {"t"}, [KHO_L_V] = {"v"}, [KHO_L_W] = {"w"}, [KHO_L_X] = {"x"}, [KHO_L_Z] = {"z"},
    [KHO_L_DD] = {"đ"},
};

const char kho_letter_upper[KHO_L_COUNT][KHO_TONES][4] = {
    [KHO_L_DIGIT + 0] = {"0"}, [KHO_L_DIGIT + 1] = {"1"}, [KHO_L_DIGIT + 2] = {"2"}, [KHO_L_DIGIT + 3] = {"3"}, [KHO_L_DIGIT + 4] = {"4"},
    [KHO_L_DIGIT + 5] = {"5"}, [KHO_L_DIGIT + 6] = {"6"}, [KHO_L_DIGIT + 7] = {"7"}, [KHO_L_DIGIT + 8] = {"8"}, [KHO_L_DIGIT + 9] = {"9"},
    [KHO_L_A] = {"A", "À", "Ả", "Ã", "Á", "Ạ"},
    [KHO_L_E] = {"E", "È", "Ẻ", "Ẽ", "É", "Ẹ"},
    [KHO_L_I] = {"I", "Ì", "Ỉ", "Ĩ", "Í", "Ị"},
    [KHO_L_O] = {"O", "Ò", "Ỏ", "Õ", "Ó", "Ọ"},
    [KHO_L_U] = {"U", "Ù", "Ủ", "Ũ", "Ú", "Ụ"},
    [KHO_L_Y] = {"Y", "Ỳ", "Ỷ", "Ỹ", "Ý", "Ỵ"},
    [KHO_L_AW] = {"Ă", "Ằ", "Ẳ", "Ẵ", "Ắ", "Ặ"},
    [KHO_L_AA] = {"Â", "Ầ", "Ẩ", "Ẫ", "Ấ", "Ậ"},
    [KHO_L_EE] = {"Ê", "Ề", "Ể", "Ễ", "Ế", "Ệ"},
    [KHO_L_OO] = {"Ô", "Ồ", "Ổ", "Ỗ", "Ố", "Ộ"},
    [KHO_L_OW] = {"Ơ", "Ờ", "Ở", "Ỡ", "Ớ", "Ợ"},
    [KHO_L_UW] = {"Ư", "Ừ", "Ử", "Ữ", "Ứ", "Ự"},
    [KHO_L_B] = {"B"}, [KHO_L_C] = {"C"}, [KHO_L_D] = {"D"}, [KHO_L_F] = {"F"}, [KHO_L_G] = {"G"},
    [KHO_L_H] = {"H"}, [KHO_L_J] = {"J"}, [KHO_L_K] = {"K"}, [KHO_L_L] = {"L"}, [KHO_L_M] = {"M"},
    [KHO_L_N] = {"N"}, [KHO_L_P] = {"P"}, [KHO_L_Q] = {"Q"}, [KHO_L_R] = {"R"}, [KHO_L_S] = {"S"},
    [KHO_L_T] = {"T"}, [KHO_L_V] = {"V"}, [KHO_L_W] = {"W"}, [KHO_L_X] = {"X"}, [KHO_L_Z] = {"Z"},
    [KHO_L_DD] = {"Đ"},
};

const char kho_letter_bare[] = {
    '\0', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f', 'g',
    'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o', 'p', 'q', 'r', 's', 't', 'u', 'v', 'w', 'x', 'y', 'z',
    'a', 'a', 'd', 'e', 'o', 'o', 'u',
};
/* clang-format on */
