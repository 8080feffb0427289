#include "fetcher/inner/service.h"

#include "assets/sha256.h"
#include "board/clock.h"
#include "board/files.h"
#include "board/log.h"

#include <filesystem>

namespace sheaf::fetcher {
namespace {

constexpr Duration first_period = std::chrono::seconds(120); // until a head says its own
constexpr Duration room_pause = std::chrono::minutes(5);     // at most, until a full card is looked at again
constexpr Duration closed_pause = std::chrono::hours(1);     // at most: clocks are set

bool of_the_source(ErrorKind kind) { return kind == ErrorKind::absent || kind == ErrorKind::transient; }

}

std::uint64_t lot(std::string_view words) {
  std::uint64_t value = 0;
  auto digest = assets::sha256(words);
  for (std::size_t i = 0; i < 8; ++i) value = value << 8 | digest.bytes[i];
  return value;
}

Service::Service(Parts parts)
    : p_(parts), run_files_{p_.config.run}, chance_(lot(p_.config.id) ^ std::random_device{}()),
      allowance_(p_.hours, p_.shelf, p_.web, p_.config),
      intake_(p_.hours, p_.shelf, [this] { return reckoned(); }),
      delivery_(p_.hours, p_.shelf, allowance_, p_.sources, chance_), poll_bell_(p_.hours),
      bring_bell_(p_.hours), floor_(p_.shelf.floor()), floor_since_(p_.hours.now.steady),
      floor_saved_(p_.hours.now.steady) {
  for (const auto &name : p_.config.channels) {
    channels_.push_back(std::make_unique<Channel>());
    channels_.back()->name = name;
  }
  std::error_code ignored;
  std::filesystem::create_directories(run_files_.folder, ignored);
  recall_heads();
  std::ignore = p_.loop.watch(p_.signals.fd(), [this] { hear_signals(); });
}

Service::~Service() {
  polls_.clear();
  bring_ = {};
  for (auto *t : {&tell_, &minute_, &plays_due_, &restart_})
    if (*t) p_.hours.timers.cancel(**t);
  p_.loop.forget(p_.signals.fd());
  if (watch_) p_.loop.forget(watch_->fd());
  allowance_.save();
}

void Service::turn() {
  auto next = p_.hours.timers.next();
  p_.hours.now = p_.wait ? p_.wait(next) : p_.loop.turn(next);
  p_.hours.timers.fire(p_.hours.now.steady);
}

void Service::run() {
  for (auto &channel : channels_)
    for (std::size_t i = 0; i < p_.sources.size(); ++i) polls_.push_back(poll(*p_.sources[i], i, *channel));
  for (auto &task : polls_) task.start();
  begin_bringing();
  every_half_minute();
  every_minute();
  while (!quit_) turn();
  every_half_minute(); // what the player has written last
  every_minute();
}

// --- heads

Task<void> Service::poll(Source &source, std::size_t number, Channel &channel) {
  Backoff backoff;
  for (bool first = true;; first = false) {
    Result<Found> found = co_await intake_.look(source, channel.name);
    Duration pause = heard(source, number, channel, found, backoff);
    if (first && found) pause = between(pause / 20, pause, chance_); // screens that start together part here
    co_await poll_bell_.or_at(p_.hours.now.steady + pause);
  }
}

Duration Service::heard(Source &source, std::size_t number, Channel &channel, const Result<Found> &found,
                        Backoff &backoff) {
  changed();
  if (found || !of_the_source(found.error().kind)) last_contact_ = p_.hours.now.wall;
  channel.asked.insert(source.name());
  auto before = channel.answers.find(source.name());
  bool was_away = before != channel.answers.end();
  if (!found && (!was_away || before->second.text != found.error().text))
    warn("channel '" + channel.name + "': " + found.error().text);
  if (found)
    channel.answers.erase(source.name());
  else
    channel.answers.insert_or_assign(source.name(), found.error());
  if (found && *found == Found::edition) came(channel, number);
  if (found && was_away && channel.wanted && channel.backoff.failures()) {
    channel.not_before = p_.hours.now.steady; // the network is back
    bring_bell_.ring();
  }
  const auto *head = intake_.head(channel.name);
  Duration period = head ? std::chrono::seconds(head->poll_s) : first_period;
  if (!found && of_the_source(found.error().kind)) {
    auto pause = backoff.failed(source.asked_pause(), chance_);
    return source.networked() ? pause : std::min(pause, period); // a stick that is put in again costs nobody
  }
  backoff.succeeded();
  return std::max(source.asked_pause(), between(period * 9 / 10, period, chance_));
}

void Service::came(Channel &channel, std::size_t number) {
  const auto &head = *intake_.head(channel.name);
  board::log(board::Level::info, "channel '" + channel.name + "': edition " + std::to_string(head.serial) +
                                     " of epoch " + std::to_string(head.epoch) + " is accepted");
  channel.wanted = true;
  channel.from = number;
  channel.backoff.succeeded();
  channel.trouble.clear();
  channel.not_before = p_.hours.now.steady + spread(head);
  if (bringing_ == &channel)
    begin_bringing(); // what it is bringing may not be needed any more
  else
    bring_bell_.ring();
}

// Counted from the time of issue where the clock is good: a screen that is switched off each night gets its
// turn.
Duration Service::spread(const playlist::Head &head) const {
  if (!head.spread_s) return {};
  Duration whole = std::chrono::seconds(head.spread_s);
  auto share = lot(p_.config.id + " " + head.channel + " " + std::to_string(head.serial)) % 1'000'000;
  auto delay = whole / 1'000'000 * static_cast<Duration::rep>(share);
  if (p_.hours.now.quality == ClockQuality::none) return delay;
  return std::clamp<Duration>(head.issued + delay - p_.hours.now.wall, Duration::zero(), delay);
}

void Service::recall_heads() {
  for (const auto &known : p_.shelf.current().channels)
    for (auto &channel : channels_) {
      if (channel->name != known.channel || known.editions.empty()) continue;
      auto head = stored_head(known.editions.front().head);
      if (!head) continue;
      intake_.set_head(*head);
      if (p_.hours.now.quality != ClockQuality::none)
        channel->not_before = p_.hours.now.steady + spread(*head);
    }
}

std::optional<playlist::Head> Service::stored_head(const Digest &digest) const {
  assets::StoreFiles files{p_.config.store};
  auto document = board::read_whole(files.head(digest), Bytes{playlist::most_head});
  if (!document) return std::nullopt;
  auto apart = assets::take_apart(*document);
  if (!apart || assets::sha256(apart->bytes) != digest) return std::nullopt;
  auto head = playlist::parse_head(apart->bytes); // the shelf has verified it when it was opened
  return head ? std::optional(*head) : std::nullopt;
}

// --- blobs

void Service::begin_bringing() {
  if (restart_) p_.hours.timers.cancel(*restart_);
  restart_ = p_.hours.timers.at(p_.hours.now.steady, [this] {
    restart_.reset();
    bringing_ = nullptr;
    bring_ = bring();
    bring_.start();
  });
}

Task<void> Service::bring() {
  for (;;) {
    if (auto *channel = due())
      co_await bring_one(*channel);
    else
      co_await bring_bell_.or_at(next_due());
  }
}

Service::Channel *Service::due() {
  Channel *best = nullptr;
  for (auto &c : channels_)
    if (c->wanted && c->not_before <= p_.hours.now.steady && (!best || c->not_before < best->not_before))
      best = c.get();
  return best;
}

Steady Service::next_due() const {
  auto next = Steady::max();
  for (const auto &c : channels_)
    if (c->wanted) next = std::min(next, c->not_before);
  return next;
}

Task<void> Service::bring_one(Channel &channel) {
  bringing_ = &channel;
  changed();
  Result<bool> whole = co_await delivery_.bring(channel.name, channel.from);
  bringing_ = nullptr;
  changed();
  if (whole)
    brought(channel, *whole);
  else
    put_off(channel, whole.error());
}

void Service::brought(Channel &channel, bool whole) {
  auto serial = p_.shelf.accepted(channel.name).serial;
  channel.trouble.clear();
  channel.backoff.succeeded();
  channel.wanted = !whole && serial > 0;
  if (channel.wanted) channel.not_before = p_.hours.now.steady + channel.backoff.failed({}, chance_);
  if (!whole) return;
  board::log(board::Level::info,
             "channel '" + channel.name + "': edition " + std::to_string(serial) + " is whole");
  auto freed = p_.shelf.collect();
  if (!freed) board::log(board::Level::warning, freed.error().text);
  if (freed && *freed)
    board::log(board::Level::info, text(Bytes{*freed}) + " that nothing needs are deleted");
}

void Service::put_off(Channel &channel, const Error &error) {
  Duration pause = channel.backoff.failed({}, chance_);
  if (error.kind == ErrorKind::full) pause = std::min(pause, room_pause);
  if (delivery_.closed()) pause = std::min(delivery_.closed()->wait, closed_pause);
  channel.not_before = p_.hours.now.steady + pause;
  if (channel.trouble != error.text) warn("channel '" + channel.name + "': " + error.text);
  channel.trouble = error.text;
}

}
