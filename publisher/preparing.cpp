#include "publisher/preparing.h"

#include "assets/sha256.h"
#include "board/clock.h"
#include "media/confined.h"
#include "playlist/chunk_list.h"
#include "publisher/inner/shared_examiner.h"
#include "publisher/keeping.h"
#include "publisher/office_files.h"
#include "publisher/reasons.h"
#include "publisher/refusal.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <filesystem>
#include <mutex>
#include <thread>

namespace sheaf::publisher {
namespace {

namespace fs = std::filesystem;

Facts facts_of(const media::Measurement &m) {
  bool film = m.kind == media::ItemKind::film;
  return {film ? playlist::ItemKind::film : playlist::ItemKind::still, film ? m.duration : std::nullopt};
}

// As a manifest can say it.
std::optional<playlist::Loudness> loudness_of(const media::Measurement &m) {
  if (m.kind != media::ItemKind::film || !m.sound || !m.sound->lufs || !m.sound->peak_db) return std::nullopt;
  auto tenth = [](double value) { return std::round(value * 10) / 10; };
  return playlist::Loudness{tenth(std::clamp(*m.sound->lufs, -70.0, 0.0)),
                            tenth(std::clamp(*m.sound->peak_db, -70.0, 20.0))};
}

const char *sentence_for(ErrorKind kind) {
  return kind == ErrorKind::full        ? "no_room_to_prepare"
         : kind == ErrorKind::transient ? "file_not_prepared"
                                        : "file_not_publishable";
}

tl::unexpected<Error> not_prepared(const Error &error, const std::string &path) {
  auto why = reason(error);
  return refuse(error.kind, sentence_for(error.kind),
                {{"file", path}, {"why", {" (" + why.vi + ")", " (" + why.en + ")"}}});
}

// x264 makes use of about four cores for a film; beyond that a second film is worth more.
unsigned films_at_once() { return std::clamp(std::thread::hardware_concurrency() / 4, 1u, 8u); }
unsigned threads_of_one() { return std::max(std::thread::hardware_concurrency() / films_at_once(), 1u); }

// --- several renditions at once

class Crew {
public:
  Crew(Examiner &examiner, const BoardClass &board, std::string cache_folder,
       const std::function<void(const Readying &)> &tell)
      : examiner_(examiner), board_(board), cache_folder_(std::move(cache_folder)), tell_(tell) {}

  std::map<std::string, Error> work(const std::vector<std::string> &paths) {
    std::vector<std::thread> hands;
    for (unsigned i = 0; i < std::min<std::size_t>(films_at_once(), paths.size()); ++i)
      hands.emplace_back([&] { work_on(paths); });
    for (auto &hand : hands) hand.join();
    return std::move(failed_);
  }

private:
  void work_on(const std::vector<std::string> &paths) {
    Renditions renditions(cache_folder_, examiner_, threads_of_one());
    for (auto i = next_++; i < paths.size(); i = next_++) {
      const auto &path = paths[i];
      auto made = provide(renditions, path, paths.size());
      std::lock_guard lock(mutex_);
      if (!made) failed_.emplace(path, made.error());
      ++done_;
    }
  }
  Result<Rendered> provide(Renditions &renditions, const std::string &path, std::size_t count) {
    auto m = examiner_.examine(path); // known already
    if (!m) return fail(m.error());
    return renditions.provide(path, *m, board_, [&](double part, std::optional<Duration> left) {
      std::lock_guard lock(mutex_);
      if (tell_) tell_({path, part, left, done_, count});
    });
  }
  Examiner &examiner_;
  const BoardClass &board_;
  std::string cache_folder_;
  const std::function<void(const Readying &)> &tell_;
  std::atomic<std::size_t> next_ = 0;
  std::mutex mutex_;
  std::size_t done_ = 0;
  std::map<std::string, Error> failed_;
};

}

Preparer::Preparer(std::string cache_folder, const BoardClass &board, std::function<bool(const Known &)> has)
    : cache_(cache_folder), cache_folder_(std::move(cache_folder)), board_(board), has_(std::move(has)) {}

Preparer::~Preparer() {
  std::error_code ignored;
  if (!work_folder_.empty()) fs::remove_all(work_folder_, ignored);
}

Result<void> Preparer::begin() {
  if (prober_) return {};
  if (!media::has_landlock()) warn("no_landlock");
  sweep_work(cache_folder_);
  drop_unused(cache_folder_ + "/renditions", board::now().wall);
  work_folder_ = cache_folder_ + "/" + work_folder_name("copies");
  if (auto made = make_folders(work_folder_); !made) return made;
  auto examiner = Examiner::start(cache_folder_);
  if (!examiner) return fail(examiner.error());
  auto prober = Prober::start();
  if (!prober) return fail(prober.error());
  examiner_ = std::make_unique<SharedExaminer>(std::move(*examiner));
  renditions_ = std::make_unique<Renditions>(cache_folder_, *examiner_, std::thread::hardware_concurrency());
  prober_ = std::make_unique<Prober>(std::move(*prober));
  cleaner_ = std::make_unique<Cleaner>(work_folder_);
  return {};
}

const Known *Preparer::known(const std::string &path, const Stamp &stamp) {
  const auto *known = cache_.find(path, board_.name, stamp);
  return known && has_(*known) ? known : nullptr;
}

// Those that need a rendition.
std::vector<std::string> Preparer::waiting(const std::vector<std::string> &paths,
                                           const std::function<void(const Readying &)> &tell) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < paths.size(); ++i) {
    auto stamp = stamp_of(paths[i]);
    if (!stamp || stamp->size == 0 || known(paths[i], *stamp) || !begin()) continue;
    auto m = examiner_->examine(paths[i], [&](double part) {
      if (tell) tell({paths[i], part, std::nullopt, i, paths.size()});
    });
    if (m && judge(*m, board_).fate == Fate::rendition) out.push_back(paths[i]);
  }
  return out;
}

