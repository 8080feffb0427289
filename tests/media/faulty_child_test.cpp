// A child that has been taken over costs its item and nothing else.
#include "tests/support/film_fixture.h"
#include "tests/support/household.h"

#include <algorithm>
#include <cmath>
#include <csignal>
#include <sys/mman.h>
#include <sys/resource.h>

namespace sheaf::media {
namespace {

Fd medium(const std::string &text) {
  Fd fd(::memfd_create("medium", MFD_CLOEXEC));
  EXPECT_EQ(::write(fd.get(), text.data(), text.size()), static_cast<ssize_t>(text.size()));
  return fd;
}

constexpr RenderLimits small{256_MiB, 1};

Played faulty(const std::string &fault, const PlayWish &wish = {.hold = true, .patience = 20s}) {
  Stage stage(SHEAF_BIN_DIR "/sheaf-render-faulty", small);
  return stage.play(medium(fault), wish);
}

bool one_sentence(const std::string &text) {
  return !text.empty() && text.size() < 600 && std::none_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) < 32 || c == 127;
  });
}

struct Fault {
  const char *name, *told;
};
std::ostream &operator<<(std::ostream &out, const Fault &f) { return out << f.name; }

class FaultyChild : public testing::TestWithParam<Fault> {};
TEST_P(FaultyChild, FailsInOneSentence) {
  auto p = faulty(GetParam().name);
  ASSERT_TRUE(p.failure);
  EXPECT_TRUE(one_sentence(p.failure->text)) << p.failure->text;
  EXPECT_NE(p.failure->text.find(GetParam().told), std::string::npos) << p.failure->text;
}
INSTANTIATE_TEST_SUITE_P(Dies, FaultyChild,
                         testing::Values(Fault{"crash", "died while opening"},
                                         Fault{"crash-later", "died in the middle"},
                                         Fault{"leave", "died while opening"}, Fault{"empty", "died"}));
INSTANTIATE_TEST_SUITE_P(
    Lies, FaultyChild,
    testing::Values(Fault{"slot", "frame"}, Fault{"slot-huge", "frame"}, Fault{"offset", "frame"},
                    Fault{"offset-huge", "frame"}, Fault{"offset-sound", "frame"}, Fault{"stride", "frame"},
                    Fault{"stride-huge", "frame"}, Fault{"stride-negative", "frame"}, Fault{"size", "frame"},
                    Fault{"size-huge", "frame"}, Fault{"size-negative", "frame"}, Fault{"shape", "frame"},
                    Fault{"format", "frame"}, Fault{"matrix", "frame"}, Fault{"turns", "frame"},
                    Fault{"time", "frame"}, Fault{"time-huge", "frame"}, Fault{"planes", "frame"},
                    Fault{"kind", "lied about what"}, Fault{"opened-twice", "lied about what"},
                    Fault{"frame-first", "frame"}, Fault{"end-first", "its end"},
                    Fault{"end-twice", "its end"}, Fault{"frame-late", "frame"}, Fault{"same-slot", "frame"},
                    Fault{"unknown", "no sense"}, Fault{"long", "no sense"}));
INSTANTIATE_TEST_SUITE_P(Says, FaultyChild,
                         testing::Values(Fault{"shout", "?"}, Fault{"say-nothing", "did not say why"},
                                         Fault{"damaged", "lied about what is damaged"},
                                         Fault{"damaged-huge", "lied about what is damaged"},
                                         Fault{"again", "did not say why"}));

// Its word about a chunk counts where there is such a chunk.
TEST(FaultyChild, NamesOnlyChunksThatThereAre) {
  auto two = seal_of(std::string(sealed_chunk + 1, 'x')), one = seal_of("x");
  EXPECT_EQ(faulty("damaged", {.seal = two}).damaged, 1u);
  for (const auto &p :
       {faulty("damaged", {.seal = one}), faulty("damaged-huge", {.seal = two}), faulty("damaged")}) {
    ASSERT_TRUE(p.failure);
    EXPECT_FALSE(p.damaged);
  }
}

