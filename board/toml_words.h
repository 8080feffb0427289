// What is wrong in a file of TOML, in words.txt's words. Any thread.
#pragma once

#include "board/toml.h"

namespace sheaf::board {

/// `name` without "toml_"; its sentence is the English one of words.txt.
TomlMistake told_mistake(const std::string &name, std::map<std::string, std::string> places = {});

/// In Vietnamese, without the parser's own words; empty where the mistake has no name.
std::string vietnamese(const TomlMistake &mistake);

/// "a whole number", as it stands at {kind}: "toml_a_whole_number".
std::string word_of_kind(std::string kind);

}
