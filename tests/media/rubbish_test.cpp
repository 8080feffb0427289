// What is no film, or one that was damaged: it ends with pictures or with one sentence, soon, and the fork
// server stays as it was. SHEAF_LONG=1 in the environment damages thousands of copies instead of two dozen.
#include "board/files.h"
#include "tests/support/at_length.h"
#include "tests/support/film_fixture.h"
#include "tests/support/household.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <random>
#include <sys/mman.h>

namespace sheaf::media {
namespace {

std::string bytes_of(const std::string &name) {
  auto bytes = board::read_whole(made_film(name), 100_MiB);
  return bytes ? *bytes : std::string();
}

Fd medium(const std::string &bytes) {
  Fd fd(::memfd_create("medium", MFD_CLOEXEC));
  EXPECT_EQ(::write(fd.get(), bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
  return fd;
}

bool one_sentence(const std::string &text) {
  return !text.empty() && text.size() < 600 &&
         std::none_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 32; });
}

class Rubbish : public ::testing::Test {
protected:
  Played play(const std::string &bytes, bool sound = true) {
    return stage_.play(medium(bytes), {.box = {64, 64}, .sound = sound, .patience = 10s});
  }
  /// Pictures or a sentence, and nothing left behind.
  void expect_an_end(const std::string &bytes, const std::string &what) {
    auto p = play(bytes, false);
    EXPECT_FALSE(p.gave_up) << what << ": nothing came for too long";
    EXPECT_TRUE(p.end || p.failure) << what;
    EXPECT_TRUE(!p.failure || one_sentence(p.failure->text)) << what << ": " << p.failure->text;
  }
  void expect_refusal(const std::string &bytes, const std::string &words) {
    auto p = play(bytes);
    ASSERT_TRUE(p.failure) << words;
    EXPECT_TRUE(one_sentence(p.failure->text)) << p.failure->text;
    EXPECT_NE(p.failure->text.find(words), std::string::npos) << p.failure->text;
    EXPECT_TRUE(p.frames.empty());
  }

