// sheaf plays: how often, and how long, what was shown.
#include "fetcher/inner/verbs.h"

#include "assets/plays.h"
#include "board/clock.h"
#include "board/help.h"
#include "board/zone.h"

#include <cstdio>
#include <sstream>
#include <sys/stat.h>

namespace sheaf::fetcher {
namespace {

using By = assets::Plays::By;

Result<By> parse_by(const std::string &text) {
  By by{false, false, false};
  std::istringstream in(text);
  for (std::string word; std::getline(in, word, ',');) {
    if (word == "item")
      by.item = true;
    else if (word == "theme")
      by.theme = true;
    else if (word == "day")
      by.day = true;
    else
      return fail(ErrorKind::unsupported, "--by '" + text + "': it must be some of item,theme,day");
  }
  return by;
}

std::string seconds_of(std::int64_t ms) { return std::to_string((ms + 500) / 1000); }

void print_csv(const std::vector<assets::PlayCount> &counts, By by) {
  std::string head;
  if (by.item) head += "item,";
  if (by.theme) head += "theme,";
  if (by.day) head += "day,";
  std::printf("%sshowings,seconds\r\n", head.c_str());
  for (const auto &c : counts) {
    std::string line;
    if (by.item) line += csv(c.item) + ",";
    if (by.theme) line += csv(c.theme) + ",";
    if (by.day) line += csv(c.day) + ",";
    std::printf("%s%llu,%s\r\n", line.c_str(), static_cast<unsigned long long>(c.showings),
                seconds_of(c.presented_ms).c_str());
  }
}

void print_table(const std::vector<assets::PlayCount> &counts, By by) {
  std::puts("Lượt / Showings   Giây / Seconds");
  for (const auto &c : counts) {
    std::string what;
    if (by.day) what += c.day + "  ";
    if (by.theme) what += (c.theme.empty() ? "-" : c.theme) + "  ";
    if (by.item) what += c.item;
    std::printf("%15llu   %14s   %s\n", static_cast<unsigned long long>(c.showings),
                seconds_of(c.presented_ms).c_str(), what.c_str());
  }
}

Result<std::vector<assets::PlayCount>> count(const board::ScreenConfig &config, By by) {
  auto path = assets::StoreFiles{config.store}.plays_db();
  struct stat s {};
  if (::stat(path.c_str(), &s) != 0)
    return fail(ErrorKind::absent, "nothing has been counted yet ('" + path + "' is not there)");
  auto plays = assets::Plays::open_to_read(path);
  if (!plays) return fail(plays.error());
  auto offset = board::utc_offset(config.zone, board::now().wall);
  return (*plays)->count(by, offset ? *offset : Duration::zero());
}

}

int plays(std::span<const char *const> arguments) {
  auto words = parse_words(arguments, {"--by", "--store", "--config"}, {"--csv"});
  if (!words) return complain("plays", words.error(), 2);
  if (words->has("--help")) return board::tell_help("plays");
  if (!words->names.empty())
    return complain(
        "plays", {ErrorKind::unsupported, "'" + words->names[0] + "' means nothing here; --help lists all"},
        2);
  auto by = parse_by(words->value("--by", "item"));
  if (!by) return complain("plays", by.error(), 2);
  auto config = read_config(*words);
  if (!config) return complain("plays", config.error(), 2);
  auto counts = count(*config, *by);
  if (!counts) return complain("plays", counts.error(), 1);
  words->has("--csv") ? print_csv(*counts, *by) : print_table(*counts, *by);
  return 0;
}

}
