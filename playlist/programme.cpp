#include "playlist/programme.h"

#include "playlist/inner/features.h"
#include "playlist/language.h"
#include "playlist/natural_order.h"

#include <algorithm>

namespace sheaf::playlist {
namespace {

using Channels = std::vector<ChannelEditions>;

/// The newest whole one whose time has come; null where there is none.
const Edition *shown(const ChannelEditions &channel, Wall at) {
  for (const auto &e : channel.editions)
    if (e.complete && e.head.activate_at.value_or(Wall::min()) <= at) return &e;
  return nullptr;
}

bool holds(const Manifest &manifest, const Digest &blob) { return manifest.blobs.contains(blob); }

bool named_by(const ChannelEditions &channel, const Digest &blob) {
  return std::any_of(channel.editions.begin(), channel.editions.end(),
                     [&](const Edition &e) { return holds(*e.manifest, blob); });
}

/// A local site has no word about what others publish, too.
bool only_its_own(const Channels &all, const ChannelEditions &channel, const Digest &blob) {
  return std::all_of(all.begin(), all.end(),
                     [&](const ChannelEditions &c) { return (&c == &channel) == named_by(c, blob); });
}

void withdraw(const Channels &all, const ChannelEditions &channel, std::set<Digest> &withdrawn) {
  const auto &newest = channel.editions.front();
  for (const auto &w : newest.manifest->withdrawn)
    if (!newest.local || only_its_own(all, channel, w.blob)) withdrawn.insert(w.blob);
}

/// What a channel's own newest edition withdraws from itself.
std::set<Digest> withdrawn_here(const ChannelEditions &channel) {
  std::set<Digest> all;
  for (const auto &w : channel.editions.front().manifest->withdrawn) all.insert(w.blob);
  return all;
}

class Composer {
public:
  Composer(const Channels &all, const std::string &screen_id, const std::vector<std::string> &languages,
           Wall at)
      : all_(all), at_(at) {
    find_screen(screen_id);
    languages_ = p_.screen && !p_.screen->languages.empty() ? p_.screen->languages : languages;
  }

  Programme compose() {
    for (const auto &channel : all_)
      if (!channel.editions.empty()) withdraw(all_, channel, p_.withdrawn);
    for (const auto &channel : all_)
      if (!channel.editions.empty()) add(channel);
    return std::move(p_);
  }

private:
  /// A local site's table says nothing: it would turn a screen that is not its own.
  void find_screen(const std::string &id) {
    for (const auto &channel : all_) {
      if (p_.screen || channel.editions.empty()) continue;
      const auto *edition = shown(channel, at_);
      if (!edition) edition = &channel.editions.front();
      if (edition->local) continue;
      const auto &screens = edition->manifest->screens;
      auto row = std::find_if(screens.begin(), screens.end(), [&](const Screen &s) { return s.id == id; });
      if (row != screens.end()) p_.screen = *row;
    }
  }

  void add(const ChannelEditions &channel) {
    note_changes(channel);
    const auto &stop = channel.editions.front().head.stop;
    bool stopped = stop && stop->until > at_;
    if (stopped) p_.stopped.insert(channel.channel);
    const auto *edition = shown(channel, at_);
    if (!edition) return;
    bool expired = edition->head.expires <= at_;
    if (expired) p_.expired.push_back(channel.channel);
    if (!expired && edition->head.expires - at_ <= near_end)
      p_.ending[channel.channel] = edition->head.expires;
    if (!stopped) add_items(channel, *edition, expired);
  }

  void note(Wall time) {
    if (time > at_ && (!p_.changes_at || time < *p_.changes_at)) p_.changes_at = time;
  }

  void note_changes(const ChannelEditions &channel) {
    if (const auto &stop = channel.editions.front().head.stop) note(stop->until);
    for (const auto &e : channel.editions) {
      if (!e.complete) continue;
      if (e.head.activate_at.value_or(Wall::min()) <= at_)
        return note(e.head.expires); // what is older has had its time
      note(*e.head.activate_at);
      p_.waiting.insert(e.digest);
    }
  }

  void add_items(const ChannelEditions &channel, const Edition &edition, bool expired) {
    auto withdrawn = withdrawn_here(channel);
    auto first = p_.items.size();
    for (const auto &item : edition.manifest->items) {
      if ((expired && !item.evergreen) || !first_unmet(item.needs).empty()) continue;
      const auto *choice = in_language(item.blobs, languages_, edition.manifest->languages);
      if (!choice || p_.withdrawn.contains(choice->second) || withdrawn.contains(choice->second)) continue;
      p_.items.push_back({edition.manifest, &item, channel.channel, choice->first, choice->second,
                          edition.digest, edition.head.serial});
    }
    if (edition.manifest->order == Order::name) order_by_name(first);
  }

  void order_by_name(std::size_t first) {
    std::stable_sort(p_.items.begin() + static_cast<std::ptrdiff_t>(first), p_.items.end(),
                     [](const ProgrammeItem &a, const ProgrammeItem &b) {
                       return natural_less(a.item->source, b.item->source);
                     });
  }

  const Channels &all_;
  Wall at_;
  std::vector<std::string> languages_;
  Programme p_;
};

}

std::string ProgrammeItem::key() const {
  return channel + "/" + (item ? item->id : std::string()) + "/" + language + "/" + blob.hex();
}

Programme programme(const std::vector<ChannelEditions> &channels, const std::string &screen_id,
                    const std::vector<std::string> &languages, const Now &now, Wall floor) {
  return Composer(channels, screen_id, languages, now.quality == ClockQuality::none ? floor : now.wall)
      .compose();
}

std::optional<std::size_t> first_activated(const Programme &before, const Programme &now) {
  auto first = std::find_if(now.items.begin(), now.items.end(),
                            [&](const auto &item) { return before.waiting.contains(item.edition); });
  if (first == now.items.end()) return std::nullopt;
  return static_cast<std::size_t>(first - now.items.begin());
}

}
