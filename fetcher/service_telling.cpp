// fetch.json, and whoever looks on.
#include "fetcher/inner/service.h"

#include "board/files.h"
#include "board/log.h"
#include "fetcher/inner/addresses.h"

namespace sheaf::fetcher {

void Service::changed() {
  if (tell_) return;
  auto due = told_ ? last_told_ + told_at_most : p_.hours.now.steady;
  tell_ = p_.hours.timers.at(due, [this] {
    tell_.reset();
    tell();
  });
}

void Service::tell() {
  auto now = state();
  auto old = std::exchange(last_state_, now);
  last_told_ = p_.hours.now.steady;
  if (show_) show_(now);
  old.updated = now.updated; // that alone is no news
  old.rate = bringing_ ? old.rate : now.rate;
  if (!std::exchange(told_, true) || now != old) {
    auto written = board::write_whole(run_files_.fetch(), assets::write_fetch_state(now), board::Durable::no);
    if (!written && !std::exchange(untold_, true)) board::log(board::Level::warning, written.error().text);
    if (written) untold_ = false;
  }
  if (bringing_) changed();
}

assets::FetchState Service::state() {
  assets::FetchState s;
  const auto &now = p_.hours.now;
  s.updated = std::chrono::floor<std::chrono::seconds>(now.wall);
  s.quality = now.quality;
  s.floor = std::chrono::floor<std::chrono::hours>(reckoned()); // its minutes are no news
  s.floor = std::max(s.floor, p_.shelf.floor());                // what the shelf goes by
  s.addresses = own_addresses();
  s.ever_fetched = last_state_.ever_fetched;
  for (const auto &known : p_.shelf.current().channels)
    for (const auto &edition : known.editions) s.ever_fetched |= edition.complete;
  for (const auto &c : channels_) s.channels.push_back(state_of(*c));
  if (last_contact_) s.last_contact = std::chrono::floor<std::chrono::seconds>(*last_contact_);
  s.bytes_this_month = allowance_.month_bytes();
  auto elapsed = seconds(now.steady - last_told_);
  auto bytes = delivery_.take_count();
  s.rate = told_ && elapsed > 0 ? static_cast<std::uint64_t>(static_cast<double>(bytes) / elapsed) : 0;
  return s;
}

assets::ChannelProgress Service::state_of(const Channel &channel) {
  auto s = p_.shelf.progress(channel.name);
  s.channel = channel.name;
  const auto *head = intake_.head(channel.name);
  auto wall = p_.hours.now.quality == ClockQuality::none ? reckoned() : p_.hours.now.wall;
  bool refused = std::any_of(channel.answers.begin(), channel.answers.end(), [](const auto &a) {
    return a.second.kind != ErrorKind::absent && a.second.kind != ErrorKind::transient;
  });
  s.trouble = intake_.alarm(channel.name);
  if (s.trouble.empty()) s.trouble = channel.trouble;
  if (s.trouble.empty() && !channel.answers.empty()) s.trouble = channel.answers.begin()->second.text;
  if (head && head->stop && wall < head->stop->until)
    s.state = "stopped";
  else if (!intake_.alarm(channel.name).empty() ||
           (refused && channel.answers.size() == channel.asked.size()))
    s.state = "refused";
  else if (&channel == bringing_)
    s.state = "fetching";
  else
    s.state = channel.wanted || s.serial == 0 ? "waiting" : "current";
  return s;
}

}
