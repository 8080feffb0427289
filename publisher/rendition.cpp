#include "publisher/rendition.h"

#include "board/clock.h"
#include "board/files.h"
#include "media/confined.h"
#include "publisher/keeping.h"
#include "publisher/picture_rendition.h"
#include "publisher/refusal.h"
#include "publisher/streams.h"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <fcntl.h>
#include <filesystem>
#include <sstream>
#include <sys/stat.h>

namespace sheaf::publisher {
namespace {

namespace fs = std::filesystem;

constexpr int recipe = 1; // a new number makes all anew
constexpr const char *work_prefix = "work-";
constexpr Duration news = 500ms;

// What ffmpeg says of its progress: "out_time_us=1234".
class Clock {
public:
  Clock(Duration length, const RenditionProgress &progress)
      : length_(length), progress_(progress), begun_(board::steady_now()) {}
  void hear(std::string_view line) {
    constexpr std::string_view key = "out_time_us=";
    std::int64_t us = 0;
    if (!progress_ || !line.starts_with(key) || length_ <= Duration::zero()) return;
    line.remove_prefix(key.size());
    if (std::from_chars(line.data(), line.data() + line.size(), us).ec != std::errc()) return;
    auto now = board::steady_now();
    if (now - told_ < news) return;
    told_ = now;
    auto part = std::clamp(static_cast<double>(us) * 1000 / static_cast<double>(length_.count()), 0.0, 1.0);
    auto spent = static_cast<double>((now - begun_).count());
    auto left = part > 0.02 ? std::optional(Duration(static_cast<std::int64_t>(spent / part * (1 - part))))
                            : std::nullopt;
    progress_(part, left);
  }

private:
  Duration length_;
  const RenditionProgress &progress_;
  Steady begun_, told_{};
};

// "    Last message repeated 12 times" says nothing.
std::string last_line(const std::string &said) {
  std::string last = "it did not say why";
  std::istringstream lines(said);
  for (std::string line; std::getline(lines, line);)
    if (!line.empty() && line.find("Last message repeated") == std::string::npos) last = line;
  return last;
}

Result<void> sync(const std::string &path) {
  Fd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file || ::fsync(file.get()) != 0) return failed("write", path);
  return {};
}

// Whole on the disk before it has its name.
Result<std::string> put_in_place(const std::string &made, const std::string &to) {
  if (auto synced = sync(made); !synced) return fail(synced.error());
  if (::rename(made.c_str(), to.c_str()) != 0) return failed("write", to);
  std::ignore = sync(folder_of(to));
  return to;
}

// Sound that stays too quiet beside its peaks, after all that can be done, is no reason to show nothing.
bool will_do(const Verdict &v) { return v.fate != Fate::refused && !v.picture && !v.container; }

std::optional<std::string> there(const std::string &stem) {
  std::error_code ignored;
  for (const char *ending : {".mp4", ".jpg", ".png"})
    if (fs::exists(stem + ending, ignored)) return stem + ending;
  return std::nullopt;
}

}

std::string work_folder_name(const std::string &purpose) {
  return work_prefix + std::to_string(::getpid()) + "-" + purpose;
}

void sweep_work(const std::string &folder) {
  std::error_code error, ignored;
  for (fs::directory_iterator i(folder, error), end; !error && i != end; i.increment(error)) {
    auto name = i->path().filename().string();
    pid_t pid = 0;
    if (!name.starts_with(work_prefix)) continue;
    std::from_chars(name.data() + std::string_view(work_prefix).size(), name.data() + name.size(), pid);
    if (pid > 0 && ::kill(pid, 0) != 0 && errno == ESRCH) fs::remove_all(i->path(), ignored);
  }
}

Renditions::Renditions(std::string cache_folder, Examiner &examiner, unsigned threads)
    : folder_(cache_folder + "/renditions"), examiner_(examiner), threads_(std::max(threads, 1u)) {
  static std::atomic<unsigned> number = 0;
  sweep_work(cache_folder);
  work_ = fs::absolute(cache_folder).string() + "/" + work_folder_name(std::to_string(++number));
}

Renditions::~Renditions() {
  std::error_code ignored;
  fs::remove_all(work_, ignored);
}

