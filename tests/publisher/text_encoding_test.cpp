// Texts as Windows writes them.
#include "publisher/text_encoding.h"
#include "publisher/unicode.h"

#include <gtest/gtest.h>

using namespace sheaf::publisher;

namespace {

std::string read(const std::string &bytes) { return decoded(bytes, encoding_of(bytes)); }

}

TEST(TextEncoding, IsFoundByItsBytes) {
  using namespace std::string_literals;
  EXPECT_EQ(read("Huế"), "Huế");
  EXPECT_EQ(read("\xef\xbb\xbfHuế"), "Huế");
  EXPECT_EQ(read("\xff\xfeH\0u\0\xbf\x1e"s), "Huế");
  EXPECT_EQ(read("\xfe\xff\0H\0u\x1e\xbf"s), "Huế");
  EXPECT_EQ(read("T\0e\0p\0;\0H\0u\0\xbf\x1e"s), "Tep;Huế");
  EXPECT_EQ(read("\0T\0e\0p\0;\0H\0u\x1e\xbf"s), "Tep;Huế");
  EXPECT_EQ(read("Hu\xea\xec"), "Huế"); // Windows-1258: ê and a mark behind it
  EXPECT_EQ(read("\xd0ua thuy\xea\xccn"), "Đua thuyền");
  EXPECT_EQ(read("Hue\xcc\x82\xcc\x81"), "Huế"); // as a Mac writes
  EXPECT_EQ(read(""), "");
}

TEST(TextEncoding, WhatCouldNotBeReadLeavesASign) {
  using namespace std::string_literals;
  EXPECT_EQ(read("Lễ hội ở Hu\xff"), "Lễ hội ở Hu\xef\xbf\xbd");
  EXPECT_EQ(read("\xff\xfeH\0u"s), "H\xef\xbf\xbd");      // half a letter
  EXPECT_EQ(read("\xff\xfe\0\xd8H\0"s), "\xef\xbf\xbdH"); // half a pair
}

TEST(TextEncoding, LostCharactersAreFoundAndQuestionsAreNone) {
  for (const char *lost : {"L? h?i", "?ua thuy?n", "Hu\xef\xbf\xbd", "bi? áo", "Ch? \x01"})
    EXPECT_NE(lost_character(lost), std::string::npos) << lost;
  for (const char *right : {"Vì sao?", "Vì sao? Hôm nay", "Ai? 5 người", "https://example.vn/?a=b",
                            "youtube.com/watch?v=1", "", "??", "a\nb"})
    EXPECT_EQ(lost_character(right), std::string::npos) << right;
  EXPECT_NE(lost_character("le hoi ?.jpg", true), std::string::npos); // no file has one in its name
}

TEST(TextEncoding, AQuestionBesideLettersThatWindows1252HasNotIsNone) {
  EXPECT_EQ(lost_character("Huế có gì? cùng xem"), std::string::npos);
  EXPECT_NE(lost_character("Hu? có áo dài"), std::string::npos); // á and à it has
  EXPECT_NE(lost_character("Huế có g?i"), std::string::npos);
}

TEST(TextEncoding, WhatIsNoTextIsFound) {
  using namespace std::string_literals;
  EXPECT_TRUE(is_binary("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0"s));
  EXPECT_FALSE(is_binary("Tệp;Tiêu đề\r\na.jpg;Ch\x01\n"));
  EXPECT_FALSE(is_binary(""));
}

TEST(TextEncoding, OldFontsAreFoundInBytesAndInWhatIsMadeOfThem) {
  const std::string tcvn3 =
                        "T\xd6p;Ti\xaau \xae\xd2\na.jpg;L\xd4 h\xe9i \xb8o d\xb5i tr\xaan s\xabng H\xad\xac"
                        "ng",
                    vni = "Teäp;Tieâu ñeà\na.jpg;Ñua thuyeàn treân soâng Höông, leã hoäi aùo daøi";
  EXPECT_EQ(old_font(tcvn3, encoding_of(tcvn3)), OldFont::tcvn3);
  EXPECT_EQ(old_font("TÖp;Tiªu ®Ò\nLÔ héi ¸o dµi trªn s«ng H\u00AD¬ng", Encoding::utf8), OldFont::tcvn3);
  EXPECT_EQ(old_font(vni, Encoding::utf8), OldFont::vni);
  for (const char *other :
       {"Tệp;Tiêu đề\n«Lễ hội» Sheaf®", "File;Title\na.jpg;Für Österreich, schön, Käse, Übung",
        "Datei;Titel\nb.jpg;«Niño» España®"})
    EXPECT_EQ(old_font(other, Encoding::utf8), OldFont::none) << other;
  const std::string windows =
      "T\xea\xf2p;Ti\xeau \xf0\xea\xcc\n\xd0ua thuy\xea\xccn tr\xean s\xf4ng H\xfd\xf5ng";
  EXPECT_EQ(old_font(windows, encoding_of(windows)), OldFont::none);
}

TEST(Unicode, TextsThatLookTheSameAreTheSame) {
  EXPECT_EQ(plain_words(" Từ\xc2\xa0NGÀY (*) "), "tu ngay");
  EXPECT_EQ(plain_words("ĐỐI tượng / Audience"), "doi tuong audience");
  EXPECT_EQ(plain_letters("8h30 ngày 1/12"), "8h30 ngay 1/12");
  EXPECT_EQ(without_case("LỄ HỘI"), without_case("lễ hội"));
  EXPECT_EQ(without_case("HU\xc3\x8a\xcc\x81"), without_case("huế"));
  EXPECT_EQ(trimmed("\xef\xbb\xbf\xc2\xa0 a b \xe2\x80\x8b\t"), "a b");
  EXPECT_EQ(one_line(" a\r\n  b\xc2\xa0\xc2\xa0"
                     "c "),
            "a b c");
}
