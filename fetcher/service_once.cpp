// Once through: for `sheaf fetch --once`, and for whoever repairs a store by hand.
#include "fetcher/inner/service.h"

#include "board/clock.h"
#include "board/log.h"

namespace sheaf::fetcher {

Result<void> Service::run_once() {
  once_ = true;
  p_.hours.now = board::now();
  look_at_player();
  bring_ = once();
  bring_.start();
  while (!quit_ && !bring_.done()) turn();
  drain_plays();
  tell();
  if (!bring_.done())
    return fail(ErrorKind::transient, "it was ended before it was done; what has come is kept");
  for (auto &channel : channels_)
    if (auto right = verdict(*channel); !right) return right;
  return {};
}

// One channel after the other, so that what is told is told in order; withdrawals of all come before any
// blob.
Task<void> Service::once() {
  for (auto &channel : channels_)
    for (std::size_t i = 0; i < p_.sources.size(); ++i) co_await ask_once(*p_.sources[i], i, *channel);
  for (auto &channel : channels_)
    if (p_.shelf.accepted(channel->name).serial > 0) co_await bring_one(*channel);
}

Task<void> Service::ask_once(Source &source, std::size_t number, Channel &channel) {
  Backoff backoff;
  for (int i = 0; i < most_once; ++i) {
    Result<Found> found = co_await intake_.look(source, channel.name);
    heard(source, number, channel, found, backoff);
    if (found || found.error().kind != ErrorKind::transient || i + 1 == most_once) co_return;
    co_await Sleep(p_.hours, p_.hours.now.steady + backoff.failed(source.asked_pause(), chance_));
  }
}

// The only trouble there can be is the verdict's: it is not said twice.
void Service::warn(const std::string &text) const {
  if (!once_ || p_.sources.size() > 1 || channels_.size() > 1) board::log(board::Level::warning, text);
}

Result<void> Service::verdict(const Channel &channel) const {
  if (auto alarm = intake_.alarm(channel.name); !alarm.empty()) return fail(ErrorKind::refused, alarm);
  if (!channel.answers.empty() && channel.answers.size() == channel.asked.size())
    return fail(channel.answers.begin()->second.in("channel '" + channel.name + "'"));
  if (!channel.trouble.empty())
    return fail(ErrorKind::transient, "channel '" + channel.name + "': " + channel.trouble);
  if (p_.shelf.accepted(channel.name).serial == 0 || channel.wanted)
    return fail(ErrorKind::transient, "channel '" + channel.name + "' is not whole");
  return {};
}

}
