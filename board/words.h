// Sentences for people, out of files for translators: lines "NAME_vi = …" and "NAME_en = …", with {place}s to
// be filled in; '#' begins a remark. Any thread.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace sheaf::board {

using Texts = std::map<std::string, std::string, std::less<>>; // by "NAME_vi"

Texts read_texts(std::string_view file);

/// What stands at a {place}; at {count|file|files} the word for one or for several follows it.
using PlaceValue = std::function<std::string(std::string_view place)>;
std::string filled(std::string_view sentence, const PlaceValue &value);

/// words.txt, compiled in.
extern const std::string_view words_text;

/// One of it by "NAME_vi". A name that is not there is a bug, and empty.
std::string_view word(std::string_view name);

/// Vietnamese first, English on an indented line beneath. `name` without "_vi"; a place that is not given is
/// "?".
std::string in_both_languages(const std::string &name, const std::map<std::string, std::string> &places = {});

}
