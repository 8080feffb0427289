#include "fetcher/inner/verbs.h"

#include "board/help.h"
#include "tests/support/help.h"

namespace sheaf::fetcher {
namespace {

using Verb = int (*)(std::span<const char *const>);
const std::map<std::string, Verb> verbs{{"fetch", fetch},   {"trust", trust}, {"enrol", enrol},
                                        {"status", status}, {"store", store}, {"plays", plays}};

struct Said {
  int code = 0;
  std::string out;
};

Said say(Verb verb, std::vector<const char *> words) {
  ::testing::internal::CaptureStdout();
  ::testing::internal::CaptureStderr();
  auto code = verb(words);
  ::testing::internal::GetCapturedStderr();
  return {code, ::testing::internal::GetCapturedStdout()};
}

TEST(Verbs, HelpIsHelpInBothLanguages) {
  for (const auto &[name, verb] : verbs)
    for (const char *word : {"--help", "-h"}) {
      auto said = say(verb, {word});
      EXPECT_EQ(said.code, 0);
      auto [vietnamese, english] = languages_of(said.out, name);
      EXPECT_EQ(options_in(vietnamese), options_in(english)) << name;
    }
}

TEST(Verbs, WhatHelpNamesIsAnOption) {
  for (const auto &[name, verb] : verbs)
    for (const auto &option : options_in(std::string(board::help(name)))) {
      auto valued = option + "=item";
      bool known =
          say(verb, {option.c_str(), "--help"}).code == 0 || say(verb, {valued.c_str(), "--help"}).code == 0;
      EXPECT_TRUE(known) << name << " " << option;
    }
}

}
}
