// 'sheaf new': a folder to begin with, out of a plan.
#include "publisher/arguments.h"
#include "publisher/help.h"
#include "publisher/refusal.h"
#include "publisher/starting_folder.h"
#include "publisher/streams.h"
#include "publisher/verbs.h"
#include "publisher/words.h"

#include <cstdio>
#include <fcntl.h>
#include <filesystem>
#include <unistd.h>

namespace sheaf::publisher {
namespace {

namespace fs = std::filesystem;

constexpr const char *new_usage = R"(usage: sheaf new [--plan NAME | FILE.toml] DIR
Makes a folder to begin with: sheaf.toml with the plan's groups of content and its audiences, tables for Excel
(danh-muc.csv for films and pictures, man-hinh.csv for screens), and HUONG-DAN.txt, which says how to go on. What is
there already is never overwritten.

  --plan P     the plan: one of those below, or a file of your own (default minimal)
)";

// Under these names an office's work may lie there already.
constexpr const char *taken[]{"sheaf.toml", "danh-muc.csv", "items.csv", "man-hinh.csv", "HUONG-DAN.txt"};

Result<void> nothing_there(const std::string &folder) {
  std::string found;
  std::error_code ignored;
  for (const char *name : taken)
    if (fs::exists(fs::symlink_status(folder + "/" + name, ignored)))
      found += (found.empty() ? "" : ", ") + std::string(name);
  if (found.empty()) return {};
  return refuse(ErrorKind::refused, "new_is_there", {{"folder", folder}, {"names", found}});
}

Result<void> write_new(const std::string &path, const std::string &text) {
  Fd file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
  if (!file) return failed("make", path);
  auto written = write_all(file.get(), text, path);
  if (!written) ::unlink(path.c_str()); // half of it would be in the way of the next try
  return written;
}

Result<int> write(const Plan &plan, const std::string &folder) {
  if (auto free = nothing_there(folder); !free) return fail(free.error());
  if (auto made = make_folders(folder); !made) return fail(made.error());
  for (const auto &[name, text] : starting_files(plan))
    if (auto written = write_new(folder + "/" + name, text); !written) return fail(written.error());
  say("new_made", {{"folder", folder},
                   {"themes", std::to_string(plan.themes.size())},
                   {"audiences", std::to_string(plan.audiences.size())}});
  return 0;
}

Result<int> tell_usage() {
  std::ignore = tell_help("new", new_usage);
  for (const auto &name : plan_names()) {
    auto plan = read_plan(name);
    if (plan && plan->title.contains("vi"))
      std::printf("%15s  %s\n", name.c_str(), plan->title.at("vi").c_str());
  }
  return 0;
}

}

Result<int> new_folder(VerbWords words) {
  Grammar grammar;
  grammar.valued = {{"--plan", "value_plan"}};
  grammar.switches = {"--help", "-h"};
  auto a = parse_arguments(words, grammar);
  if (!a) return fail(a.error());
  if (a->has("--help") || a->has("-h")) return tell_usage();
  if (a->names.size() != 1)
    return refuse(ErrorKind::unsupported, a->names.empty() ? "say_new_folder" : "one_folder");
  auto plan = read_plan(a->value("--plan", "minimal"));
  if (!plan) return fail(plan.error());
  return write(*plan, a->names.front());
}

}
