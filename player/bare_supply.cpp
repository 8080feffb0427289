#include "player/bare_supply.h"

#include "board/clock.h"
#include "board/log.h"

#include <algorithm>
#include <thread>

namespace sheaf::player {
namespace {

constexpr Duration look_pause = 250ms; // many files that come at once are listed once
constexpr Duration look_for_absent = 2s;

/// Whether a file of that name can be one of those that are played.
bool concerns(const std::vector<std::string> &names, const std::string &path) {
  return assets::playable_name(path.substr(path.rfind('/') + 1)) ||
         std::find(names.begin(), names.end(), path) != names.end();
}

std::string parent(const std::string &path) { return path.substr(0, path.rfind('/') + 1); }

// A list that is played once has no second round in which a file could be whole: it is waited for, on the
// worker.
Result<Fd> open_whole(assets::BareFiles &files, const std::string &path, bool patient) {
  constexpr int most_tries = 14;
  auto file = files.open(path, board::now());
  for (int tried = 1; patient && !file && file.error().kind == ErrorKind::transient && tried < most_tries;
       ++tried) {
    std::this_thread::sleep_for(250ms);
    file = files.open(path, board::now());
  }
  return file;
}

}

BareSupply::BareSupply(std::vector<std::string> names, bool once, board::Loop &loop, board::Worker &worker)
    : names_(std::move(names)), once_(once), loop_(loop), worker_(worker),
      files_(std::make_shared<assets::BareFiles>(names_)) {}

BareSupply::~BareSupply() {
  if (watch_) loop_.forget(watch_->fd());
}

void BareSupply::start(Calls calls, const Now &now) {
  calls_ = std::move(calls);
  now_ = now.steady;
  if (auto made = board::FolderWatch::make()) {
    watch_ = std::move(*made);
    std::ignore = loop_.watch(watch_->fd(), [this] { folder_changed(); });
    watch(names_); // before the first look: nothing comes unnoticed in between
  } else {
    board::log(board::Level::warning, made.error().text + "; changes are seen on SIGHUP only");
  }
  list();
}

void BareSupply::watch(const std::vector<std::string> &folders) {
  if (!watch_) return;
  for (auto &folder : folders)
    if (!watch_->add(folder)) std::ignore = watch_->add(parent(folder)); // a file, or nothing yet
}

void BareSupply::folder_changed() {
  auto changes = watch_->take();
  bool any = changes.all || !changes.gone.empty();
  for (auto *paths : {&changes.finished, &changes.begun, &changes.removed})
    for (auto &path : *paths) any |= concerns(names_, path);
  if (!any) return; // our own statistics, say
  changed_ = true;
  for (auto &path : changes.finished) calls_.renewed(path);
  worker_.post([files = files_, changes] {
    for (auto &path : changes.begun) files->begun(path);
    for (auto &path : changes.finished) files->finished(path);
  });
  if (look_at_ == Steady::max()) look_at_ = now_ + look_pause;
}

void BareSupply::look(const Now &now) {
  now_ = now.steady;
  changed_ = true;
  list();
}

void BareSupply::turn(const Now &now) {
  now_ = now.steady;
  if (now_ >= look_at_) list();
}

void BareSupply::list() {
  look_at_ = Steady::max();
  look_again_ = looking_;
  if (looking_) return;
  auto listing = std::make_shared<assets::Listing>();
  looking_ = worker_.post([files = files_, listing] { *listing = files->list(); },
                          [this, alive = std::weak_ptr(alive_), listing] {
                            if (!alive.expired()) take(std::move(*listing));
                          });
  if (!looking_) look_at_ = now_ + look_for_absent;
}

void BareSupply::complain(const assets::Listing &listing) {
  if (listing.absent != said_absent_)
    for (auto &absence : listing.absent)
      board::log(board::Level::warning, absence + (once_ ? "" : "; it is tried every two seconds"));
  said_absent_ = listing.absent;
  if (!listed_ && listing.ignored)
    board::log(board::Level::info,
               "left out, for their names are not of films or pictures: " + std::to_string(listing.ignored) +
                   (listing.ignored == 1 ? " file" : " files"));
}

void BareSupply::take(assets::Listing listing) {
  looking_ = false;
  now_ = board::steady_now();
  watch(listing.folders);
  complain(listing);
  Show show;
  if (std::exchange(changed_, false) || !listed_ || listing.files != items_->items())
    show.items = items_ = std::make_shared<playlist::ItemList>(std::move(listing.files));
  listed_ = true;
  show.health = items_->items().empty() ? "empty" : "playing";
  calls_.show(std::move(show));
  if (look_again_)
    list();
  else if (!said_absent_.empty())
    look_at_ = now_ + look_for_absent;
}

void BareSupply::open(const std::string &key, const WhenOpened &opened) {
  auto file = std::make_shared<Result<Fd>>(fail(ErrorKind::transient, "it was not opened"));
  bool posted =
      worker_.post([files = files_, key, file, patient = once_] { *file = open_whole(*files, key, patient); },
                   [alive = std::weak_ptr(alive_), file, opened] {
                     if (alive.expired()) return;
                     if (*file)
                       opened(Opened{std::move(**file), nullptr, nullptr});
                     else
                       opened(fail(file->error()));
                   });
  if (!posted) opened(fail(ErrorKind::transient, "the disk does not keep up"));
}

}
