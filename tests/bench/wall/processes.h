// What the processes under this one use, from /proc. Root sees all of it.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <sys/resource.h>
#include <unistd.h>
#include <vector>

inline std::string text_of(const std::string &file) {
  std::stringstream all;
  all << std::ifstream(file).rdbuf();
  return all.str();
}

/// CPU time from /proc/PID/stat; those of its children that it has waited for are in it, too.
inline double cpu_ms(pid_t pid, bool with_ended_children = true) {
  auto stat = text_of("/proc/" + std::to_string(pid) + "/stat");
  auto name_ends = stat.rfind(')');
  if (name_ends == std::string::npos) return 0;
  std::istringstream fields(stat.substr(name_ends + 1));
  std::string skipped;
  for (int i = 0; i < 11; ++i) fields >> skipped;
  double user = 0, system = 0, ended_user = 0, ended_system = 0;
  fields >> user >> system >> ended_user >> ended_system;
  if (with_ended_children) user += ended_user + ended_system;
  return (user + system) * 1000 / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

inline double ended_cpu_ms() {
  rusage all{};
  ::getrusage(RUSAGE_CHILDREN, &all);
  auto ms = [](timeval t) {
    return static_cast<double>(t.tv_sec) * 1e3 + static_cast<double>(t.tv_usec) / 1e3;
  };
  return ms(all.ru_utime) + ms(all.ru_stime);
}

inline void descend(pid_t pid, std::vector<pid_t> &found) {
  std::error_code gone;
  auto task = std::filesystem::directory_iterator("/proc/" + std::to_string(pid) + "/task", gone);
  for (; task != std::filesystem::directory_iterator(); task.increment(gone)) {
    std::istringstream children(text_of(task->path() / "children"));
    for (pid_t child; children >> child;) {
      found.push_back(child);
      descend(child, found);
    }
  }
}

inline long kib(const std::string &text, const char *label) {
  auto at = text.find(label);
  return at == std::string::npos ? 0 : std::atol(text.c_str() + at + std::string_view(label).size());
}

inline std::string tree() {
  std::vector<pid_t> all;
  descend(::getpid(), all);
  double cpu = ended_cpu_ms();
  long rss = 0, pss = 0, descriptors = 0;
  for (pid_t pid : all) {
    cpu += cpu_ms(pid);
    std::string folder = "/proc/" + std::to_string(pid);
    auto memory = text_of(folder + "/smaps_rollup"); // Pss: a shared page is divided among its users
    rss += kib(memory, "\nRss:");
    pss += kib(memory, "\nPss:");
    std::error_code gone;
    for (auto i = std::filesystem::directory_iterator(folder + "/fd", gone);
         i != std::filesystem::directory_iterator(); i.increment(gone))
      ++descriptors;
  }
  std::ostringstream line;
  line << "tree\t" << cpu << '\t' << rss << '\t' << pss << '\t' << all.size() << '\t' << descriptors;
  return line.str();
}
