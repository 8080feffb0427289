#include "publisher/looking.h"

#include "assets/sha256.h"
#include "board/files.h"
#include "media/jpeg.h"
#include "publisher/cache.h"
#include "publisher/pictures.h"
#include "publisher/streams.h"
#include "publisher/word_heights.h"

#include <algorithm>
#include <atomic>
#include <charconv>
#include <filesystem>
#include <mutex>
#include <thread>

namespace sheaf::publisher {
namespace {

namespace fs = std::filesystem;

constexpr Size screen{1920, 1080}, thumbnail{480, 270};
constexpr int thumbnail_quality = 72;
constexpr Bytes most_view = 1_MiB;
constexpr const char *format = "1"; // of what is remembered; a new one forgets all

// A file's path and state, and what of it is looked at.
std::string key(const ToLook &file) {
  auto stamp = stamp_of(file.path);
  if (!stamp) return {};
  std::error_code ignored;
  auto whole = fs::absolute(file.path, ignored).lexically_normal().string();
  std::string text = std::string(format) + (file.still ? "s" : "f") + whole;
  for (auto number : {stamp->size, stamp->inode, stamp->device}) text += " " + std::to_string(number);
  return assets::sha256(text + " " + std::to_string(stamp->modified) + " " + std::to_string(stamp->changed))
      .hex();
}

// First line: the heights; the JPEG follows.
std::string written(const View &view) {
  std::string out;
  for (int height : view.word_heights.value_or(std::vector<int>())) out += std::to_string(height) + " ";
  return out + "\n" + view.jpeg;
}

View read_view(const std::string &bytes, bool still) {
  auto end = std::min(bytes.find('\n'), bytes.size());
  View view{end < bytes.size() ? bytes.substr(end + 1) : "", std::nullopt};
  if (!still) return view;
  view.word_heights.emplace();
  const char *at = bytes.data(), *stop = at + end;
  for (int height = 0; at < stop;) {
    auto [next, error] = std::from_chars(at, stop, height);
    if (error == std::errc{}) view.word_heights->push_back(height);
    at = next + 1;
  }
  return view;
}

void forget_oldest(const std::string &folder) {
  std::vector<std::pair<fs::file_time_type, fs::path>> all;
  std::error_code error, ignored;
  for (fs::directory_iterator i(folder, error), end; !error && i != end; i.increment(error))
    all.emplace_back(i->last_write_time(ignored), i->path());
  if (all.size() <= most_views) return;
  std::sort(all.begin(), all.end());
  all.resize(all.size() - most_views);
  for (const auto &[time, path] : all) fs::remove(path, ignored);
}

class Looking {
public:
  Looking(const std::vector<ToLook> &files, std::string folder,
          const std::function<void(std::size_t)> &progress)
      : files_(files), folder_(std::move(folder)), progress_(progress) {}

  Views run() {
    constexpr unsigned most = 4; // each has a decoder and a reader of text beside it
    auto count =
        std::min<std::size_t>(std::clamp(std::thread::hardware_concurrency(), 1u, most), files_.size());
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < count; ++i) threads.emplace_back([this] { work(); });
    for (auto &thread : threads) thread.join();
    return std::move(views_);
  }

private:
  void work() {
    std::optional<Pictures> pictures;
    for (std::size_t i = 0; (i = next_++) < files_.size();) {
      auto view = remembered(files_[i], pictures);
      std::scoped_lock lock(mutex_);
      views_.of[files_[i].path] = std::move(view);
      progress_(views_.of.size());
    }
  }

  View remembered(const ToLook &file, std::optional<Pictures> &pictures) {
    auto name = folder_ + "/" + key(file);
    if (auto known = board::read_whole(name, most_view)) return read_view(*known, file.still);
    if (!pictures)
      if (auto started = Pictures::start()) pictures.emplace(std::move(*started));
    if (!pictures) return {};
    auto view = seen(file, *pictures);
    if (!view.jpeg.empty() && (!file.still || view.word_heights))
      std::ignore = board::write_whole(name, written(view), board::Durable::no);
    return view;
  }

  View seen(const ToLook &file, Pictures &pictures) {
    auto picture = pictures.of(file.path, file.still ? screen : thumbnail);
    if (!picture) return {}; // measuring says why
    View view;
    auto jpeg = media::encode_jpeg(file.still ? smaller(*picture, thumbnail) : *picture, thumbnail_quality);
    if (jpeg) view.jpeg = std::move(*jpeg);
    if (file.still && reads_) view.word_heights = read_text(*picture);
    return view;
  }

  std::optional<std::vector<int>> read_text(const media::OwnedPicture &picture) {
    auto png = media::encode_png(picture);
    if (!png) return std::nullopt;
    auto heights = word_heights(*png);
    if (heights) return std::move(*heights);
    if (heights.error().kind == ErrorKind::absent) {
      std::scoped_lock lock(mutex_);
      reads_ = views_.text_read = false;
    }
    return std::nullopt;
  }

  const std::vector<ToLook> &files_;
  std::string folder_;
  const std::function<void(std::size_t)> &progress_;
  std::atomic<std::size_t> next_ = 0;
  std::atomic<bool> reads_ = true;
  std::mutex mutex_;
  Views views_; // mutex_
};

}

Views look(const std::vector<ToLook> &files, const std::string &cache_folder,
           const std::function<void(std::size_t)> &progress) {
  auto folder = cache_folder + "/views";
  std::ignore = make_folders(folder); // without it nothing is remembered
  auto views = Looking(files, folder, progress).run();
  forget_oldest(folder);
  return views;
}

}
