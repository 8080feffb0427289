#include "publisher/named_things.h"

#include "board/toml.h"
#include "playlist/head.h"
#include "publisher/names.h"
#include "publisher/unicode.h"

#include <algorithm>

namespace sheaf::publisher {
namespace {

bool is_called(const playlist::Theme &thing, const std::string &name, const std::string &plain) {
  return thing.id == name || plain_words(thing.id) == plain ||
         std::any_of(thing.title.begin(), thing.title.end(),
                     [&](const auto &title) { return plain_words(title.second) == plain; });
}

// Whole words of it: 'văn hóa huế' of 'Văn hóa Huế và các danh hiệu'.
bool is_part(const std::string &words, const std::string &title) {
  constexpr std::size_t least = 3;
  return words.size() >= least && (" " + title + " ").find(" " + words + " ") != std::string::npos;
}

}

std::optional<std::string> NamedThings::id_of(const std::string &name) {
  auto plain = plain_words(name);
  auto found =
      std::find_if(all_.begin(), all_.end(), [&](const auto &t) { return is_called(t, name, plain); });
  if (found != all_.end()) return found->id;
  return open_ && all_.size() < most_ ? made(name) : std::nullopt;
}

std::optional<std::string> NamedThings::made(const std::string &name) {
  auto id = slug(name + "."); // the whole of it: no ending
  auto taken = [&] {
    return std::any_of(all_.begin(), all_.end(), [&](const auto &t) { return t.id == id; });
  };
  if (!playlist::valid_channel(id) || taken())
    id = (id.empty() ? "group" : id) + "-" + std::to_string(all_.size() + 1);
  all_.push_back({id, {{"und", name}}});
  return id;
}

std::optional<std::string> NamedThings::nearest(const std::string &name) const {
  std::vector<std::string> plain, titles;
  for (const auto &thing : all_)
    for (const auto &title : {thing.id, title_of(thing.title, thing.id)}) {
      plain.push_back(plain_words(title));
      titles.push_back(title);
    }
  auto written = plain_words(name);
  auto near = board::meant(written, plain);
  auto found = near ? std::find(plain.begin(), plain.end(), *near)
                    : std::find_if(plain.begin(), plain.end(),
                                   [&](const std::string &title) { return is_part(written, title); });
  if (found == plain.end()) return std::nullopt;
  return titles[static_cast<std::size_t>(found - plain.begin())];
}

std::string NamedThings::some() const {
  std::vector<std::string> names;
  for (const auto &thing : all_) names.push_back(title_of(thing.title, thing.id));
  return some_of(names, 12);
}

std::string title_of(const playlist::Words &title, const std::string &otherwise) {
  for (const char *language : {"vi", "und"})
    if (title.contains(language)) return title.at(language);
  return title.empty() ? otherwise : title.begin()->second;
}

std::string some_of(const std::vector<std::string> &names, std::size_t most) {
  constexpr std::size_t room = 110; // bytes; a finding cuts what is longer than 120, wherever that is
  std::string out;
  for (std::size_t i = 0; i < names.size(); ++i) {
    auto next = (i > 0 ? ", '" : "'") + names[i] + "'";
    if (i == most || (i > 0 && out.size() + next.size() > room)) return out + ", …";
    out += next;
  }
  return out;
}

}
