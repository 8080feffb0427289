#include "assets/state_files.h"

#include "assets/inner/state_json.h"

namespace sheaf::assets {
namespace {

constexpr std::size_t most_bytes = 4 << 20, most_addresses = 256, most_bad = 256, most_complaints = 16;

Json to_json(const ChannelProgress &p) {
  return {{"channel", p.channel},       {"serial", p.serial},         {"state", p.state},
          {"blobs", p.blobs},           {"blobs_held", p.blobs_held}, {"bytes", p.bytes},
          {"bytes_held", p.bytes_held}, {"trouble", p.trouble}};
}

void read_progress(StateReader &reader, ChannelProgress &p) {
  reader.read("channel", p.channel);
  reader.read("serial", p.serial);
  reader.read("state", p.state);
  reader.read("blobs", p.blobs);
  reader.read("blobs_held", p.blobs_held);
  reader.read("bytes", p.bytes);
  reader.read("bytes_held", p.bytes_held);
  reader.read("trouble", p.trouble);
}

Json to_json(const std::optional<OnAir> &air) {
  if (!air) return {};
  return {{"channel", air->channel},   {"item", air->item},
          {"language", air->language}, {"blob", assets::to_json(air->blob)},
          {"serial", air->serial},     {"since", assets::to_json(air->since)}};
}

void read_on_air(StateReader &reader, OnAir &air) {
  reader.read("channel", air.channel);
  reader.read("item", air.item);
  reader.read("language", air.language);
  reader.read("blob", air.blob);
  reader.read("serial", air.serial);
  reader.read("since", air.since);
}

void read_bad(StateReader &reader, BadChunk &bad) {
  std::optional<Digest> blob;
  reader.read("blob", blob);
  reader.read("chunk", bad.chunk);
  if (!blob) return reader.reject();
  bad.blob = *blob;
}

}

std::string write_fetch_state(const FetchState &s) {
  auto channels = Json::array();
  for (const auto &channel : s.channels) channels.push_back(to_json(channel));
  return dump({{"updated", to_json(s.updated)},
               {"clock", to_json(s.quality)},
               {"floor", to_json(s.floor)},
               {"addresses", s.addresses},
               {"ever_fetched", s.ever_fetched},
               {"channels", channels},
               {"last_contact", assets::to_json(s.last_contact)},
               {"bytes_this_month", s.bytes_this_month},
               {"rate", s.rate}},
              1) +
         "\n";
}

Result<FetchState> parse_fetch_state(std::string_view json) {
  FetchState s;
  StateReader reader(json, "fetch.json", most_bytes);
  reader.read("updated", s.updated);
  reader.read("clock", s.quality);
  reader.read("floor", s.floor);
  reader.read_list("addresses", s.addresses, most_addresses);
  reader.read("ever_fetched", s.ever_fetched);
  reader.read_list("channels", s.channels, most_channels, read_progress);
  reader.read("last_contact", s.last_contact);
  reader.read("bytes_this_month", s.bytes_this_month);
  reader.read("rate", s.rate);
  if (auto sound = reader.finish(); !sound) return fail(sound.error());
  return s;
}

std::string write_play_state(const PlayState &s) {
  auto bad = Json::array();
  for (const auto &b : s.bad) bad.push_back({{"blob", b.blob.hex()}, {"chunk", b.chunk}});
  return dump({{"updated", to_json(s.updated)},
               {"boot", s.boot},
               {"health", s.health},
               {"on_air", to_json(s.on_air)},
               {"next", to_json(s.next)},
               {"bad", bad},
               {"showings", s.showings},
               {"gaps", s.gaps},
               {"complaints", s.complaints}},
              1) +
         "\n";
}

Result<PlayState> parse_play_state(std::string_view json) {
  PlayState s;
  StateReader reader(json, "play.json", most_bytes);
  reader.read("updated", s.updated);
  reader.read("boot", s.boot);
  reader.read("health", s.health);
  reader.read_object("on_air", s.on_air, read_on_air);
  reader.read_object("next", s.next, read_on_air);
  reader.read_list("bad", s.bad, most_bad, read_bad);
  reader.read("showings", s.showings);
  reader.read("gaps", s.gaps);
  reader.read_list("complaints", s.complaints, most_complaints);
  if (auto sound = reader.finish(); !sound) return fail(sound.error());
  return s;
}

}
