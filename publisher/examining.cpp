#include "publisher/examining.h"

#include "board/files.h"
#include "board/loop.h"
#include "media/measuring.h"
#include "publisher/cache.h"
#include "publisher/inner/measurement_json.h"
#include "publisher/streams.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <thread>

namespace sheaf::publisher {
namespace {

using nlohmann::json;

constexpr int format = 2; // of the file, and of how is measured: a new number measures all anew
constexpr Bytes most_file = 256_MiB;
constexpr std::size_t most = 100'000; // files; those that were not asked for go first

struct Seen {
  Stamp stamp;
  Digest digest;
  bool used = false;
};

struct Kept {
  media::Measurement measurement;
  bool used = false;
};

json written(const Seen &seen) {
  const auto &s = seen.stamp;
  return {s.size, s.inode, s.device, s.modified, s.changed, seen.digest.hex()};
}

Seen read_seen(const json &j) { // throws where it is none
  Seen seen;
  seen.stamp = {j.at(0), j.at(1), j.at(2), j.at(3), j.at(4)};
  seen.digest = Digest::parse(j.at(5).get<std::string>()).value();
  return seen;
}

class SandboxedExaminer final : public Examiner {
public:
  explicit SandboxedExaminer(std::string folder) : folder_(std::move(folder)) { read(); }

  Result<void> begin() {
    auto loop = board::Loop::make();
    if (!loop) return fail(loop.error());
    loop_ = std::move(*loop);
    auto program = board::program_folder() + "/sheaf-render";
    std::error_code ignored;
    if (!std::filesystem::exists(program, ignored))
      return fail(ErrorKind::absent, "'" + program + "' is missing; install Sheaf again");
    media::RenderLimits limits{1536_MiB, std::clamp(std::thread::hardware_concurrency(), 1u, 4u)};
    server_ = media::start_render_server(program, limits, *loop_);
    return {};
  }

  Result<Digest> digest(const std::string &path) override {
    auto stamp = stamp_of(path);
    if (!stamp) return fail(stamp.error());
    std::error_code ignored;
    auto whole = spelt(std::filesystem::absolute(path, ignored).lexically_normal().string());
    auto found = seen_.find(whole);
    if (found != seen_.end() && found->second.stamp == *stamp) {
      found->second.used = true;
      return found->second.digest;
    }
    auto read = measure(path);
    if (!read) return fail(read.error());
    if (settled(*stamp)) seen_[whole] = {*stamp, read->digest, true}, changed_ = true;
    return read->digest;
  }

  Result<media::Measurement> examine(const std::string &path,
                                     const std::function<void(double)> &progress) override {
    auto key = digest(path);
    if (!key) return fail(key.error());
    if (auto found = measured_.find(*key); found != measured_.end()) {
      found->second.used = true;
      return found->second.measurement;
    }
    auto file = board::open_to_read(path);
    if (!file) return fail(file.error());
    auto m = media::measure(*server_, *loop_, std::move(*file), progress);
    if (!m) return m;
    measured_[*key] = {*m, true}, changed_ = true;
    return m;
  }

  Result<void> save() override {
    if (!changed_) return {};
    drop_unused(seen_);
    drop_unused(measured_);
    json files = json::object(), measured = json::object();
    for (const auto &[path, seen] : seen_) files[path] = written(seen);
    for (const auto &[digest, kept] : measured_) measured[digest.hex()] = write_measurement(kept.measurement);
    json all{{"format", format}, {"files", std::move(files)}, {"measured", std::move(measured)}};
    if (auto made = make_folders(folder_); !made) return made;
    auto text = all.dump(-1, ' ', false, json::error_handler_t::replace); // words of files are in it
    auto saved = board::write_whole(folder_ + "/examined.json", text, board::Durable::no);
    if (saved) changed_ = false;
    return saved;
  }

private:
  void read() {
    auto text = board::read_whole(folder_ + "/examined.json", most_file);
    if (!text) return;
    try {
      auto all = json::parse(*text);
      if (all.at("format") != format) return;
      for (const auto &[path, seen] : all.at("files").items()) seen_[path] = read_seen(seen);
      for (const auto &[hex, m] : all.at("measured").items())
        measured_[Digest::parse(hex).value()] = {read_measurement(m), false};
    } catch (const std::exception &) {
      seen_.clear(), measured_.clear(); // it is a cache
    }
  }

  template<class Map> static void drop_unused(Map &map) {
    for (auto i = map.begin(); map.size() > most && i != map.end();)
      i = i->second.used ? std::next(i) : map.erase(i);
  }

  std::string folder_;
  std::unique_ptr<board::Loop> loop_;
  std::unique_ptr<media::RenderServer> server_;
  std::map<std::string, Seen> seen_;
  std::map<Digest, Kept> measured_;
  bool changed_ = false;
};

}

Result<std::unique_ptr<Examiner>> Examiner::start(const std::string &cache_folder) {
  auto examiner = std::make_unique<SandboxedExaminer>(cache_folder);
  if (auto begun = examiner->begin(); !begun) return fail(begun.error());
  return std::unique_ptr<Examiner>(std::move(examiner));
}

}
