#include "player/stage.h"

#include "assets/idle_card.h"
#include "board/clock.h"
#include "board/files.h"
#include "board/log.h"
#include "player/inner/soft_presenter.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <thread>

namespace sheaf::player {
namespace {

constexpr Duration longest_wait = 1s;  // a window system without a descriptor is asked once a second
constexpr Duration look_pause = 250ms; // many files that come at once are listed once
constexpr Duration look_for_absent = 2s;
constexpr Duration end_patience = 150ms;    // with a disk, when the player is told to end
constexpr Duration window_patience = 300ms; // with the first item; then the window opens without it

TrackWish track_wish(const Options &o) { return {o.once, o.still, o.transition.fade, o.fit}; }

/// Whether a file of that name can be one of those that are played.
bool concerns(const std::vector<std::string> &names, const std::string &path) {
  return assets::playable_name(path.substr(path.rfind('/') + 1)) ||
         std::find(names.begin(), names.end(), path) != names.end();
}

std::string parent(const std::string &path) { return path.substr(0, path.rfind('/') + 1); }

// Not a pipe that nobody reads: opening must not wait. What goes wrong is said once, until it goes well
// again.
void append_line(const std::string &path, const std::string &line) {
  static bool said = false; // the scribe's
  Fd file(::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, 0644));
  auto whole = line + "\n";
  bool written =
      file && ::write(file.get(), whole.data(), whole.size()) == static_cast<ssize_t>(whole.size());
  if (!written && !said)
    board::log(board::Level::warning, "cannot write statistics to '" + path + "': " + std::strerror(errno));
  said = !written;
}

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

Stage::Stage(const Options &options, Parts parts)
    : options_(options), p_(parts), files_(std::make_shared<assets::BareFiles>(options.names)),
      track_(track_wish(options),
             Supply{[this](auto &path, auto in_use, const auto &opened) { open(path, in_use, opened); },
                    [this](auto &showing, auto ended, auto &why) { record(showing, ended, why); }},
             track_surface, idle_surface) {}

Stage::~Stage() {
  ended_ = true;
  std::ignore = p_.worker.finish(end_patience); // what it still has to say would reach nobody
  if (watch_) p_.loop.forget(watch_->fd());
  p_.loop.forget(p_.signals.fd());
  if (int fd = glass_ ? glass_->input_fd() : -1; fd >= 0) p_.loop.forget(fd);
}

void Stage::start() {
  std::ignore = p_.loop.watch(p_.signals.fd(), [this] { hear_signals(); });
  if (auto watch = board::FolderWatch::make()) {
    watch_ = std::move(*watch);
    std::ignore = p_.loop.watch(watch_->fd(), [this] { folder_changed(); });
    watch_folders(options_.names); // before the first look: nothing comes unnoticed in between
  } else {
    board::log(board::Level::warning, watch.error().text + "; changes are seen on SIGHUP only");
  }
  look();
}

// Opened only when the first item is being decoded: both take their time, and go on side by side.
Result<void> Stage::open_glass() {
  auto glass = Glass::open(p_.display, options_);
  if (!glass) return fail(glass.error());
  auto presenter = make_soft_presenter((*glass)->window(), options_.rotate);
  if (!presenter) return fail(presenter.error());
  glass_ = std::move(*glass);
  presenter_ = std::move(*presenter);
  if (int fd = glass_->input_fd(); fd >= 0) std::ignore = p_.loop.watch(fd, [] {});
  return {};
}

Size Stage::screen() const {
  if (presenter_) return presenter_->screen();
  auto size = p_.display.size(options_);
  return sideways(options_.rotate) ? size.turned() : size;
}

// --- files

void Stage::watch_folders(const std::vector<std::string> &folders) {
  if (!watch_) return;
  for (auto &folder : folders)
    if (!watch_->add(folder)) std::ignore = watch_->add(parent(folder)); // a file, or nothing yet
}

void Stage::folder_changed() {
  auto changes = watch_->take();
  bool any = changes.all || !changes.gone.empty();
  for (auto *paths : {&changes.finished, &changes.begun, &changes.removed})
    for (auto &path : *paths) any |= concerns(options_.names, path);
  if (!any) return; // our own statistics, say
  changed_ = true;
  for (auto &path : changes.finished) track_.renewed(path);
  p_.worker.post([files = files_, changes] {
    for (auto &path : changes.begun) files->begun(path);
    for (auto &path : changes.finished) files->finished(path);
  });
  if (!look_at_) look_at_ = now_.steady + look_pause;
}

void Stage::look() {
  look_at_.reset();
  look_again_ = looking_;
  if (looking_) return;
  auto listing = std::make_shared<assets::Listing>();
  looking_ = p_.worker.post([files = files_, listing] { *listing = files->list(); },
                            [this, listing] { take(std::move(*listing)); });
  if (!looking_) look_at_ = now_.steady + look_for_absent;
}

void Stage::take(assets::Listing listing) {
  looking_ = false;
  if (ended_) return;
  now_ = board::now();
  watch_folders(listing.folders);
  if (listing.absent != said_absent_)
    for (auto &absence : listing.absent)
      board::log(board::Level::warning, absence + (options_.once ? "" : "; it is tried every two seconds"));
  said_absent_ = listing.absent;
  if (!listed_ && listing.ignored)
    board::log(board::Level::info, std::to_string(listing.ignored) +
                                       " files are not films or pictures by their names and are left out");
  listed_ = true;
  if (std::exchange(changed_, false) || listing.files != track_.items())
    track_.play(std::move(listing.files), now_.steady);
  if (look_again_)
    look();
  else if (!said_absent_.empty())
    look_at_ = now_.steady + look_for_absent;
}

void Stage::open(const std::string &path, Bytes in_use,
                 const std::function<void(Result<std::unique_ptr<media::Rendering>>)> &opened) {
  auto file = std::make_shared<Result<Fd>>(fail(ErrorKind::transient, "it was not opened"));
  bool posted = p_.worker.post(
      [files = files_, path, file, patient = options_.once] { *file = open_whole(*files, path, patient); },
      [this, file, in_use, opened] {
        if (ended_) return;
        if (!*file) return opened(fail(file->error()));
        media::RenderWish wish{screen(), options_.fit, options_.still, options_.volume > 0, in_use};
        opened(p_.decoders.open(std::move(**file), wish));
      });
  if (!posted) opened(fail(ErrorKind::transient, "the disk does not keep up"));
}

// --- the world outside

void Stage::hear_signals() {
  while (int signal = p_.signals.next()) {
    if (signal == SIGTERM || signal == SIGINT) quit_ = true;
    if (signal == SIGHUP) {
      changed_ = true;
      look();
    }
    if (signal == SIGUSR1 && !options_.screenshot.empty()) screenshot_wanted_ = true;
  }
}

void Stage::hear_input() {
  auto input = glass_->input();
  if (input.redraw) presenter_->redraw();
  if (options_.kiosk) return;
  if (input.quit) quit_ = true;
  if (input.key) press(*input.key);
}

void Stage::press(Key key) {
  switch (key) {
  case Key::quit:
    quit_ = true;
    break;
  case Key::pause:
    track_.pause(!track_.paused(), now_.steady);
    break;
  case Key::next:
    track_.next(now_.steady);
    break;
  case Key::previous:
    track_.previous(now_.steady);
    break;
  }
}

// --- the picture

// Decoded only when it may be needed soon: it is as large as the screen.
void Stage::want_idle_card() {
  if (std::exchange(card_asked_, true)) return;
  auto card = std::make_shared<media::OwnedPicture>();
  auto decode = [card] {
    if (auto picture = media::decode_trusted_png(assets::idle_card())) *card = std::move(*picture);
  };
  p_.worker.post(decode, [this, card] {
    if (ended_) return;
    media::Frame frame;
    frame.picture = card->view();
    frame.shape = card->size;
    frame.keep = card;
    presenter_->upload(idle_surface, std::move(frame));
    track_.allow_idle(card->size);
  });
}

void Stage::turn(const Now &now) {
  auto size = screen();
  track_.turn(now.steady, {0, 0, size.width, size.height});
  if (!glass_) return;
  if (track_.may_idle(now.steady)) want_idle_card();
  if (pending_ || !(pending_ = track_.plan(now.steady))) return;
  if (screenshot_wanted_) take_screenshot(); // what is on the glass now, before it is drawn over
  for (auto &[surface, frame] : pending_->uploads) presenter_->upload(surface, std::move(frame));
  presenter_->prepare({options_.background, pending_->layers});
}

void Stage::present(const Now &now) {
  if (!pending_ || now.steady < pending_->due) return;
  presenter_->present();
  auto drops = std::move(pending_->drops);
  pending_.reset();
  track_.presented(board::steady_now());
  for (auto surface : drops) presenter_->drop(surface);
  follow_with_sound();
}

void Stage::follow_with_sound() {
  if (options_.volume == 0) return;
  auto *on = track_.on_air();
  bool same = on == heard_ && (!on || on->origin == heard_origin_) && sounding_ != track_.paused();
  if (same) return;
  heard_ = on;
  heard_origin_ = on ? on->origin : Steady{};
  sounding_ = !track_.paused();
  auto samples = on && on->rendering && sounding_ ? on->rendering->samples() : nullptr;
  if (samples && !std::exchange(device_asked_, true)) {
    auto made = std::make_shared<Result<std::unique_ptr<SoundDevice>>>(fail(ErrorKind::absent, ""));
    p_.worker.post([this, made] { *made = open_sound_device(mixer_); },
                   [this, made] {
                     if (*made)
                       device_ = std::move(**made);
                     else
                       board::log(board::Level::warning, made->error().text + "; films play without sound");
                   });
  }
  mixer_.play(std::move(samples), heard_origin_, static_cast<float>(options_.volume) / 100);
}

void Stage::record(const Showing &showing, Ended ended, const std::string &why) {
  bool named = why.find(showing.path) != std::string::npos;
  if (ended == Ended::error) board::log(board::Level::warning, named ? why : showing.path + ": " + why);
  if (options_.stats.empty()) return;
  auto line = statistics_line(showing, ended, why, board::steady_now());
  p_.scribe.post([path = options_.stats, line] { append_line(path, line); });
}

void Stage::take_screenshot() {
  screenshot_wanted_ = false;
  auto picture = std::make_shared<media::OwnedPicture>(presenter_->snapshot());
  p_.worker.post([picture, path = options_.screenshot] {
    auto png = media::encode_png(*picture);
    auto written = png ? board::write_whole(path, *png, board::Durable::no) : Result<void>(fail(png.error()));
    if (!written) board::log(board::Level::warning, "no screenshot: " + written.error().text);
  });
}

// --- the loop

Steady Stage::wake(const Now &now) const {
  auto soonest = glass_ ? now.steady + longest_wait : std::max(started_ + window_patience, now.steady);
  if (look_at_) soonest = std::min(soonest, *look_at_);
  return std::min(soonest, pending_ ? pending_->due : track_.wake(now.steady));
}

int Stage::run() {
  now_ = board::now();
  started_ = now_.steady;
  start();
  while (!quit_) {
    now_ = p_.loop.turn(wake(now_));
    if (look_at_ && now_.steady >= *look_at_) look();
    turn(now_);
    bool window_wanted = track_.opening() || now_.steady - started_ > window_patience;
    if (!glass_ && window_wanted)
      if (auto opened = open_glass(); !opened) {
        board::log(board::Level::error, opened.error().text);
        return 1; // whoever started us tries again
      }
    if (!glass_) continue;
    hear_input();
    present(board::now());
    turn(board::now());
    follow_with_sound();
    if (screenshot_wanted_ && !pending_) take_screenshot();
    if (listed_ && track_.finished(now_.steady)) break;
  }
  return end();
}

int Stage::end() {
  ended_ = true;
  track_.stop(board::steady_now());
  device_.reset();
  std::ignore = p_.worker.finish(end_patience);
  device_.reset(); // where it was made only now
  bool in_vain = options_.once && !quit_ && !track_.has_shown();
  if (in_vain) board::log(board::Level::error, "nothing could be shown; the lines above say why");
  return in_vain ? 1 : 0;
}

}
