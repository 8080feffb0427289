// What was signed is shown as it was signed, to the pixel, or it fails and says which mebibyte is wrong;
// whatever happens to the file, before or while it plays. SHEAF_LONG=1 in the environment flips bits in
// thousands of copies instead of two hundred, and plays every film that there is.
#include "board/files.h"
#include "tests/support/at_length.h"
#include "tests/support/film_fixture.h"
#include "tests/support/still_fixture.h"

#include <algorithm>
#include <csignal>
#include <fcntl.h>
#include <filesystem>
#include <map>
#include <random>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace sheaf::media {
namespace {

std::string path_of(const std::string &name) {
  auto picture = made_path(name);
  return std::filesystem::exists(picture) ? picture : made_film(name);
}

Fd medium(std::string_view bytes) {
  Fd fd(::memfd_create("medium", MFD_CLOEXEC));
  EXPECT_EQ(::pwrite(fd.get(), bytes.data(), bytes.size(), 0), static_cast<ssize_t>(bytes.size()));
  return fd;
}

bool same(const Seen &a, const Seen &b) {
  return a.pts == b.pts && a.size == b.size && a.shape == b.shape && a.turns == b.turns &&
         a.matrix == b.matrix && a.full_range == b.full_range && a.picture.pixels == b.picture.pixels;
}

bool begins(const Played &whole, const Played &part) {
  return part.frames.size() <= whole.frames.size() &&
         std::equal(part.frames.begin(), part.frames.end(), whole.frames.begin(), same);
}

struct Whole {
  std::string bytes;
  std::shared_ptr<const Seal> seal;
  Played played; // unsealed
};

class Sealed : public ::testing::Test {
protected:
  const PlayWish wish{.box = {320, 240}, .still = 1500ms, .ground = {0, 255, 0}};

