#include "player/options.h"

#include "board/help.h"
#include "tests/support/help.h"

#include <gmock/gmock.h>

using namespace sheaf;
using namespace sheaf::player;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

namespace {

Result<Options> parse(std::vector<const char *> words) { return parse_options(words); }

Options good(std::vector<const char *> words) {
  words.push_back("dir");
  auto o = parse(words);
  EXPECT_TRUE(o) << (o ? "" : o.error().text);
  return o.value_or(Options{});
}

}

TEST(Options, Defaults) {
  auto o = good({});
  EXPECT_THAT(o.names, ElementsAre("dir"));
  EXPECT_FALSE(o.once || o.kiosk || o.help || o.window);
  EXPECT_EQ(o.still, 10s);
  EXPECT_EQ(o.transition.fade, 0s);
  EXPECT_EQ(o.fit, Fit::contain);
  EXPECT_EQ(o.background, Colour{});
  EXPECT_EQ(o.rotate, std::nullopt);
  EXPECT_EQ(o.presenter, "auto");
  EXPECT_EQ(o.volume, 0);
  EXPECT_EQ(o.stats + o.screenshot, "");
}

TEST(Options, EachOne) {
  EXPECT_TRUE(good({"--once"}).once);
  EXPECT_TRUE(parse({"--once"})) << "of the store";
  EXPECT_TRUE(good({"--kiosk"}).kiosk);
  EXPECT_TRUE(good({"--help"}).help);
  EXPECT_TRUE(good({"-h"}).help);
  EXPECT_EQ(good({"--still", "2.5"}).still, 2500ms);
  EXPECT_EQ(good({"--still=0.05"}).still, 50ms);
  EXPECT_EQ(good({"--still", "86400"}).still, std::chrono::hours(24));
  EXPECT_EQ(good({"--transition", "cut"}).transition.fade, 0s);
  EXPECT_EQ(good({"--transition", "fade"}).transition.fade, 500ms);
  EXPECT_EQ(good({"--transition", "fade:1200"}).transition.fade, 1200ms);
  EXPECT_EQ(good({"--transition=fade:0"}).transition.fade, 0s);
  EXPECT_EQ(good({"--fit", "contain"}).fit, Fit::contain);
  EXPECT_EQ(good({"--fit", "cover"}).fit, Fit::cover);
  EXPECT_EQ(good({"--fit", "stretch"}).fit, Fit::stretch);
  EXPECT_EQ(good({"--background", "#6b2d73"}).background, (Colour{0x6b, 0x2d, 0x73}));
  EXPECT_EQ(good({"--background", "navy"}).background, (Colour{0, 0, 128}));
  EXPECT_EQ(good({"--rotate", "0"}).rotate, QuarterTurns::none);
  EXPECT_EQ(good({"--rotate", "90"}).rotate, QuarterTurns::one);
  EXPECT_EQ(good({"--rotate", "180"}).rotate, QuarterTurns::two);
  EXPECT_EQ(good({"--rotate=270"}).rotate, QuarterTurns::three);
  EXPECT_EQ(good({"--window", "1280x720"}).window, (Size{1280, 720}));
  EXPECT_EQ(good({"--presenter", "soft"}).presenter, "soft");
  EXPECT_EQ(good({"--volume", "100"}).volume, 100);
  EXPECT_EQ(good({"--stats", "a b"}).stats, "a b");
  EXPECT_EQ(good({"--screenshot=x=y.png"}).screenshot, "x=y.png");
}

TEST(Options, TheLastOneCounts) { EXPECT_EQ(good({"--still", "3", "--still", "4"}).still, 4s); }

TEST(Options, NamesStayAsTheyAre) {
  auto o = parse({"b", "a b\n", "-", "--once", "--", "--still", "-x"});
  ASSERT_TRUE(o);
  EXPECT_THAT(o->names, ElementsAre("b", "a b\n", "-", "--still", "-x"));
  EXPECT_TRUE(o->once);
}

TEST(Options, HelpNeedsNoNames) { EXPECT_TRUE(parse({"--help"})); }

// Each is one sentence that names the word and says what may stand there.
TEST(Options, WrongValuesAreRefusedWithASentence) {
  const std::vector<std::pair<const char *, std::vector<const char *>>> wrong{
      {"--still", {"0", "0.049", "-1", "86401", "nan", "inf", "1e999", "", " 5", "5s", "5 ", "0x5", "+5"}},
      {"--transition", {"", "wipe", "fade:", "fade:-1", "fade:10001", "fade:1.5", "FADE", "fade: 5"}},
      {"--fit", {"", "Cover", "fill"}},
      {"--background", {"", "#12", "#gggggg", "blurple"}},
      {"--rotate", {"", "45", "360", "-90", "90.0", "x"}},
      {"--window", {"", "x", "1280", "1280x", "x720", "15x720", "1280x16385", "-1x5", "1x2x3", "1280 x720"}},
      {"--presenter", {"", "gl", "Soft"}},
      {"--volume", {"", "-1", "101", "50%", "5.5"}},
      {"--stats", {""}},
      {"--screenshot", {""}},
  };
  for (auto &[option, values] : wrong)
    for (auto *value : values) {
      SCOPED_TRACE(std::string(option) + " '" + value + "'");
      auto o = parse({option, value, "dir"});
      ASSERT_FALSE(o);
      EXPECT_EQ(o.error().kind, ErrorKind::unsupported);
      EXPECT_THAT(o.error().text, HasSubstr(option));
      EXPECT_THAT(o.error().text, HasSubstr(std::string("'") + value + "'"));
      EXPECT_THAT(o.error().text, HasSubstr("must be"));
      EXPECT_THAT(o.error().text, Not(HasSubstr("\n")));
    }
}

TEST(Options, WhatIsMissingOrUnknown) {
  for (auto &[words, said] : std::vector<std::pair<std::vector<const char *>, const char *>>{
           {{"dir", "--still"}, "--still needs a value"},
           {{"--loop", "dir"}, "no option '--loop'"},
           {{"-x", "dir"}, "no option '-x'"},
           {{"--once=1", "dir"}, "no option '--once=1'"},
           {{"--Still", "5", "dir"}, "no option '--Still'"},
           {{"--", "--help", ""}, "empty name"},
           {{""}, "empty name"}}) {
    auto o = parse(words);
    ASSERT_FALSE(o) << said;
    EXPECT_THAT(o.error().text, HasSubstr(said));
  }
}

TEST(Options, TheHelpTellsOfEachOptionInBothLanguages) {
  const std::multiset<std::string> all{"--config", "--store",  "--once",   "--still",     "--transition",
                                       "--fit",    "--window", "--rotate", "--presenter", "--background",
                                       "--kiosk",  "--volume", "--stats",  "--screenshot"};
  auto [vietnamese, english] = languages_of(board::help("play"), "play");
  EXPECT_EQ(options_in(vietnamese), all);
  EXPECT_EQ(options_in(english), all);
  for (const auto &option : all) {
    auto o = parse({option.c_str(), "--once", "dir"}); // "--once": no value of any
    EXPECT_THAT(o ? "" : o.error().text, Not(HasSubstr("there is no option"))) << option;
  }
}
