#include "publisher/examining.h"

#include "tests/publisher/office.h"

#include <fstream>

namespace sheaf::publisher {
namespace {

using sheaf::testing::Office;

bool same(const media::Measurement &a, const media::Measurement &b) {
  return a.kind == b.kind && a.format == b.format && a.size == b.size && a.duration == b.duration &&
         a.picture.codec == b.picture.codec && a.picture.size == b.picture.size &&
         a.picture.rate == b.picture.rate && a.picture.black_end == b.picture.black_end &&
         a.picture.bit_rate == b.picture.bit_rate && a.sound.has_value() == b.sound.has_value() &&
         (!a.sound || (a.sound->lufs == b.sound->lufs && a.sound->peak_db == b.sound->peak_db)) &&
         a.subtitles == b.subtitles;
}

class Examining : public ::testing::Test {
protected:
  Examining() { office_.film("a.mp4", {"-f", "lavfi", "-i", "sine=d=1", "-c:v", "libx264", "-c:a", "aac"}); }
  std::unique_ptr<Examiner> examiner() {
    auto e = Examiner::start(cache_);
    EXPECT_TRUE(e) << e.error().text;
    return std::move(*e);
  }
  Office office_;
  std::string cache_ = office_.folder / "cache", film_ = office_.folder / "src/a.mp4";
};

TEST_F(Examining, SaysTheSameOutOfItsCache) {
  auto first = examiner();
  int heard = 0;
  auto measured = first->examine(film_, [&](double) { ++heard; });
  ASSERT_TRUE(measured) << measured.error().text;
  ASSERT_TRUE(measured->sound && measured->sound->lufs);
  ASSERT_TRUE(first->save());
  auto cached = examiner()->examine(film_);
  ASSERT_TRUE(cached);
  EXPECT_TRUE(same(*measured, *cached));
}

// The program that measures is not even asked: what is known of the bytes holds for any file with them.
TEST_F(Examining, KnowsTheSameBytesUnderAnotherName) {
  auto first = examiner();
  ASSERT_TRUE(first->examine(film_));
  ASSERT_TRUE(first->save());
  auto text = office_.read("cache/examined.json");
  auto at = text.find("\"level\":");
  ASSERT_NE(at, std::string::npos);
  auto end = text.find(',', at);
  text.replace(at, end - at, "\"level\":77");
  office_.folder.write("cache/examined.json", text);
  std::filesystem::copy_file(film_, office_.folder / "src/b.mp4");
  auto again = examiner()->examine(office_.folder / "src/b.mp4");
  ASSERT_TRUE(again);
  EXPECT_EQ(again->picture.level, 77);
}

TEST_F(Examining, ACacheOfAnotherProgramOrADamagedOneIsForgotten) {
  auto first = examiner();
  ASSERT_TRUE(first->examine(film_));
  ASSERT_TRUE(first->save());
  auto text = office_.read("cache/examined.json");
  for (const auto &bad :
       {std::string("{\"format\":0,\"files\":{},\"measured\":{}}"), std::string("[]"),
        text.substr(0, text.size() / 2), std::string("{\"format\":1,\"files\":{\"x\":[]}}")}) {
    office_.folder.write("cache/examined.json", bad);
    EXPECT_TRUE(examiner()->examine(film_)) << bad.substr(0, 40);
  }
}

TEST_F(Examining, AFileThatChangesIsMeasuredAnew) {
  auto e = examiner();
  ASSERT_EQ(e->examine(film_)->picture.size, (Size{160, 120}));
  office_.film("a.mp4", {"-vf", "scale=96:64", "-c:v", "libx264"});
  EXPECT_EQ(e->examine(film_)->picture.size, (Size{96, 64}));
}

// Whoever makes a film writes what they like where the language of its subtitles stands.
TEST_F(Examining, ALanguageThatIsNoUtf8IsKeptAllTheSame) {
  office_.folder.write("one.srt", "1\n00:00:00,000 --> 00:00:01,000\nXin chào\n");
  office_.film("said.mkv",
               {"-i", office_.folder / "one.srt", "-c:v", "libx264", "-metadata:s:s:0", "language=xyz"});
  auto bytes = office_.read("src/said.mkv");
  auto at = bytes.find("\x22\xb5\x9c\x83xyz");
  ASSERT_NE(at, std::string::npos);
  office_.folder.write("src/said.mkv", bytes.replace(at + 4, 3, "\xed\xa0\x80"));
  auto first = examiner();
  auto measured = first->examine(office_.folder / "src/said.mkv");
  ASSERT_TRUE(measured) << measured.error().text;
  EXPECT_EQ(measured->subtitles, std::vector<std::string>{"???"});
  ASSERT_TRUE(first->save());
  EXPECT_TRUE(same(*measured, *examiner()->examine(office_.folder / "src/said.mkv")));
}

TEST_F(Examining, TellsWhatIsWrongWithoutItsName) {
  office_.folder.write("src/bad.mp4", "no film");
  auto e = examiner()->examine(office_.folder / "src/bad.mp4");
  ASSERT_FALSE(e);
  EXPECT_EQ(e.error().text.find("bad.mp4"), std::string::npos);
}

}
}
