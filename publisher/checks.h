// The kinds of things that check() looks for, each in a file of its own. Pure; any thread.
#pragma once

#include "publisher/check.h"

namespace sheaf::publisher {

/// One check on its way: what there is, and what was found.
struct Checking {
  const Draft &draft;
  const Evidence &evidence;
  std::vector<Concern> &found;

  /// `where`: empty: the publication's own place.
  void whole(Severity severity, const char *name, const Filling &filling = {},
             const std::string &where = {}) const;
  void item(Severity severity, const char *name, std::size_t item, const Filling &filling = {},
            const std::string &file = {}) const;
  /// Null where it could not be measured.
  [[nodiscard]] const media::Measurement *measurement(const std::string &path) const;
  /// It is published: not past its last day.
  [[nodiscard]] bool stays(const DraftItem &item) const {
    return !item.until || *item.until > evidence.today;
  }
};

/// Empty where it is not known.
std::string place_of(const std::map<std::string, std::string> &places, const std::string &id);

void check_files(const Checking &c);    // there, playable, whole, not twice
void check_dates(const Checking &c);    // from, until
void check_titles(const Checking &c);   // in every language; no theme is empty
void check_screens(const Checking &c);  // somebody shows it; it fits
void check_boards(const Checking &c);   // played as it is, or made anew
void check_sound(const Checking &c);    // heard or read, as loud as others
void check_pictures(const Checking &c); // large enough, upright, not black, legible

}
