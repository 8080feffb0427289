// What a province shows and to whom (publisher/plans/README.md). Any thread; may wait for a disk.
#pragma once

#include "base/result.h"
#include "playlist/manifest.h"

#include <string>
#include <vector>

namespace sheaf::publisher {

struct PlanGroup {
  std::string id;
  playlist::Words title;
  playlist::Words hint; // for the editors; may be empty
};

struct Plan {
  std::string channel; // may be empty
  playlist::Words title;
  std::vector<std::string> languages;
  std::vector<PlanGroup> themes, audiences;
};

/// Of those that are compiled in.
std::vector<std::string> plan_names();

/// `plan`: the name of one that is compiled in, or the path of a file (with a '/' in it, or ending in .toml).
/// Errors: absent; corrupt, with file, line, column and advice.
Result<Plan> read_plan(const std::string &plan);

/// `name`: the file's, for sentences. Errors: corrupt.
Result<Plan> parse_plan(std::string_view toml, const std::string &name);

}