  Played play(Fd file, std::shared_ptr<const Seal> seal, bool sound = false) {
    auto w = wish;
    w.seal = std::move(seal);
    w.sound = sound;
    auto p = stage_.play(std::move(file), w);
    EXPECT_FALSE(p.gave_up) << "nothing came for too long";
    return p;
  }
  Played play(std::string_view bytes, std::shared_ptr<const Seal> seal) {
    return play(medium(bytes), std::move(seal));
  }
  const Whole &whole(const std::string &name) {
    auto &w = wholes_[name];
    if (w.seal) return w;
    w.bytes = board::read_whole(path_of(name), 100_MiB).value_or("");
    w.seal = seal_of(w.bytes);
    w.played = play(w.bytes, nullptr);
    EXPECT_FALSE(w.played.failure) << name << ": " << w.played.failure->text;
    return w;
  }
  void expect_the_same(const std::string &name) {
    SCOPED_TRACE(name);
    const auto &w = whole(name);
    auto p = play(w.bytes, w.seal);
    ASSERT_FALSE(p.failure) << p.failure->text;
    EXPECT_EQ(p.frames.size(), w.played.frames.size());
    EXPECT_TRUE(begins(w.played, p));
    EXPECT_EQ(p.facts->kind, w.played.facts->kind);
    EXPECT_EQ(p.facts->codec, w.played.facts->codec);
    EXPECT_EQ(p.facts->duration, w.played.facts->duration);
    EXPECT_EQ(p.end->duration, w.played.end->duration);
    EXPECT_EQ(p.end->frames, w.played.end->frames);
  }
  /// Right pictures up to where it is damaged, and it says where; no more is said of `chunk` where any will
  /// do.
  void expect_damage(const Whole &w, const Played &p, std::optional<std::uint64_t> chunk) {
    ASSERT_TRUE(p.failure);
    EXPECT_EQ(p.failure->kind, ErrorKind::corrupt);
    EXPECT_NE(p.failure->text.find("signed"), std::string::npos) << p.failure->text;
    ASSERT_TRUE(p.damaged);
    EXPECT_LT(*p.damaged, w.seal->chunks.size());
    EXPECT_EQ(*p.damaged, chunk.value_or(*p.damaged));
    EXPECT_TRUE(begins(w.played, p)) << "a picture that was not signed";
  }

private:
  Stage stage_{SHEAF_BIN_DIR "/sheaf-render"};
  std::map<std::string, Whole> wholes_;
};

const std::vector<std::string> films{
    "noisy.mp4", "noisy_front.mp4", "noisy.mkv", "noisy.ts",  "noisy.mpg",      "noisy.webm",
    "raw.avi",   "upside_down.avi", "mpeg2.mxf", "qtrle.mov", "fields_tff.mp4", "bare.h264",
    "two.gif",   "veiled.apng",     "one.mp4",   "h264.flv",  "picture.bmp"};
const std::vector<std::string> pictures{"quadrants.jpg", "progressive.jpg", "interlaced.png", "plasma.png",
                                        "large.webp",    "moving.webp",     "large.avif",     "zip.tif",
                                        "tiled.tif",     "pages.tif",       "text.svg",       "huge.jpg"};

TEST_F(Sealed, PlaysAsItDoesUnsealed) {
  for (const auto &name : films) expect_the_same(name);
  for (const auto &name : pictures) expect_the_same(name);
  for (const char *name : {"hevc.mp4", "vp9.webm", "av1.mp4", "theora.ogg", "wmv2.wmv", "fragments.mp4",
                           "twice.ts", "turned90.mp4", "deep_hevc.mp4", "prores.mov", "vfr.mkv"})
    expect_the_same(name);
}

// Those too that fail; each eighth, or all.
TEST_F(Sealed, EveryFilmThereIsPlaysAsItDoesUnsealed) {
  std::size_t n = 0;
  auto folder = std::filesystem::path(made_film("h264.mp4")).parent_path();
  for (const auto &entry : std::filesystem::directory_iterator(folder)) {
    if (n++ % 8 != 0 && !sheaf::testing::at_length()) continue;
    auto name = entry.path().filename().string();
    auto bytes = board::read_whole(entry.path(), 100_MiB).value_or("");
    auto plain = play(bytes, nullptr), sealed = play(bytes, seal_of(bytes));
    EXPECT_EQ(plain.failure ? plain.failure->text : "", sealed.failure ? sealed.failure->text : "") << name;
    EXPECT_EQ(plain.frames.size(), sealed.frames.size()) << name;
    EXPECT_TRUE(begins(plain, sealed)) << name;
    EXPECT_FALSE(sealed.damaged) << name;
  }
}

TEST_F(Sealed, SoundsAsItDoesUnsealed) {
  for (const char *name : {"noisy.mp4", "noisy.ts", "h264.mkv"}) {
    auto bytes = board::read_whole(made_film(name), 100_MiB).value_or("");
    auto plain = play(medium(bytes), nullptr, true), sealed = play(medium(bytes), seal_of(bytes), true);
    EXPECT_GT(plain.sound.size(), 100'000u) << name;
    EXPECT_EQ(plain.sound, sealed.sound) << name;
  }
}

// A bit anywhere in anything. Where it lies in what nobody reads, all of the film comes, and is right.
TEST_F(Sealed, AFlippedBitNeverBecomesAPicture) {
  std::minstd_rand dice(4); // NOLINT: the same damage every time
  int copies = sheaf::testing::at_length() ? 2000 : 200, unread = 0;
  for (int i = 0; i < copies && !HasFailure(); ++i) {
    auto n = dice() % (films.size() + pictures.size());
    const auto &name = n < films.size() ? films[n] : pictures[n - films.size()];
    const auto &w = whole(name);
    auto at = (std::uint64_t{dice()} * 65536 + dice() % 65536) % w.bytes.size();
    SCOPED_TRACE("bit in byte " + std::to_string(at) + " of " + name);
    auto damaged = w.bytes;
    damaged[at] = static_cast<char>(damaged[at] ^ (1 << dice() % 8));
    auto p = play(damaged, w.seal);
    if (p.failure) expect_damage(w, p, at / sealed_chunk);
    EXPECT_TRUE(n < films.size() || !p.failure || p.frames.empty()) << "half a picture";
    if (p.failure) continue;
    ++unread;
    EXPECT_TRUE(p.frames.size() == w.played.frames.size() && begins(w.played, p));
  }
  EXPECT_LT(unread, copies / 10);
}

// One after another: no chunk is believed for the sake of the one before it, nor the short one at the end.
TEST_F(Sealed, EachChunkIsChecked) {
  for (const char *name : {"noisy.mp4", "noisy.ts", "noisy.mkv", "noisy.mpg"}) {
    const auto &w = whole(name);
    for (std::uint64_t chunk = 0; chunk < w.seal->chunks.size(); ++chunk) {
      SCOPED_TRACE(name + std::string(", chunk ") + std::to_string(chunk));
      auto damaged = w.bytes;
      damaged[std::min<std::size_t>((chunk + 1) * sealed_chunk, damaged.size()) - 1] ^= 1;
      expect_damage(w, play(damaged, w.seal), chunk);
    }
  }
}

TEST_F(Sealed, ADamagedFilmIsShownUpToWhereItIsDamaged) {
  for (const char *name :
       {"noisy_front.mp4", "noisy.mkv", "noisy.ts", "noisy.mpg", "noisy.webm", "noisy_fields.mp4"}) {
    SCOPED_TRACE(name);
    const auto &w = whole(name);
    auto damaged = w.bytes;
    auto chunk = w.seal->chunks.size() - 2;
    damaged[chunk * sealed_chunk + 70'000] ^= 4;
    auto p = play(damaged, w.seal);
    expect_damage(w, p, chunk);
    EXPECT_TRUE(p.facts);
    EXPECT_GT(p.frames.size(), w.played.frames.size() / 3);
    EXPECT_LT(p.frames.size(), w.played.frames.size());
    EXPECT_EQ(p.failure->text, "mebibyte " + std::to_string(chunk) + " is not as it was signed");
  }
}

TEST_F(Sealed, AnotherLengthIsRefused) {
  for (const char *name : {"noisy.ts", "h264.mp4", "plasma.png", "text.svg"}) {
    SCOPED_TRACE(name);
    const auto &w = whole(name);
    for (auto length : {std::size_t{0}, std::size_t{1}, w.bytes.size() / 2, w.bytes.size() - 1}) {
      auto p = play(w.bytes.substr(0, length), w.seal);
      expect_damage(w, p, length / sealed_chunk);
      EXPECT_TRUE(p.frames.empty());
    }
    auto longer = play(w.bytes + '\0', w.seal);
    expect_damage(w, longer, w.seal->chunks.size() - 1);
    EXPECT_TRUE(longer.frames.empty());
  }
}

TEST_F(Sealed, AnotherMediumIsRefused) {
  for (auto [name, other] :
       {std::pair("noisy.mp4", "noisy2.mp4"), {"h264.mp4", "hevc.mp4"}, {"plasma.png", "quadrants.png"}}) {
    const auto &w = whole(name);
    auto foreign = whole(other).bytes;
    EXPECT_TRUE(play(foreign, w.seal).frames.empty()) << other;
    foreign.resize(w.bytes.size());
    auto p = play(foreign, w.seal);
    expect_damage(w, p, {});
    EXPECT_TRUE(p.frames.empty()) << other;
  }
}

// The list goes beside the medium to the child that deinterlaces, too.
TEST_F(Sealed, ADamagedInterlacedFilmIsRefused) {
  const auto &w = whole("fields_tff.mp4");
  auto damaged = w.bytes;
  damaged[damaged.size() / 2] ^= 1;
  auto p = play(damaged, w.seal);
  expect_damage(w, p, 0);
  EXPECT_TRUE(p.frames.empty());
}

TEST_F(Sealed, AListOfAnotherLengthIsRefused) {
  const auto &w = whole("noisy.mp4");
  auto longer = std::make_shared<Seal>(*w.seal), shorter = std::make_shared<Seal>(*w.seal);
  longer->chunks.emplace_back();
  shorter->chunks.pop_back();
  for (const auto &seal : {longer, shorter}) {
    auto p = play(w.bytes, seal);
    ASSERT_TRUE(p.failure);
    EXPECT_EQ(p.failure->kind, ErrorKind::refused) << p.failure->text;
    EXPECT_TRUE(p.frames.empty());
    EXPECT_FALSE(p.damaged);
  }
}

/// Another process that writes one file's bytes and then the other's into the same file, again and again.
class Rewriter {
public:
  Rewriter(int file, std::string_view bytes, std::string_view others) : pid_(::fork()) {
    if (pid_ != 0) return;
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    constexpr int most_turns = 20'000;
    for (int i = 0; i < most_turns; ++i) {
      auto now = i % 2 ? bytes : others;
      if (::pwrite(file, now.data(), now.size(), 0) < 0) break;
      ::usleep(static_cast<useconds_t>(1000 + i * 379 % 4000));
    }
    ::_exit(0);
  }
  ~Rewriter() {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
  Rewriter(const Rewriter &) = delete;
  Rewriter &operator=(const Rewriter &) = delete;

private:
  pid_t pid_;
};

TEST_F(Sealed, WhatIsRewrittenWhileItPlaysIsNeverShown) {
  std::size_t came = 0;
  int failed = 0;
  for (auto [name, other] : {std::pair("noisy_front.mp4", "noisy2.mp4"),
                             {"noisy.ts", "noisy2.mp4"},
                             {"raw.avi", "upside_down.avi"},
                             {"plasma.png", "plasma_interlaced.png"}}) {
    SCOPED_TRACE(name);
    const auto &w = whole(name);
    auto foreign = whole(other).bytes;
    foreign.resize(w.bytes.size());
    for (int i = 0; i < (sheaf::testing::at_length() ? 200 : 12); ++i) {
      auto file = medium(w.bytes);
      Rewriter rewriter(file.get(), w.bytes, foreign);
      auto p = play(Fd(::fcntl(file.get(), F_DUPFD_CLOEXEC, 0)), w.seal);
      if (p.failure) ++failed, expect_damage(w, p, {});
      EXPECT_TRUE(begins(w.played, p));
      came += p.frames.size();
    }
  }
  EXPECT_GT(came, 0u) << "nothing was ever shown: this proves nothing";
  EXPECT_GT(failed, 0) << "nothing was ever found: this proves nothing";
}

}
}
