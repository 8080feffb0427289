#include "publisher/publishing_log.h"

#include "publisher/proposal.h"
#include "publisher/streams.h"
#include "publisher/times.h"
#include "publisher/words.h"

#include <algorithm>
#include <cstdlib>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace sheaf::publisher {
namespace {

// A spreadsheet would take what begins so for a formula.
bool looks_like_formula(const std::string &cell) {
  return !cell.empty() && std::string_view("=+-@\t\r").find(cell.front()) != std::string_view::npos;
}

std::string quoted(const std::string &cell) {
  std::string out = looks_like_formula(cell) ? "\"'" : "\"";
  for (char c : cell) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + '"';
}

std::string row(const std::vector<std::string> &cells) {
  std::string out;
  for (const auto &cell : cells) out += (out.empty() ? "" : ",") + quoted(cell);
  return out;
}

std::string joined(const std::vector<std::string> &words) {
  std::string out;
  for (const auto &word : words) out += (out.empty() ? "" : ", ") + word;
  return out;
}

std::string title_of(const playlist::Manifest &m) {
  for (const char *language : {"vi", "und", "en"})
    if (auto found = m.title.find(language); found != m.title.end()) return found->second;
  return m.title.empty() ? "" : m.title.begin()->second;
}

std::string header() {
  auto both = words("publishing_columns");
  return "\xef\xbb\xbf" + both.substr(0, both.find('\n')) + "\r\n";
}

}

std::string default_publishing_log() {
  if (const char *named = std::getenv("SHEAF_PUBLISHING"); named && *named) return named;
  const char *data = std::getenv("XDG_DATA_HOME"), *home = std::getenv("HOME");
  std::string base = data && *data ? data : std::string(home ? home : ".") + "/.local/share";
  return base + "/sheaf/publishing.csv";
}

std::string publishing_line(const Release &r, Wall now) {
  auto stop = r.head.stop ? text(r.head.stop->until) + " " + r.head.stop->reason : std::string();
  return row({text(now), r.what, approval_number(r.head), r.head.channel, std::to_string(r.head.epoch),
              std::to_string(r.head.serial), title_of(r.manifest), std::to_string(r.manifest.items.size()),
              std::to_string(playlist::total_size(r.manifest)), std::to_string(r.manifest.withdrawn.size()),
              stop, text(r.head.expires), r.place, joined(r.signers), r.head.manifest.hex()});
}

Result<void> note_release(const std::string &path, const Release &release, Wall now) {
  if (auto made = make_folders(folder_of(path)); !made) return made;
  Fd file(::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644));
  if (!file || ::flock(file.get(), LOCK_EX) != 0) return failed("write", path);
  struct stat s {};
  if (::fstat(file.get(), &s) != 0) return failed("write", path);
  auto line = (s.st_size == 0 ? header() : std::string()) + publishing_line(release, now) + "\r\n";
  if (auto written = write_all(file.get(), line, path); !written) return written;
  return ::fdatasync(file.get()) == 0 ? Result<void>() : failed("write", path);
}

}
