// What a check has found, for a terminal and for programs. Pure; any thread.
#pragma once

#include "publisher/result_page.h"

#include <string>

namespace sheaf::publisher {

/// Lines for a terminal: what is broken first. README.md, "check".
std::string terminal_text(const ResultPage &page);
/// A JSON object, whose keys are in README.md.
std::string json_text(const ResultPage &page);

}
