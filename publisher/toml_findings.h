// What is wrong in a file of TOML, in both languages. Values only: any thread.
#pragma once

#include "board/toml.h"
#include "publisher/findings.h"

#include <string>
#include <vector>

namespace sheaf::publisher {

/// One of ours, which board/toml.h does not know: `name` in words.txt, and its places.
board::TomlMistake toml_mistake(const std::string &name, std::map<std::string, std::string> places = {});

/// In the order of lines, at most board::TomlErrors::most_told, and how many more there are.
std::vector<Finding> findings_of(const board::TomlErrors &errors);

}
