// words.txt, compiled in.
#pragma once

#include <string_view>

namespace sheaf::publisher {

extern const std::string_view words_text;

}
