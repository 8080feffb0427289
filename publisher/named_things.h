// Themes and audiences as tables name them: by id or by title. One thread.
#pragma once

#include "playlist/manifest.h"

#include <optional>
#include <string>
#include <vector>

namespace sheaf::publisher {

class NamedThings {
public:
  /// `all` outlives this. Where it is empty, each new name becomes one of it, at most `most`.
  NamedThings(std::vector<playlist::Theme> &all, std::size_t most)
      : all_(all), open_(all.empty()), most_(most) {}

  /// The id of what is called `name`: its id, or a title of its in any language, whatever the case and marks.
  /// Nothing where there is none.
  std::optional<std::string> id_of(const std::string &name);
  /// The title or id that was probably meant: by a slip, or by some of its words.
  [[nodiscard]] std::optional<std::string> nearest(const std::string &name) const;
  /// "'Lễ hội', 'Văn hoá'", for people; a few of them.
  [[nodiscard]] std::string some() const;

private:
  std::optional<std::string> made(const std::string &name);
  std::vector<playlist::Theme> &all_;
  bool open_;
  std::size_t most_;
};

/// The Vietnamese title, else the one that is the same in all languages, else any; `otherwise` where there is
/// none.
std::string title_of(const playlist::Words &title, const std::string &otherwise);

/// "'a', 'b', …": at most `most` of them, and no more than a sentence has room for.
std::string some_of(const std::vector<std::string> &names, std::size_t most);

}
