#include "media/inner/sniff.h"

#include <gtest/gtest.h>
#include <memory>
#include <random>
#include <string>
#include <string_view>

using namespace sheaf::media;
using namespace std::string_literals;

namespace {

MediaType sniffed_as(const std::string &head) {
  return sniff({reinterpret_cast<const std::uint8_t *>(head.data()), head.size()});
}

std::string number(std::size_t n) {
  return {static_cast<char>(n >> 24), static_cast<char>(n >> 16), static_cast<char>(n >> 8),
          static_cast<char>(n)};
}

std::string chunk(const std::string &type, const std::string &data) {
  return number(data.size()) + type + data + "CRC.";
}

const std::string png = "\x89PNG\r\n\x1a\n" + chunk("IHDR", std::string(13, '\1'));

std::string ftyp(const std::string &major, const std::string &compatible) {
  return number(16 + compatible.size()) + "ftyp" + major + number(0) + compatible;
}

}

TEST(Sniff, KnowsPicturesByTheirFirstBytes) {
  EXPECT_EQ(sniffed_as(""), MediaType::nothing);
  EXPECT_EQ(sniffed_as("\xff\xd8\xff\xe0"), MediaType::jpeg);
  EXPECT_EQ(sniffed_as("GIF89a"), MediaType::gif);
  EXPECT_EQ(sniffed_as("GIF87a"), MediaType::gif);
  EXPECT_EQ(sniffed_as("RIFF\1\2\3\4WEBPVP8 "), MediaType::webp);
  EXPECT_EQ(sniffed_as("RIFF\1\2\3\4WAVEfmt "), MediaType::film);
  for (const auto &tiff : {"II*\0"s, "MM\0*"s, "II+\0"s, "MM\0+"s})
    EXPECT_EQ(sniffed_as(tiff), MediaType::tiff);
}

TEST(Sniff, TellsAMovingPngFromAStill) {
  EXPECT_EQ(sniffed_as(png), MediaType::png);
  EXPECT_EQ(sniffed_as(png + chunk("IDAT", "x")), MediaType::png);
  EXPECT_EQ(sniffed_as(png + chunk("gAMA", "1234") + chunk("acTL", "12345678")), MediaType::apng);
  EXPECT_EQ(sniffed_as(png + chunk("tEXt", "acTL") + chunk("IDAT", "x")), MediaType::png);
  EXPECT_EQ(sniffed_as(png + chunk("IDAT", "x") + chunk("acTL", "12345678")), MediaType::png);
}

TEST(Sniff, LooksNoFurtherThanTheHead) {
  EXPECT_EQ(sniffed_as(png + chunk("iCCP", std::string(5000, 'p')) + chunk("acTL", "12345678")),
            MediaType::png);
  EXPECT_EQ(sniffed_as(png + "\xff\xff\xff\xff" + "iCCPacTLacTL"), MediaType::png);
  EXPECT_EQ(sniffed_as("<!--" + std::string(5000, ' ') + "--><svg>"), MediaType::text);
}

TEST(Sniff, TellsAvifFromFilmsInTheSameBox) {
  EXPECT_EQ(sniffed_as(ftyp("avif", "mif1miaf")), MediaType::avif);
  EXPECT_EQ(sniffed_as(ftyp("avis", "msf1")), MediaType::avif);
  EXPECT_EQ(sniffed_as(ftyp("mif1", "miafavif")), MediaType::avif);
  EXPECT_EQ(sniffed_as(ftyp("mif1", "heic")), MediaType::film);
  EXPECT_EQ(sniffed_as(ftyp("isom", "iso2avc1mp41")), MediaType::film);
  EXPECT_EQ(sniffed_as(ftyp("isom", "mp41") + "avif"), MediaType::film) << "beyond the box";
  EXPECT_EQ(sniffed_as(number(0) + "ftypavif" + number(0)), MediaType::film);
}

TEST(Sniff, FindsSvgBehindWhatXmlPutsInFront) {
  EXPECT_EQ(sniffed_as("<svg xmlns='http://www.w3.org/2000/svg'/>"), MediaType::svg);
  EXPECT_EQ(sniffed_as("\xef\xbb\xbf \r\n<svg>"), MediaType::svg);
  EXPECT_EQ(sniffed_as("<?xml version='1.0'?>\n<!-- <html> -->\n<?style?><svg:svg>"), MediaType::svg);
  EXPECT_EQ(sniffed_as("<?xml version='1.0'?><!DOCTYPE svg PUBLIC '-//W3C' 'svg11.dtd'>\n<svg>"),
            MediaType::svg);
  EXPECT_EQ(sniffed_as("<!DOCTYPE svg [ <!ENTITY ns 'a>b'> ]>\n<svg>"), MediaType::svg);
  EXPECT_EQ(sniffed_as("<html><svg></svg></html>"), MediaType::text);
  EXPECT_EQ(sniffed_as("<svgx>"), MediaType::text);
  EXPECT_EQ(sniffed_as("<!DOCTYPE svg [ <!ENTITY"), MediaType::text);
}

TEST(Sniff, TextsAreNotFilms) {
  EXPECT_EQ(sniffed_as("#EXTM3U\n/etc/passwd\n"), MediaType::text);
  EXPECT_EQ(sniffed_as("\xef\xbb\xbf#EXTM3U\n\1\2\3"), MediaType::text) << "whatever follows";
  EXPECT_EQ(sniffed_as("ffconcat version 1.0\nfile a.mp4\n"), MediaType::text);
  EXPECT_EQ(sniffed_as("Grüße: 日本 \xf0\x9f\x98"), MediaType::text) << "cut within a character";
  EXPECT_EQ(sniffed_as("v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\n"), MediaType::text);
  EXPECT_STREQ(name(MediaType::text), "a text, not a film");
}

TEST(Sniff, TheRestIsForFfmpeg) {
  EXPECT_EQ(sniffed_as("\x1a\x45\xdf\xa3"), MediaType::film);
  EXPECT_EQ(sniffed_as("\0\0\1\xba"s), MediaType::film);
  EXPECT_EQ(sniffed_as("YUV4MPEG2 W2 H2\nFRAME\n" + std::string(12, '\x80')), MediaType::film);
  EXPECT_EQ(sniffed_as("plain \x7f"), MediaType::film);
}

// Memory of exactly that size, so that AddressSanitizer sees a byte too many.
TEST(Sniff, NeverReadsBeyondItsBytes) {
  std::mt19937 random(7);
  const std::string starts[] = {
      "",         png,       ftyp("mif1", "miafavif"), "<?xml ?><!DOCTYPE [ ]><svg>",
      "<!-- -->", "#EXTM3U", "RIFF\1\2\3\4WEBP",       "\xf0\x9f\x98\x80"};
  for (const auto &start : starts)
    for (std::size_t length = 0; length <= 64; ++length)
      for (int round = 0; round < 20; ++round) {
        const auto head = std::make_unique<std::uint8_t[]>(length);
        for (std::size_t i = 0; i < length; ++i)
          head[i] =
              i < start.size() ? static_cast<std::uint8_t>(start[i]) : static_cast<std::uint8_t>(random());
        EXPECT_EQ(sniff({head.get(), length}) == MediaType::nothing, length == 0);
      }
}