  void SetUp() override {
    servers_ = children();
    ASSERT_EQ(servers_.size(), 1u);
    play("x"); // whatever is opened once is open now
    descriptors_ = open_descriptors();
  }
  void TearDown() override {
    EXPECT_EQ(children(), servers_) << "the fork server has died";
    for (int i = 0; i < 250 && !children(servers_[0]).empty(); ++i) stage_.wait(20ms);
    EXPECT_TRUE(children(servers_[0]).empty()) << "a child is left";
    EXPECT_EQ(open_descriptors(), descriptors_);
  }

private:
  Stage stage_{SHEAF_BIN_DIR "/sheaf-render"};
  std::vector<pid_t> servers_;
  std::size_t descriptors_ = 0;
};

TEST_F(Rubbish, NothingAndText) {
  expect_refusal("", "empty");
  expect_refusal("Dear customer, the film is attached.\n", "text");
  expect_refusal("<html><body>404 Not Found</body></html>", "text");
}

// Lists that name a film beside them: were they followed, its pictures would come.
TEST_F(Rubbish, ListsOfFilmsAreNotFollowed) {
  auto film = made_film("h264.ts");
  expect_refusal("#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n" + film + "\n#EXT-X-ENDLIST\n", "text");
  expect_refusal("ffconcat version 1.0\nfile '" + film + "'\n", "text");
  expect_refusal("file '" + film + "'\n", "text");
  expect_refusal("concat:" + film, "text");
  auto folder = std::filesystem::temp_directory_path() / ("sheaf-lists-" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder);
  std::filesystem::copy_file(film, folder / "secret.ts");
  // Bytes that are no text in front of it, as far as FFmpeg lets them be.
  std::string list = "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\nsecret.ts\n#EXT-X-ENDLIST\n";
  std::ofstream(folder / "list.mp4") << list << std::string(5000, '\0');
  Stage stage(SHEAF_BIN_DIR "/sheaf-render");
  auto p = stage.play((folder / "list.mp4").string());
  EXPECT_TRUE(p.failure);
  EXPECT_TRUE(p.frames.empty());
  std::filesystem::remove_all(folder);
}

TEST_F(Rubbish, RandomBytesBehindAnHonestHead) {
  using namespace std::string_literals;
  std::minstd_rand dice(1); // NOLINT: the same bytes every time
  std::string noise(65536, '\0');
  std::generate(noise.begin(), noise.end(), [&] { return static_cast<char>(dice() >> 8); });
  for (const auto &head :
       {""s,
        "\0\0\0\x18"s
        "ftypisom\0\0\0\0isommp41\0\0\xff\xffmoov"s,
        "\x1a\x45\xdf\xa3"s, "RIFF\xff\xff\0\0AVI LIST"s, "G\x40\0\x10"s, "OggS\0\x02"s,
        "FLV\x01\x05\0\0\0\x09"s, "\0\0\x01\xba\x44"s, "\0\0\0\x01\x67\x64"s, "\0\0\0\x01\x40\x01"s,
        "GIF89a\x40\0\x40\0\xf7"s, "\x30\x26\xb2\x75\x8e\x66\xcf\x11\xa6\xd9"s, "nut/multimedia container\0"s,
        "DKIF\0\0\x20\0VP80"s, "BM"s, "\xff\xd8\xff"s,
        "\x89PNG\r\n\x1a\n\0\0\0\x08"s
        "acTL"s,
        "RIFF\x10\0\0\0WEBPVP8 "s})
    expect_an_end(head + noise, head);
}

class RubbishOf : public Rubbish, public ::testing::WithParamInterface<const char *> {};

TEST_P(RubbishOf, CutOff) {
  auto whole = bytes_of(GetParam());
  for (std::size_t part = 1; part < 12; ++part)
    expect_an_end(whole.substr(0, whole.size() * part * part / 144), std::to_string(part) + "² of 144 parts");
}

TEST_P(RubbishOf, Damaged) {
  auto whole = bytes_of(GetParam());
  int copies = sheaf::testing::at_length() ? 2000 : 24;
  std::minstd_rand dice(2); // NOLINT: the same damage every time
  for (int i = 0; i < copies; ++i) {
    auto damaged = whole;
    // A third where headers stand in front, a third where they stand behind, a third anywhere.
    auto reach = i % 3 == 2 ? whole.size() : std::min<std::size_t>(whole.size(), 1500);
    auto from = i % 3 == 1 ? whole.size() - reach : 0;
    for (auto flips = 1 + dice() % 12; flips > 0; --flips)
      damaged[from + dice() % reach] = static_cast<char>(dice() >> 8);
    expect_an_end(damaged, "copy " + std::to_string(i));
    if (HasFailure()) return;
  }
}
INSTANTIATE_TEST_SUITE_P(Films, RubbishOf,
                         ::testing::Values("h264.mp4", "h264.mkv", "h264.ts", "h264.flv", "bare.h264",
                                           "hevc.mp4", "fragments.mp4", "vp9.webm", "vp8.webm", "av1.mp4",
                                           "mpeg2.mpg", "mpeg2.mxf", "mpeg4.avi", "msmpeg4.avi", "wmv2.wmv",
                                           "theora.ogg", "cinepak.avi", "qtrle.mov", "odd_mjpeg.mov",
                                           "fields_tff.mp4", "surround.mkv", "two.gif", "veiled.apng",
                                           "picture.bmp"));

// Whatever an MP4 says about its own lengths.
TEST_F(Rubbish, LyingTables) {
  auto whole = bytes_of("h264.mp4");
  for (const char *box : {"stts", "ctts", "stsz", "stco", "stsc", "stss", "mdhd", "mvhd", "tkhd", "elst",
                          "hdlr", "avcC", "mdat"})
    for (int fill : {0xff, 0x7f, 0x00, 0x01}) {
      auto at = whole.find(box);
      ASSERT_NE(at, std::string::npos) << box;
      auto lying = whole;
      std::fill_n(lying.begin() + static_cast<std::ptrdiff_t>(at) + 8, 24, static_cast<char>(fill));
      expect_an_end(lying, box + std::to_string(fill));
      auto size = whole;
      std::fill_n(size.begin() + static_cast<std::ptrdiff_t>(at) - 4, 4, static_cast<char>(fill));
      expect_an_end(size, "size of " + (box + std::to_string(fill)));
    }
}

TEST_F(Rubbish, TooLarge) {
  auto film = bytes_of("raw.avi");
  auto header = film.find("strf") + 8;
  for (std::size_t i = 0; i < 2; ++i) { // 30,000 x 30,000
    film[header + 4 + 4 * i] = 0x30;
    film[header + 5 + 4 * i] = 0x75;
  }
  expect_refusal(film, "size of its pictures");
  auto gif = bytes_of("two.gif");
  for (std::size_t i = 6; i < 10; ++i) gif[i] = static_cast<char>(0xff);
  expect_refusal(gif, "size of its pictures");
}

TEST_F(Rubbish, PngOfSixtyThousandPixelsASide) { expect_refusal(bytes_of("giant.png"), "60000 x 60000"); }
TEST_F(Rubbish, TwoHundredStreams) { expect_refusal(bytes_of("streams.mp4"), "200 streams"); }

TEST_F(Rubbish, DeepNesting) {
  std::string nested;
  constexpr std::uint32_t depth = 20000;
  for (std::uint32_t left = depth; left > 0; --left) {
    auto size = left * 8;
    for (int shift : {24, 16, 8, 0}) nested += static_cast<char>(size >> shift);
    nested += left == depth ? "moov" : "udta";
  }
  using namespace std::string_literals;
  expect_an_end("\0\0\0\x14"s
                "ftypisom\0\0\0\0isom"s +
                    nested,
                "nested boxes");
}

}
}
