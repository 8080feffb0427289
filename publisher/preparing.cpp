#include "publisher/preparing.h"

#include "assets/sha256.h"
#include "board/clock.h"
#include "playlist/chunk_list.h"

#include <cerrno>
#include <charconv>
#include <csignal>
#include <filesystem>

namespace sheaf::publisher {
namespace {

namespace fs = std::filesystem;
constexpr const char *prefix = "work-";

// Of publishers that were cut off.
void sweep(const std::string &folder) {
  std::error_code error, ignored;
  for (fs::directory_iterator i(folder, error), end; !error && i != end; i.increment(error)) {
    auto name = i->path().filename().string();
    pid_t pid = 0;
    if (!name.starts_with(prefix)) continue;
    std::from_chars(name.data() + 5, name.data() + name.size(), pid);
    if (pid > 0 && ::kill(pid, 0) != 0 && errno == ESRCH) fs::remove_all(i->path(), ignored);
  }
}

// A change right after this look could leave the same stamp behind: coarse clocks tick in seconds.
bool settled(const Stamp &stamp) {
  auto now = board::now().wall.time_since_epoch().count();
  auto tick = stamp.modified % 1'000'000'000 == 0 ? Duration(2s) : Duration(20ms);
  return now - stamp.modified > tick.count() && now - stamp.changed > Duration(20ms).count();
}

}

Preparer::Preparer(std::string cache_folder, std::function<bool(const Known &)> has)
    : cache_(cache_folder), cache_folder_(std::move(cache_folder)), has_(std::move(has)) {}

Preparer::~Preparer() {
  std::error_code ignored;
  if (!work_folder_.empty()) fs::remove_all(work_folder_, ignored);
}

Result<void> Preparer::begin() {
  if (prober_) return {};
  sweep(cache_folder_);
  work_folder_ = cache_folder_ + "/" + prefix + std::to_string(::getpid());
  if (auto made = make_folders(work_folder_); !made) return made;
  auto prober = Prober::start();
  if (!prober) return fail(prober.error());
  prober_ = std::make_unique<Prober>(std::move(*prober));
  cleaner_ = std::make_unique<Cleaner>(work_folder_);
  return {};
}

Result<Prepared> Preparer::prepare(const std::string &path) {
  std::error_code error;
  auto whole = fs::absolute(path, error).lexically_normal().string();
  auto stamp = stamp_of(path);
  if (!stamp) return fail(stamp.error());
  if (stamp->size == 0) return fail(ErrorKind::refused, "'" + path + "' is empty");
  const auto *known = cache_.find(whole, *stamp);
  if (known && has_(*known)) return Prepared{*known, "", {}};
  if (auto begun = begin(); !begun) return fail(begun.error());
  auto prepared = work(path, *stamp);
  if (!prepared) return fail(prepared.error());
  auto after = stamp_of(path);
  if (!after || *after != *stamp)
    return fail(ErrorKind::transient, "'" + path + "' has changed while it was looked at; publish again");
  if (settled(*stamp)) cache_.put(whole, prepared->known);
  return prepared;
}

Result<Prepared> Preparer::work(const std::string &path, const Stamp &stamp) {
  auto wrong = [&](const Error &e) { return fail(e.in("'" + path + "'")); };
  auto facts = prober_->probe(path); // first: what is no picture at all is told in the child's words
  if (!facts) return wrong(facts.error());
  auto cleaned = cleaner_->clean(path);
  if (!cleaned)
    return cleaned.error().kind == ErrorKind::absent ? fail(cleaned.error()) : wrong(cleaned.error());
  if (cleaned->copy) facts = prober_->probe(cleaned->path);
  if (!facts) return wrong(facts.error());
  auto measured = measure(cleaned->path);
  if (!measured) return wrong(measured.error());
  Known known{stamp, measured->digest, measured->size, std::nullopt, *facts, cleaned->left};
  if (measured->size > playlist::chunk_size)
    known.list = assets::sha256(playlist::write_chunk_list(measured->chunks));
  if (has_(known)) return Prepared{known, "", {}};
  return Prepared{known, cleaned->path, std::move(measured->chunks)};
}

}
