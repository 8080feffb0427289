// What the office's commands say to people: Vietnamese first, English beneath. The words are in words.txt,
// for translators. Any thread.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sheaf::publisher {

/// Without line feeds.
struct Saying {
  std::string vi, en;
};

/// What stands at a {place}: mostly the same in both languages. At {count|file|files} the word for one or for
/// several follows it.
struct Value : Saying {
  Value() = default;
  Value(std::string both) : Saying{both, std::move(both)} {}
  Value(const char *both) : Value(std::string(both)) {}
  Value(Saying saying) : Saying(std::move(saying)) {}
  Value(std::string vietnamese, std::string english) : Saying{std::move(vietnamese), std::move(english)} {}
};
using Filling = std::map<std::string, Value>;

/// The two lines of `name`, each with its line feed, with {place}s filled in, as shown() has them (html.h). A
/// name that is not in words.txt is a bug.
std::string words(std::string_view name, const Filling &filling = {});

/// The same, apart; values are as they came.
Saying saying(std::string_view name, const Filling &filling = {});

/// words(), on standard output.
void say(std::string_view name, const Filling &filling = {});
/// words(), on standard error: what somebody should look at.
void warn(std::string_view name, const Filling &filling = {});

/// Names that words.txt lacks a language for, or whose languages have different {place}s. For its test.
std::vector<std::string> faulty_words();

}