TEST(FaultyChild, CannotFloodThePlayer) {
  auto loop = board::Loop::make();
  ASSERT_TRUE(loop);
  auto server = start_render_server(SHEAF_BIN_DIR "/sheaf-render-faulty", small, **loop);
  auto rendering = server->open(medium("flood"), {.box = {1920, 1080}}); // nobody takes its frames
  for (int i = 0; i < 500 && !rendering->failure; ++i) (*loop)->turn((*loop)->turn(Steady{}).steady + 10ms);
  EXPECT_TRUE(rendering->failure);
  EXPECT_LE(rendering->frames.size(), 5u);
}

#ifndef SHEAF_SANITIZED // they have no limits of memory and CPU time there
TEST(FaultyChild, GetsNoMoreMemoryThanItMayHave) {
  auto p = faulty("memory");
  ASSERT_TRUE(p.failure);
  ASSERT_EQ(p.failure->text.rfind("took ", 0), 0u) << p.failure->text;
  int taken = std::stoi(p.failure->text.substr(5));
  EXPECT_LE(taken, 256);
  EXPECT_GT(taken, 128);
}

TEST(FaultyChild, IsEndedWhenItsTimeIsUp) {
  auto p = faulty("loop"); // its CPU limit there is a second
  ASSERT_TRUE(p.failure);
  EXPECT_NE(p.failure->text.find("died"), std::string::npos);
}
#endif

TEST(FaultyChild, IsEndedWithItsItem) {
  Stage stage(SHEAF_BIN_DIR "/sheaf-render-faulty", small);
  auto servers = children();
  ASSERT_EQ(servers.size(), 1u);
  auto p = stage.play(medium("sit"), {.patience = 300ms});
  EXPECT_TRUE(p.gave_up);
  for (int i = 0; i < 200 && !children(servers[0]).empty(); ++i) stage.wait(20ms);
  EXPECT_TRUE(children(servers[0]).empty());
  EXPECT_EQ(children(), servers);
}

TEST(FaultyChild, CannotMakeSoundOfNonsense) {
  auto p = faulty("sound", {.sound = true, .patience = 500ms});
  EXPECT_TRUE(p.gave_up || !p.sound.empty());
  for (float sample : p.sound) ASSERT_TRUE(std::isfinite(sample) && std::abs(sample) <= 1);
}

TEST(FaultyChild, CannotFillOurDescriptors) {
  Stage stage(SHEAF_BIN_DIR "/sheaf-render-faulty", small);
  stage.play(medium("leave"));
  auto before = open_descriptors();
  for (int i = 0; i < 5; ++i) EXPECT_EQ(stage.play(medium("descriptors")).frames.size(), 4u);
  EXPECT_EQ(open_descriptors(), before);
}

TEST(FaultyChild, LeavesTheServerToOthers) {
  Stage stage(SHEAF_BIN_DIR "/sheaf-render-faulty", small);
  auto servers = children();
  for (const char *fault : {"crash", "slot", "shout", "flood", "crash-later"}) stage.play(medium(fault));
  EXPECT_EQ(children(), servers);
}

// The fork server itself is killed: items that are open fail, and the next are served again.
TEST(RenderServer, IsStartedAgain) {
  Stage stage(SHEAF_BIN_DIR "/sheaf-render");
  auto servers = children();
  ASSERT_EQ(servers.size(), 1u);
  stage.wait(1100ms); // it is not started more than once a second
  ASSERT_EQ(::kill(servers[0], SIGKILL), 0);
  stage.wait(300ms);
  auto p = stage.play(made_film("h264.mp4"), {.pixels = false});
  EXPECT_EQ(p.frames.size(), 50u);
  EXPECT_NE(children(), servers);
}

}
}
