// DUYET.html: what is about to be signed, to look at and to print on A4: every picture with what is said of
// it, the digests, and room to sign with a pen. Pure; any thread.
#pragma once

#include "playlist/head.h"
#include "playlist/manifest.h"

#include <map>
#include <optional>
#include <string>

namespace sheaf::publisher {

/// On which days an item is shown, as the office has written; publishing leaves it out on others.
struct ShownDays {
  std::optional<Wall> from, until;
};

struct ContactSheet {
  const playlist::Head &head;
  const playlist::Manifest &manifest;
  std::string who;                            // may sign, in words
  std::map<Digest, std::string> pictures;     // JPEG of a blob; one that is not there has none
  std::map<std::string, ShownDays> days = {}; // by an item's id
};

/// The page. All that others have written is escaped in it; it has no script, and fetches nothing.
std::string contact_sheet(const ContactSheet &sheet);

}
