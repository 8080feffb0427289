#include "publisher/named_things.h"

#include "board/toml.h"
#include "playlist/head.h"
#include "publisher/names.h"
#include "publisher/unicode.h"

#include <algorithm>

namespace sheaf::publisher {
namespace {

std::string shown(const playlist::Theme &thing) {
  auto title = thing.title.find("vi");
  if (title == thing.title.end()) title = thing.title.begin();
  return title == thing.title.end() ? thing.id : title->second;
}

bool is_called(const playlist::Theme &thing, const std::string &name, const std::string &plain) {
  return thing.id == name || plain_words(thing.id) == plain ||
         std::any_of(thing.title.begin(), thing.title.end(),
                     [&](const auto &title) { return plain_words(title.second) == plain; });
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
    for (const auto &title : {thing.id, shown(thing)}) {
      plain.push_back(plain_words(title));
      titles.push_back(title);
    }
  auto near = board::meant(plain_words(name), plain);
  if (!near) return std::nullopt;
  return titles[static_cast<std::size_t>(std::find(plain.begin(), plain.end(), *near) - plain.begin())];
}

std::string NamedThings::some() const {
  constexpr std::size_t few = 12;
  std::string out;
  for (std::size_t i = 0; i < std::min(few, all_.size()); ++i)
    out += (i ? ", '" : "'") + shown(all_[i]) + "'";
  return all_.size() > few ? out + ", …" : out;
}

}