void Preparer::make_ready(const std::vector<std::string> &paths,
                          const std::function<void(const Readying &)> &tell) {
  auto needed = waiting(paths, tell);
  if (examiner_) std::ignore = examiner_->save(); // an hour of measuring is not lost to what comes
  if (needed.empty()) return;
  failed_ = Crew(*examiner_, board_, cache_folder_, tell).work(needed);
  std::ignore = examiner_->save();
}

Result<Prepared> Preparer::prepare(const std::string &path) {
  auto stamp = stamp_of(path);
  if (!stamp) return fail(stamp.error());
  if (stamp->size == 0) return refuse(ErrorKind::refused, "file_empty", {{"file", path}});
  if (const auto *k = known(path, *stamp)) return Prepared{*k, "", {}};
  if (auto begun = begin(); !begun) return fail(begun.error());
  auto prepared = work(path, *stamp);
  if (!prepared) return fail(prepared.error());
  auto after = stamp_of(path);
  if (!after || *after != *stamp) return refuse(ErrorKind::transient, "file_changed", {{"file", path}});
  if (settled(*stamp)) cache_.put(path, board_.name, prepared->known);
  return prepared;
}

Result<Prepared> Preparer::work(const std::string &path, const Stamp &stamp) {
  // What nobody may read is not damaged.
  if (auto file = open_file(path); !file) return fail(file.error());
  auto bytes = bytes_of(path);
  if (!bytes && bytes.error().kind == ErrorKind::absent) return fail(bytes.error());
  if (!bytes) return not_prepared(bytes.error(), path);
  auto measured = measure(bytes->path);
  if (!measured) return not_prepared(measured.error(), path);
  const auto &m = bytes->measurement;
  Known known{stamp,       measured->digest, measured->size, std::nullopt,
              facts_of(m), bytes->left,      loudness_of(m)};
  if (measured->size > playlist::chunk_size)
    known.list = assets::sha256(playlist::write_chunk_list(measured->chunks));
  if (has_(known)) return Prepared{known, "", {}};
  return Prepared{known, bytes->path, std::move(measured->chunks)};
}

Result<Preparer::Bytes> Preparer::bytes_of(const std::string &path) {
  if (auto failed = failed_.find(path); failed != failed_.end()) return fail(failed->second);
  auto m = examiner_->examine(path); // first: what is no picture at all is told in the child's words
  if (!m) return fail(m.error());
  if (judge(*m, board_).fate == Fate::playable) {
    auto clean = cleaned(path, *m);
    // An MP4 in fragments, as recorders leave it, is not written by exiftool: its pictures come into another.
    bool whole_film = m->kind == media::ItemKind::film && m->picture.damaged == 0;
    if (clean || clean.error().kind != ErrorKind::corrupt || !whole_film) return clean;
  }
  auto made = renditions_->provide(path, *m, board_);
  if (!made) return fail(made.error());
  return Bytes{made->path, "", std::move(made->measurement)}; // nothing private has come into it
}

Result<Preparer::Bytes> Preparer::cleaned(const std::string &path, media::Measurement measurement) {
  auto cleaned = cleaner_->clean(path);
  if (!cleaned) return fail(cleaned.error());
  if (cleaned->copy)
    if (auto facts = prober_->probe(cleaned->path); !facts) return fail(facts.error());
  return Bytes{cleaned->path, cleaned->left, std::move(measurement)};
}

Result<void> Preparer::save_cache() {
  if (examiner_) std::ignore = examiner_->save();
  return cache_.save();
}

}
