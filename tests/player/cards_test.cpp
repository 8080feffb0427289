#include "player/cards.h"

#include "board/clock.h"
#include "tests/support/scripted_rendering.h"

#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

namespace sheaf::player {
namespace {

using sheaf::testing::Script;
using sheaf::testing::ScriptedRendering;
using sheaf::testing::still;

constexpr Size landscape{1920, 1080}, portrait{1080, 1920};

/// Says what it was given to decode.
class Decoders final : public media::RenderServer {
public:
  std::unique_ptr<media::Rendering> open(Fd medium, const media::RenderWish &wish) override {
    struct stat is {};
    ::fstat(medium.get(), &is);
    std::string bytes(static_cast<std::size_t>(is.st_size), '\0');
    EXPECT_EQ(::pread(medium.get(), bytes.data(), bytes.size(), 0), is.st_size);
    media.push_back(bytes);
    box = wish.box;
    return std::make_unique<ScriptedRendering>("card", script, now, registry);
  }
  std::vector<std::string> media;
  Size box;
  Script script = still();
  Steady now{1000s};
  std::shared_ptr<ScriptedRendering::Registry> registry = std::make_shared<ScriptedRendering::Registry>();
};

struct CardsTest : ::testing::Test {
  std::unique_ptr<board::Worker> worker = std::move(*board::Worker::make());
  Decoders decoders;
  Cards cards{*worker, decoders};
  Steady now{1000s};

  void want(CardKind kind, Size screen = landscape, const ScreenFacts &facts = {}) {
    cards.want({kind, facts, screen}, now);
  }
  std::optional<media::Frame> take(Duration later = 1s) {
    EXPECT_TRUE(worker->finish(60s));
    return cards.take(now + later);
  }
};

TEST_F(CardsTest, ABuiltInCardIsGivenOnce) {
  want(CardKind::bare);
  auto frame = take();
  ASSERT_TRUE(frame);
  EXPECT_EQ(frame->shape, landscape);
  EXPECT_EQ(frame->picture.size, landscape);
  EXPECT_FALSE(take());
  want(CardKind::bare);
  EXPECT_FALSE(take()) << "it was drawn already";
}

TEST_F(CardsTest, TheCalmCardStandsUprightWhereTheScreenDoes) {
  want(CardKind::calm);
  EXPECT_EQ(take()->shape, landscape);
  want(CardKind::calm, portrait);
  EXPECT_EQ(take()->shape, portrait);
  EXPECT_TRUE(decoders.media.empty()) << "it needs no child";
}

TEST_F(CardsTest, WhatOthersWroteIsDrawnByAChild) {
  want(CardKind::waiting, portrait, {"Nhà văn hoá", "tan-dinh-03", "", "", {}});
  ASSERT_EQ(decoders.media.size(), 1u);
  EXPECT_THAT(decoders.media[0], ::testing::HasSubstr("Nhà văn hoá"));
  EXPECT_EQ(decoders.box, portrait);
  EXPECT_TRUE(take());
  EXPECT_TRUE(decoders.registry->empty()) << "the child is not needed any more";
}

TEST_F(CardsTest, OtherWordsAreAnotherCard) {
  want(CardKind::waiting, landscape, {"", "screen", "", "", {}});
  want(CardKind::waiting, landscape, {"", "screen", "", "", {"10.0.0.2"}});
  EXPECT_EQ(decoders.media.size(), 2u);
  EXPECT_TRUE(take());
}

TEST_F(CardsTest, WhereNoChildDrawsTheCalmCardStandsIn) {
  decoders.script.fails = Error{ErrorKind::unsupported, "no fonts"};
  want(CardKind::waiting);
  EXPECT_FALSE(take());
  auto frame = take();
  ASSERT_TRUE(frame);
  EXPECT_EQ(frame->shape, landscape);
}

TEST_F(CardsTest, AChildThatHangsIsNotWaitedFor) {
  decoders.script.hangs_after = 0;
  want(CardKind::waiting);
  EXPECT_FALSE(take());
  EXPECT_FALSE(take(Cards::patience + 1s));
  EXPECT_TRUE(decoders.registry->empty());
  EXPECT_TRUE(take(Cards::patience + 1s));
}

TEST_F(CardsTest, AnAnswerThatComesTooLateIsAnothers) {
  want(CardKind::calm);
  want(CardKind::calm, portrait);
  EXPECT_EQ(take()->shape, portrait);
  EXPECT_FALSE(take());
}

}
}
