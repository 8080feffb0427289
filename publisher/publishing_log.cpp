#include "publisher/publishing_log.h"

#include "publisher/proposal.h"
#include "publisher/rclone.h"
#include "publisher/streams.h"
#include "publisher/times.h"
#include "publisher/words.h"

#include <algorithm>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
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
  for (const auto &cell : cells) out += (out.empty() ? "" : ";") + quoted(cell);
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

constexpr std::string_view mark = "\xef\xbb\xbf"; // by which Excel knows UTF-8

std::string columns() { return saying("publishing_columns").vi; }

// Excel may have saved it since, and left out the mark.
bool is_ours(int file) {
  std::string begin(mark.size() + columns().size(), '\0');
  auto n = ::pread(file, begin.data(), begin.size(), 0);
  auto there = std::string_view(begin).substr(0, n > 0 ? static_cast<std::size_t>(n) : 0);
  if (there.starts_with(mark)) there.remove_prefix(mark.size());
  return n == 0 || there.starts_with(columns());
}

// "publishing-1.csv", or the next number that is free.
std::string set_aside(const std::string &path) {
  std::filesystem::path p(path);
  std::error_code ignored;
  for (int n = 1;; ++n) {
    auto other =
        (p.parent_path() / (p.stem().string() + "-" + std::to_string(n) + p.extension().string())).string();
    if (!std::filesystem::exists(std::filesystem::symlink_status(other, ignored))) return other;
  }
}

bool is_at(int file, const std::string &path) {
  struct stat open {
  }, named{};
  return ::fstat(file, &open) == 0 && ::stat(path.c_str(), &named) == 0 && open.st_ino == named.st_ino &&
         open.st_dev == named.st_dev;
}

// Held by this process alone. One of another form, as earlier versions wrote it, goes aside whole.
Result<Fd> open_log(const std::string &path) {
  constexpr int most_tries = 100; // somebody else may set it aside meanwhile
  for (int i = 0; i < most_tries; ++i) {
    Fd file(::open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0644));
    if (!file || ::flock(file.get(), LOCK_EX) != 0) return failed("write", path);
    if (!is_at(file.get(), path)) continue;
    if (is_ours(file.get())) return file;
    auto old = set_aside(path);
    if (::rename(path.c_str(), old.c_str()) != 0) return failed("write", path);
    warn("log_set_aside", {{"file", path}, {"old", old}});
  }
  return failed("write", path);
}

// "2026-02-01 13:00:00 +07:00": on Viet Nam's clock, which has no summer time.
std::string local(Wall time) {
  auto there = text(time + std::chrono::hours(7));
  return there.substr(0, 10) + " " + there.substr(11, 8) + " +07:00";
}

std::string whole(const std::string &place) {
  std::error_code error;
  auto absolute = is_remote(place) ? std::filesystem::path() : std::filesystem::absolute(place, error);
  return absolute.empty() ? place : absolute.lexically_normal().string();
}

}

std::string default_publishing_log() {
  if (const char *named = std::getenv("SHEAF_PUBLISHING"); named && *named) return named;
  const char *data = std::getenv("XDG_DATA_HOME"), *home = std::getenv("HOME");
  std::string base = data && *data ? data : std::string(home ? home : ".") + "/.local/share";
  return base + "/sheaf/publishing.csv";
}

std::string publishing_line(const Release &r, Wall now) {
  auto stop = r.head.stop ? local(r.head.stop->until) + " " + r.head.stop->reason : std::string();
  return row({local(now), r.what, approval_number(r.head), r.head.channel, std::to_string(r.head.epoch),
              std::to_string(r.head.serial), title_of(r.manifest), std::to_string(r.manifest.items.size()),
              std::to_string(playlist::total_size(r.manifest)), std::to_string(r.manifest.withdrawn.size()),
              stop, local(r.head.expires), whole(r.place), joined(r.signers), r.head.manifest.hex()});
}

Result<void> note_release(const std::string &path, const Release &release, Wall now) {
  if (auto made = make_folders(folder_of(path)); !made) return made;
  auto file = open_log(path);
  if (!file) return fail(file.error());
  struct stat s {};
  if (::fstat(file->get(), &s) != 0) return failed("write", path);
  auto header = s.st_size == 0 ? std::string(mark) + columns() + "\r\n" : std::string();
  if (auto written = write_all(file->get(), header + publishing_line(release, now) + "\r\n", path); !written)
    return written;
  return ::fdatasync(file->get()) == 0 ? Result<void>() : failed("write", path);
}

}
