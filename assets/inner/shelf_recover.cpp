// What is done when a shelf is opened: from whatever lies there to what is promised.
#include "assets/inner/put_aside.h"
#include "assets/inner/shelf_built.h"
#include "assets/inner/shelf_store.h"
#include "assets/store_claim.h"
#include "board/files.h"
#include "board/log.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <sys/file.h>

namespace sheaf::assets {
namespace {

Result<void> claim(const StoreFiles &files) {
  std::error_code error;
  std::filesystem::create_directories(files.folder, error);
  if (!error) return may_be_store(files);
  auto kind = error == std::errc::no_space_on_device ? ErrorKind::full : ErrorKind::refused;
  return fail(kind, "cannot make the store '" + files.folder + "': " + error.message());
}

// The lock is there by now, and becomes durable with them: no store without a mark is ever filled.
Result<void> make_folders(Disk &disk, const StoreFiles &files) {
  for (auto &folder : {files.blobs(), files.incoming(), files.editions(), files.roots()}) {
    auto made = disk.make_folder(folder);
    if (!made) return made;
  }
  return disk.sync_folder(files.folder);
}

Result<Fd> lock(Disk &disk, const StoreFiles &files) {
  auto made = disk.open(files.lock());
  if (!made) return fail(made.error());
  Fd fd(::open(files.lock().c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW));
  if (!fd)
    return fail(ErrorKind::refused,
                "cannot write to the store '" + files.folder + "': " + std::strerror(errno));
  if (::flock(fd.get(), LOCK_EX | LOCK_NB) != 0)
    return fail(ErrorKind::refused,
                "another sheaf-fetch has the store '" + files.folder + "' open; only one can write to it");
  return fd;
}

}

Result<std::unique_ptr<Shelf>> open_shelf(Disk &disk, StoreFiles files, TrustedRoot installed,
                                          ShelfLimits limits) {
  auto claimed = claim(files);
  if (!claimed) return fail(claimed.error());
  auto locked = lock(disk, files);
  if (!locked) return fail(locked.error());
  auto made = make_folders(disk, files);
  if (!made) return fail(made.error());
  auto books = Books::open(files.state_db());
  if (!books) return fail(books.error());
  auto shelf = std::make_unique<ShelfStore>(disk, std::move(files), std::move(installed), limits,
                                            std::move(*locked), std::move(*books));
  auto recovered = shelf->recover();
  if (!recovered) return fail(recovered.error());
  return shelf;
}

Result<void> ShelfStore::recover() {
  remove_left_overs();
  auto roots = follow_roots(installed_);
  if (!roots) return fail(roots.error());
  root_ = std::move(*roots);
  auto looked = blobs_.look();
  if (!looked) return looked;
  ShelfState state;
  auto floor = books_.get("floor");
  state.floor = std::max(build_time(),
                         Wall(std::chrono::seconds(floor ? std::strtoll(floor->c_str(), nullptr, 10) : 0)));
  load_serials(state);
  load_editions(state);
  state_ = state;
  looked = check_sizes();
  if (looked) looked = commit(std::move(state));
  if (!looked) return looked;
  if (auto at = books_.get("scrub")) scrub_at_.blob = Digest::parse(*at).value_or(Digest{});
  auto swept = blobs_.sweep(needed());
  return swept ? Result<void>{} : fail(swept.error());
}

// Of files that were being replaced when the power went.
void ShelfStore::remove_left_overs() {
  for (auto &folder : {files_.folder, files_.editions(), files_.roots()}) {
    std::error_code error;
    std::vector<std::string> found;
    for (std::filesystem::directory_iterator i(folder, error), end; !error && i != end; i.increment(error))
      if (is_left_over(i->path().filename().string())) found.push_back(i->path().string());
    for (auto &path : found) (void)disk_.remove(path);
  }
}

void ShelfStore::load_serials(ShelfState &state) {
  for (auto &[channel, line] : books_.all("serial/"))
    if (auto accepted = parse_accepted(line)) state.serials[channel] = *accepted;
  auto text = board::read_whole(files_.serials(), {4u << 20});
  if (!text) return;
  if (auto second = parse_serials(*text))
    merge(state.serials, *second);
  else
    board::log(board::Level::warning, second.error().text);
}

// Where the books are whole, only what they name was accepted. Where they are not, every document that holds
// was: nothing comes into editions/ that was not found good.
void ShelfStore::load_editions(ShelfState &state) {
  auto known = books_.all("edition/");
  std::set<Digest> complete;
  if (auto text = board::read_whole(files_.current(), {1u << 20}))
    if (auto before = parse_current(*text))
      for (auto &channel : before->channels)
        for (auto &e : channel.editions)
          if (e.complete) complete.insert(e.head);
  std::error_code error;
  for (std::filesystem::directory_iterator i(files_.editions(), error), end; !error && i != end;
       i.increment(error)) {
    auto digest = i->path().extension() == ".head" ? Digest::parse(i->path().stem().string())
                                                   : fail(ErrorKind::absent, "");
    if (!digest) continue;
    auto fact = known.find(digest->hex());
    if (fact == known.end() && !books_.incomplete()) continue;
    auto edition = load_edition(files_, root_.root, *digest);
    if (!edition) {
      board::log(board::Level::warning, edition.error().text + "; it will be fetched again");
      continue;
    }
    auto held = std::all_of(edition->wanted.begin(), edition->wanted.end(),
                            [this](auto &w) { return blobs_.holds(w.blob); });
    edition->complete = fact != known.end() ? fact->second == "complete" : held || complete.contains(*digest);
    if (newer(edition->id, state.serials[edition->channel])) state.serials[edition->channel] = edition->id;
    state.floor = std::max(state.floor, edition->issued);
    state.editions[edition->channel].push_back(std::move(*edition));
  }
  for (auto &[channel, list] : state.editions) keep_what_counts(list, state.floor);
  for (auto &[channel, id] : state.serials) {
    auto &list = state.editions[channel];
    if (list.empty() || list.front().id.head != id.head) return forget_validators();
  }
}

Result<void> ShelfStore::check_sizes() {
  for (auto &[digest, wanted] : needed()) {
    if (!blobs_.holds(digest) || blobs_.size(digest) == wanted.size) continue;
    board::log(board::Level::warning, "'" + files_.blob(digest) + "' has the wrong size");
    auto away = take_away(wanted);
    if (!away) return away;
  }
  return {};
}

}
