#include "tests/support/household.h"

#include <filesystem>
#include <fstream>
#include <unistd.h>

namespace sheaf {

std::vector<pid_t> children(pid_t pid) {
  auto id = std::to_string(pid ? pid : ::getpid());
  std::ifstream file("/proc/" + id + "/task/" + id + "/children"); // all are made by the first thread
  std::vector<pid_t> found;
  for (pid_t child = 0; file >> child;) found.push_back(child);
  return found;
}

std::size_t open_descriptors() {
  using Entries = std::filesystem::directory_iterator;
  return static_cast<std::size_t>(std::distance(Entries("/proc/self/fd"), Entries()));
}

}
