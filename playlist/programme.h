// What of the accepted editions is shown: a pure function of editions, screen and time (ARCHITECTURE.md).
// Which of two editions holds, what is withdrawn, what is stopped, what has expired. Any thread.
#pragma once

#include "playlist/head.h"
#include "playlist/manifest.h"

#include <map>
#include <memory>
#include <set>

namespace sheaf::playlist {

struct Edition {
  Digest digest; // SHA-256 of the head's signed JSON bytes
  Head head;
  std::shared_ptr<const Manifest> manifest; // never null
  bool complete = false;                    // all of its blobs are held
  bool local = false;                       // signed under a local site's role: withdraws only its own
};

/// All accepted editions that are kept of one channel, newest first.
struct ChannelEditions {
  std::string channel;
  std::vector<Edition> editions;
};

struct ProgrammeItem {
  std::shared_ptr<const Manifest> manifest; // that `item` lies in
  const Item *item = nullptr;
  std::string channel, language;
  Digest blob, edition;
  std::uint64_t serial = 0;
  /// Stable over editions as long as item and blob stay: "channel/id/language/blob".
  [[nodiscard]] std::string key() const;
};

struct Programme {
  std::vector<ProgrammeItem> items;   // in playing order; channels one after another
  std::set<Digest> withdrawn;         // never to be shown, whoever has it
  std::set<std::string> stopped;      // channels that a stop holds
  std::vector<std::string> expired;   // channels of which only evergreen items are left
  std::map<std::string, Wall> ending; // channels whose edition expires within near_end, and when
  std::optional<Wall>
      changes_at; // something of this is another from then on (an activation, an expiry, the end of a stop)
  std::set<Digest> waiting;     // whole editions whose activate_at is still to come
  std::optional<Screen> screen; // this screen's row, of the first channel that has one
};

/// Per channel: the newest edition's `withdrawn` and `stop` hold at once, complete or not. Items are those of
/// the newest complete edition whose activate_at has passed. Where the clock is not good, activate_at is
/// judged by `floor`, as is expiry. Items with unmet needs, withdrawn blobs, or no blob at all are left out;
/// an expired edition keeps its evergreen items.
Programme programme(const std::vector<ChannelEditions> &channels, const std::string &screen_id,
                    const std::vector<std::string> &languages, const Now &now, Wall floor);

/// Index of the first item of an edition that `before` had waiting for its instant and `now` shows: every
/// screen cuts to it at once, so that all change together. Nothing where no such edition has anything to
/// show.
std::optional<std::size_t> first_activated(const Programme &before, const Programme &now);

}
