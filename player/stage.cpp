#include "player/stage.h"

#include "board/clock.h"
#include "board/files.h"
#include "board/log.h"
#include "player/bare_supply.h"
#include "player/config_supply.h"
#include "player/inner/soft_presenter.h"
#include "player/store_supply.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>

namespace sheaf::player {
namespace {

constexpr Duration longest_wait = 1s;       // a window system without a descriptor is asked once a second
constexpr Duration end_patience = 150ms;    // with a disk, when the player is told to end
constexpr Duration window_patience = 300ms; // with the first item; then the window opens without it

TrackWish track_wish(const Options &o) { return {o.once, o.still, o.transition.fade, o.fit}; }

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

std::unique_ptr<Supply> make_supply(const Options &options, const Settings &settings, const Stage::Parts &p,
                                    std::function<void()> mended) {
  if (settings.fault)
    return std::make_unique<ConfigSupply>(settings.path, *settings.fault, p.worker, std::move(mended));
  if (options.names.empty() && settings.config)
    return std::make_unique<StoreSupply>(*settings.config, p.loop, p.worker);
  return std::make_unique<BareSupply>(options.names, options.once, p.loop, p.worker);
}

}

Stage::Stage(const Options &options, const Settings &settings, Parts parts)
    : options_(options), p_(parts), from_store_(options.names.empty()),
      supply_(make_supply(options, settings, parts, [this] { quit_ = mended_ = true; })),
      track_(track_wish(options),
             TrackCalls{[this](auto &path, auto in_use, const auto &opened) { open(path, in_use, opened); },
                        [this](auto &showing, auto ended, auto &why) { record(showing, ended, why); },
                        [this](auto &path, const auto &known) { ask(path, known); }},
             track_surface, idle_surface),
      cards_(parts.worker, parts.decoders), sounding_(options.volume, parts.worker),
      books_(settings.config ? std::make_unique<Books>(settings.config->run, parts.scribe) : nullptr) {}

Stage::~Stage() {
  ended_ = true;
  std::ignore = p_.worker.finish(end_patience); // what it still has to say would reach nobody
  supply_.reset();
  p_.loop.forget(p_.signals.fd());
  if (int fd = glass_ ? glass_->input_fd() : -1; fd >= 0) p_.loop.forget(fd);
}

// Opened only when the first item is being decoded: both take their time, and go on side by side.
Result<void> Stage::open_glass() {
  auto glass = Glass::open(p_.display, options_);
  if (!glass) return fail(glass.error());
  auto presenter = make_soft_presenter((*glass)->window(), turns());
  if (!presenter) return fail(presenter.error());
  glass_ = std::move(*glass);
  presenter_ = std::move(*presenter);
  if (int fd = glass_->input_fd(); fd >= 0) std::ignore = p_.loop.watch(fd, [] {});
  return {};
}

QuarterTurns Stage::turns() const {
  return options_.rotate.value_or(shown_.turns.value_or(QuarterTurns::none));
}

Size Stage::screen() const {
  if (presenter_) return presenter_->screen();
  auto size = p_.display.size(options_);
  return sideways(turns()) ? size.turned() : size;
}

// --- what is to be shown

void Stage::show(Show show) {
  if (ended_) return;
  now_ = board::now();
  auto before = turns();
  auto items = std::exchange(show.items, nullptr);
  shown_ = std::move(show);
  news_ = listed_ = true;
  if (presenter_ && turns() != before) presenter_->turn(turns());
  if (items) track_.play(std::move(items), now_.steady);
  if (shown_.after && !options_.once) track_.go_on_after(*shown_.after); // once is all of it
  auto banned = [ban = shown_.ban](const Item &item) { return ban && ban->covers(item); };
  bool given_up =
      shown_.at_once && track_.cut_to(*shown_.at_once, "a new edition's time has come", now_.steady);
  given_up |= track_.ban(banned, "it was withdrawn or stopped", now_.steady);
  if (!given_up) return;
  pending_.reset();
  drawn_over_ = true;
}

void Stage::open(const std::string &path, Bytes in_use,
                 const std::function<void(Result<TrackCalls::Opened>)> &opened) {
  supply_->open(path, [this, in_use, opened](Result<Supply::Opened> file) {
    if (ended_) return;
    if (file)
      opened(render(std::move(*file), in_use));
    else
      opened(fail(file.error()));
  });
}

void Stage::ask(const std::string &path, const std::function<void(std::shared_ptr<const Item>)> &known) {
  supply_->open(path, [this, known](Result<Supply::Opened> file) {
    if (!ended_ && file) known(std::move(file->item));
  });
}

TrackCalls::Opened Stage::render(Supply::Opened file, Bytes in_use) {
  auto wish = file.item ? file.item->wish : ItemWish{};
  media::RenderWish how;
  how.box = screen();
  how.fit = wish.fit.value_or(options_.fit);
  how.still = wish.still.value_or(options_.still);
  how.sound = volume_for(options_.volume, file.item.get()) > 0;
  how.in_use = in_use;
  how.seal = std::move(file.seal);
  return {p_.decoders.open(std::move(file.file), how), std::move(file.item)};
}

// --- the world outside

void Stage::hear_signals() {
  while (int signal = p_.signals.next()) {
    if (signal == SIGTERM || signal == SIGINT) quit_ = true;
    if (signal == SIGHUP) supply_->look(now_);
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

// Drawn only when it may be needed soon: it is as large as the screen. Where something may have to go at
// once, that is always. One that is seen stays while the first items come.
void Stage::keep_card(const Now &now) {
  bool comes = from_store_ && track_.idle() && shown_.health == "playing";
  bool wanted = from_store_ ? listed_ && !comes : track_.may_idle(now.steady);
  if (wanted) cards_.want({shown_.card, shown_.facts, screen()}, now.steady);
  auto frame = cards_.take(now.steady);
  if (!frame) return;
  auto shape = frame->shape;
  presenter_->upload(idle_surface, std::move(*frame));
  track_.allow_idle(shape);
}

void Stage::turn(const Now &now) {
  auto size = screen();
  track_.turn(now.steady, {0, 0, size.width, size.height});
  if (!glass_) return;
  keep_card(now);
  if (pending_ || !(pending_ = track_.plan(now.steady))) return;
  if (screenshot_wanted_ && !drawn_over_)
    take_screenshot(); // what is on the glass now, before it is drawn over
  for (auto &[surface, frame] : pending_->uploads) presenter_->upload(surface, std::move(frame));
  presenter_->prepare({options_.background, pending_->layers});
}

void Stage::present(const Now &now) {
  if (!pending_ || now.steady < pending_->due) return;
  presenter_->present();
  drawn_over_ = false;
  auto drops = std::move(pending_->drops);
  pending_.reset();
  track_.presented(board::steady_now());
  for (auto surface : drops) presenter_->drop(surface);
  sounding_.follow(track_.on_air(), track_.paused());
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

// --- books

void Stage::record(const Showing &showing, Ended ended, const std::string &why) {
  bool named = why.find(showing.path) != std::string::npos;
  if (ended == Ended::error) board::log(board::Level::warning, named ? why : showing.path + ": " + why);
  if (showing.item && showing.bad_chunk) supply_->damaged(*showing.item, *showing.bad_chunk);
  if (books_) books_->record(showing, ended, why, board::now());
  news_ = true;
  if (options_.stats.empty()) return;
  auto line = statistics_line(showing, ended, why, board::steady_now());
  p_.scribe.post([path = options_.stats, line] { append_line(path, line); });
}

std::optional<assets::OnAir> Stage::on_air(const Showing *s, const Now &now) const {
  if (!s || (from_store_ && !s->item)) return std::nullopt; // what is not open has no name yet
  assets::OnAir on;
  on.item = s->path;
  if (s->start) on.since = now.wall - (now.steady - *s->start);
  const auto *i = s->item.get();
  if (!i) return on;
  on.channel = i->channel;
  on.item = i->id;
  on.language = i->language;
  on.blob = i->blob;
  on.serial = i->serial;
  return on;
}

// Asked at each turn, written where something is another.
void Stage::keep_books(const Now &now) {
  const auto *on = track_.on_air(), *next = track_.next_up();
  Told told{on, next, next && next->item, track_.idle(), on ? on->start : std::nullopt};
  bool other_on = told.on != told_.on || told.start != told_.start;
  if (other_on) told_on_ = on_air(on, now);
  if (other_on && on) supply_->shown(on->path);
  bool changed = std::exchange(news_, false) || !(told == told_);
  told_ = told;
  if (!books_) return;
  if (changed) {
    assets::PlayState state;
    bool in_vain = track_.idle() && shown_.health == "playing"; // nothing of it can be shown
    state.health = on ? "playing" : in_vain ? "empty" : shown_.health;
    state.on_air = told_on_;
    state.next = on_air(next, now);
    state.bad = shown_.bad;
    state.complaints = shown_.complaints;
    books_->tell(std::move(state));
  }
  books_->on_air(on, now);
  books_->turn(now);
}

// --- the loop

Steady Stage::wake(const Now &now) const {
  auto soonest = glass_ ? now.steady + longest_wait : std::max(started_ + window_patience, now.steady);
  soonest = std::min(soonest, supply_->wake());
  if (books_) soonest = std::min(soonest, books_->wake());
  return std::min(soonest, pending_ ? pending_->due : track_.wake(now.steady));
}

int Stage::run() {
  now_ = board::now();
  started_ = now_.steady;
  std::ignore = p_.loop.watch(p_.signals.fd(), [this] { hear_signals(); });
  supply_->start({[this](Show s) { show(std::move(s)); }, [this](auto &key) { track_.renewed(key); }}, now_);
  while (!quit_) {
    now_ = p_.loop.turn(wake(now_));
    supply_->turn(now_);
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
    sounding_.follow(track_.on_air(), track_.paused());
    keep_books(now_);
    if (screenshot_wanted_ && !pending_ && !drawn_over_) take_screenshot();
    if (listed_ && track_.finished(now_.steady)) break;
  }
  return end();
}

int Stage::end() {
  ended_ = true;
  track_.stop(board::steady_now());
  supply_->end();
  sounding_.end();
  std::ignore = p_.worker.finish(end_patience);
  sounding_.end(); // where the device was made only now
  bool in_vain = options_.once && !quit_ && !track_.has_shown();
  if (in_vain)
    board::log(board::Level::error, "nothing could be shown: in what was named is no film or picture, or "
                                    "lines above say what is wrong with each");
  return in_vain ? 1 : 0;
}

}
