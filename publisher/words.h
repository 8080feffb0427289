// What the office's commands say to people: Vietnamese first, English beneath. The words are in words.txt,
// for translators. Any thread.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace sheaf::publisher {

using Filling = std::map<std::string, std::string>;

/// The two lines of `name`, each with its line feed, with {place}s filled in, as shown() has them (html.h). A
/// name that is not in words.txt is a bug.
std::string words(std::string_view name, const Filling &filling = {});

/// The same, apart and without line feeds; values are as they came.
struct Saying {
  std::string vi, en;
};
Saying saying(std::string_view name, const Filling &filling = {});

/// words(), on standard output.
void say(std::string_view name, const Filling &filling = {});
/// words(), on standard error: what somebody should look at.
void warn(std::string_view name, const Filling &filling = {});

/// Names that words.txt lacks a language for, or whose languages have different {place}s. For its test.
std::vector<std::string> faulty_words();

}
