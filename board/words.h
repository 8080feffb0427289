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

}
