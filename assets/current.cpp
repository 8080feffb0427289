#include "assets/current.h"

#include "assets/inner/state_json.h"
#include "playlist/head.h"

#include <algorithm>

namespace sheaf::assets {
namespace {

void read_edition(StateReader &reader, CurrentEdition &edition) {
  std::optional<Digest> head, manifest;
  reader.read("head", head);
  reader.read("manifest", manifest);
  reader.read("complete", edition.complete);
  if (!head || !manifest) return reader.reject();
  edition.head = *head;
  edition.manifest = *manifest;
}

void read_channel(StateReader &reader, CurrentChannel &channel) {
  reader.read("channel", channel.channel);
  reader.read_list("editions", channel.editions, most_editions, read_edition);
  if (!playlist::valid_channel(channel.channel)) reader.reject();
}

bool one_each(const std::vector<CurrentChannel> &channels) {
  std::vector<std::string_view> names;
  for (const auto &channel : channels) names.push_back(channel.channel);
  std::sort(names.begin(), names.end());
  return std::adjacent_find(names.begin(), names.end()) == names.end();
}

Json to_json(const CurrentChannel &channel) {
  auto editions = Json::array();
  for (const auto &e : channel.editions)
    editions.push_back({{"head", e.head.hex()}, {"manifest", e.manifest.hex()}, {"complete", e.complete}});
  return {{"channel", channel.channel}, {"editions", editions}};
}

}

Result<Current> parse_current(std::string_view json) {
  Current current;
  StateReader reader(json, "current", most_current);
  reader.read("root", current.root);
  reader.read_list("channels", current.channels, most_channels, read_channel);
  if (!one_each(current.channels)) reader.reject();
  if (auto sound = reader.finish(); !sound) return fail(sound.error());
  return current;
}

std::string write_current(const Current &current) {
  auto channels = Json::array();
  for (const auto &channel : current.channels) channels.push_back(to_json(channel));
  return dump({{"root", current.root}, {"channels", channels}}, 1) + "\n";
}

}
