#include "publisher/check.h"

#include "publisher/checks.h"
#include "publisher/profile.h"

#include <algorithm>
#include <array>
#include <regex>

namespace sheaf::publisher {
namespace {

std::vector<std::string> lines_of(const std::string &text) {
  std::vector<std::string> out;
  for (std::size_t at = 0, end = 0; at < text.size(); at = end + 1) {
    end = std::min(text.find('\n', at), text.size());
    out.push_back(text.substr(at, end - at));
  }
  return out;
}

Concern wrong_line(const std::string &where, const std::string &sentence) {
  auto out = concern(Severity::broken, "wrong_line", {{"sentence", sentence}});
  out.where = where;
  return out;
}

// By its sentence; those of tables tell what to do themselves.
const char *name_of(const std::string &finding) {
  static constexpr std::array<std::pair<std::string_view, const char *>, 8> names{
      {{"table_missing", "missing_file"},
       {"toml_no_file", "missing_file"},
       {"toml_no_group", "unknown_theme"},
       {"toml_until_before_from", "ends_before_it_begins"},
       {"table_group", "unknown_theme"},
       {"table_link", "link_only"},
       {"date_order", "ends_before_it_begins"},
       {"date_", "wrong_date"}}};
  for (const auto &[begin, name] : names)
    if (finding.starts_with(begin)) return name;
  return "wrong_line";
}

// The sentence itself says what to do; this, to whom: a row, a table, or what lies in the folder.
Saying advice(Severity severity, const std::string &where) {
  static const std::regex row("[^:]*:[0-9]+(:.*)?"), column("[^:]*\\.[a-z]+: .*"),
      table("[^:]*\\.(csv|tsv|txt|xlsx)");
  const char *place =
      std::regex_match(where, row) ? "line"
      : std::regex_match(where, column) || (severity != Severity::broken && std::regex_match(where, table))
          ? "table"
          : "file";
  return saying((severity == Severity::broken ? "advice_wrong_" : "advice_look_at_") + std::string(place));
}

}

const char *name(Severity severity) {
  return severity == Severity::broken ? "broken" : severity == Severity::warning ? "warning" : "note";
}

Concern concern(Severity severity, const char *name, const Filling &filling) {
  return {severity,
          name,
          saying("check_" + std::string(name), filling),
          saying("advice_" + std::string(name), filling),
          {},
          std::string(),
          std::string(),
          1};
}

void Checking::whole(Severity severity, const char *name, const Filling &filling,
                     const std::string &where) const {
  found.push_back(concern(severity, name, filling));
  found.back().where = where.empty() ? draft.places.whole : where;
}

std::string place_of(const std::map<std::string, std::string> &places, const std::string &id) {
  auto found = places.find(id);
  return found == places.end() ? "" : found->second;
}

void Checking::item(Severity severity, const char *name, std::size_t item, const Filling &filling,
                    const std::string &file) const {
  found.push_back(concern(severity, name, filling));
  found.back().item = item;
  found.back().file = file;
  found.back().where = draft.items[item].where;
}

const media::Measurement *Checking::measurement(const std::string &path) const {
  auto looked = evidence.files.find(path);
  return looked == evidence.files.end() || !looked->second.measured ? nullptr : &*looked->second.measured;
}

const BoardClass &judging_board(const Draft &draft, const Evidence &evidence) {
  if (evidence.board) return *evidence.board;
  const auto *said = board_class(draft.profile);
  return said ? *said : weakest_board(draft);
}

std::vector<Concern> check(const Draft &draft, const Evidence &evidence) {
  std::vector<Concern> found;
  Checking c{draft, evidence, found};
  for (auto *kind :
       {check_files, check_dates, check_titles, check_screens, check_boards, check_sound, check_pictures})
    kind(c);
  std::stable_sort(found.begin(), found.end(),
                   [](const Concern &a, const Concern &b) { return a.item < b.item; });
  return found;
}

// A sentence a line, "FILE:LINE: …" before it; a line that begins with two spaces is the one above it in
// English.
std::vector<Concern> concerns(const Error &of_reading) {
  static const std::regex placed("(.*?:[0-9]+(?::[^:,;]{0,60})?): (.*)");
  std::vector<Concern> out;
  for (const auto &line : lines_of(of_reading.text)) {
    if (line.starts_with("  ") && !out.empty() && out.back().name == "wrong_line") {
      out.back().what.en = line.substr(2);
      continue;
    }
    std::smatch m;
    bool has_place = std::regex_match(line, m, placed);
    out.push_back(wrong_line(has_place ? m[1].str() : "", has_place ? m[2].str() : line));
  }
  return out;
}

Concern concern(Severity severity, const Finding &said) {
  const char *name = severity == Severity::broken ? name_of(said.name) : "table";
  return {severity, name, {said.vi, said.en}, advice(severity, said.where), {}, "", said.where, said.many};
}

std::vector<Concern> concerns(const std::vector<Finding> &mistakes) {
  std::vector<Concern> out;
  for (const auto &m : mistakes)
    out.push_back(m.name.empty() ? wrong_line(m.where, m.vi) : concern(Severity::broken, m));
  return out;
}

}
