#include "assets/inner/shelf_serials.h"

#include "assets/sha256.h"

#include <charconv>
#include <nlohmann/json.hpp>
#include <tuple>

namespace sheaf::assets {
namespace {

bool take_number(std::string_view &line, std::uint64_t &number) {
  auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), number);
  if (error != std::errc{} || end == line.data() + line.size() || *end != ' ') return false;
  line.remove_prefix(static_cast<std::size_t>(end - line.data()) + 1);
  return true;
}

// nlohmann's map is sorted: the same serials give the same text.
std::string sum_of(const nlohmann::json &serials) { return sha256(serials.dump()).hex(); }

}

std::string write_accepted(const playlist::Accepted &a) {
  return std::to_string(a.epoch) + " " + std::to_string(a.serial) + " " + a.head.hex();
}

Result<playlist::Accepted> parse_accepted(std::string_view line) {
  playlist::Accepted a;
  auto numbers = take_number(line, a.epoch) && take_number(line, a.serial);
  if (!numbers) return fail(ErrorKind::corrupt, "an accepted serial is EPOCH SERIAL HEAD");
  auto head = Digest::parse(line);
  if (!head) return fail(head.error());
  a.head = *head;
  return a;
}

std::string write_serials(const Serials &serials) {
  auto list = nlohmann::json::object();
  for (auto &[channel, accepted] : serials) list[channel] = write_accepted(accepted);
  return nlohmann::json{{"serials", list}, {"sha256", sum_of(list)}}.dump(1) + "\n";
}

Result<Serials> parse_serials(std::string_view text) {
  auto json = nlohmann::json::parse(text, nullptr, false);
  auto damaged = fail(ErrorKind::corrupt, "the second copy of the accepted serials is damaged");
  if (!json.is_object() || !json.contains("serials") || !json.contains("sha256")) return damaged;
  auto &list = json["serials"];
  if (!list.is_object() || !json["sha256"].is_string() || json["sha256"] != sum_of(list)) return damaged;
  Serials serials;
  for (auto &[channel, line] : list.items()) {
    if (!line.is_string()) return damaged;
    auto accepted = parse_accepted(line.get_ref<const std::string &>());
    if (!accepted) return damaged;
    serials[channel] = *accepted;
  }
  return serials;
}

bool newer(const playlist::Accepted &a, const playlist::Accepted &b) {
  return std::tie(a.epoch, a.serial) > std::tie(b.epoch, b.serial);
}

void merge(Serials &into, const Serials &from) {
  for (auto &[channel, accepted] : from)
    if (newer(accepted, into[channel])) into[channel] = accepted;
}

}