Result<Rendered> Renditions::provide(const std::string &path, const media::Measurement &m,
                                     const BoardClass &board, const RenditionProgress &progress) {
  auto digest = examiner_.digest(path);
  if (!digest) return fail(digest.error());
  auto verdict = judge(m, board);
  if (verdict.fate == Fate::refused)
    return refuse(ErrorKind::refused, "no_board_plays_it", {{"reasons", told(verdict)}});
  auto stem = folder_ + "/" + digest->hex() + "-" + board.name + "-" + std::to_string(recipe);
  auto is_there = there(stem);
  auto made = is_there ? Result<std::string>(*is_there) : make(path, m, verdict, board, progress);
  if (is_there) note_use(*is_there);
  if (made && !is_there) made = keep(path, *digest, *made, stem);
  if (!made) return fail(made.error());
  auto measured = examiner_.examine(*made);
  if (!measured) return fail(measured.error());
  if (will_do(judge(*measured, board))) return Rendered{*made, std::move(*measured)};
  return refuse(ErrorKind::unsupported, "copy_does_not_play", {{"reasons", told(judge(*measured, board))}});
}

// Under the digest of other bytes it would be somebody else's film when those come back.
Result<std::string> Renditions::keep(const std::string &source, const Digest &digest, const std::string &made,
                                     const std::string &stem) {
  auto now = examiner_.digest(source);
  if (!now) return fail(now.error());
  if (*now != digest) return refuse(ErrorKind::transient, "changed_while_copied");
  return put_in_place(made, stem + fs::path(made).extension().string());
}

Result<std::string> Renditions::make(const std::string &path, const media::Measurement &m,
                                     const Verdict &verdict, const BoardClass &board,
                                     const RenditionProgress &progress) {
  for (const auto &folder : {folder_, work_})
    if (auto made = make_folders(folder); !made) return fail(made.error());
  if (m.kind == media::ItemKind::still) return make_still(path, m, board);
  bool copy = !verdict.picture;
  auto made = make_film(path, m, verdict, board, progress, copy);
  // a picture taken over is looked at again: its new container may not suit it
  if (copy && !(made && plays(*made, board)) && (made || made.error().kind == ErrorKind::unsupported))
    made = make_film(path, m, verdict, board, progress, false);
  return made ? turned_up(std::move(*made), board) : made;
}

bool Renditions::plays(const std::string &path, const BoardClass &board) {
  auto measured = examiner_.examine(path);
  return measured && will_do(judge(*measured, board));
}

// Where much of the loudness was in the peaks that were held, it has become less than it was to be: again,
// from there.
Result<std::string> Renditions::turned_up(std::string made, const BoardClass &board) {
  for (int pass = 0; pass < 3; ++pass) {
    auto m = examiner_.examine(made);
    if (!m) return fail(m.error());
    auto verdict = judge(*m, board);
    if (!verdict.sound) return made;
    auto louder = make_film(made, *m, verdict, board, {}, true);
    if (!louder) return louder;
    made = *louder;
  }
  return made;
}

Result<std::string> Renditions::make_film(const std::string &path, const media::Measurement &m,
                                          const Verdict &verdict, const BoardClass &board,
                                          const RenditionProgress &progress, bool copy) {
  if (!media::has_program("ffmpeg")) return refuse(ErrorKind::absent, "ffmpeg_missing");
  std::error_code error;
  auto from = fs::canonical(path, error).string();
  if (error) return fail(ErrorKind::absent, "it cannot be opened: " + error.message());
  auto to = work_ + "/" + std::to_string(++count_) + ".mp4";
  auto film = film_recipe(m, verdict, board, from, to, copy);
  film.words.insert(film.words.end() - 3, {"-threads", std::to_string(threads_)});
  Clock clock(film.length, progress);
  auto end = media::run_confined({.words = film.words, .readable = {from}, .writable = work_},
                                 [&](std::string_view line) { return clock.hear(line), true; });
  if (!end) return fail(end.error());
  if (end->code == 0) return to;
  ::unlink(to.c_str());
  if (end->signal)
    return refuse(ErrorKind::unsupported, "ffmpeg_died", {{"signal", std::to_string(end->signal)}});
  if (end->said.find("No space left on device") != std::string::npos)
    return fail(ErrorKind::full, "no space left on the disk of '" + work_ + "'");
  return refuse(ErrorKind::unsupported, "ffmpeg_failed", {{"said", last_line(end->said)}});
}

Result<std::string> Renditions::make_still(const std::string &path, const media::Measurement &m,
                                           const BoardClass &board) {
  if (!pictures_) { // its server loads a dozen libraries: once for all pictures
    auto maker = PictureMaker::start();
    if (!maker) return fail(maker.error());
    pictures_ = std::make_unique<PictureMaker>(std::move(*maker));
  }
  auto made = pictures_->make(path, m, board.still);
  if (!made) return fail(made.error());
  auto to = work_ + "/" + std::to_string(++count_) + "." + made->ending;
  auto file = Replacement::begin(to);
  if (!file) return fail(file.error());
  if (auto written = file->write(made->bytes); !written) return fail(written.error());
  if (auto finished = file->finish(); !finished) return fail(finished.error());
  return to;
}

}
