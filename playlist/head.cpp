#include "playlist/head.h"

#include "playlist/inner/fields.h"
#include "playlist/inner/writing.h"

#include <algorithm>

namespace sheaf::playlist {
namespace {

constexpr std::uint64_t day_s = 86'400;

bool small_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

Stop read_stop(JsonValue value, Trouble &trouble) {
  Stop stop;
  Fields fields(value, trouble);
  fields.need("until", stop.until, instant);
  fields.need("reason", stop.reason, Text{0, 200});
  return stop;
}

void read_manifest(Head &head, const Fields &document) {
  auto value = document.find("manifest");
  if (!value) return document.trouble().say(document.object(), "\"manifest\" is missing");
  Fields fields(*value, document.trouble());
  fields.need("sha256", head.manifest, digest);
  fields.need("size", head.manifest_size, Whole<>{1, most_manifest});
}

Head read_head(const Fields &f) {
  Head head;
  f.need("channel", head.channel, Named{valid_channel, "a channel's name"});
  f.need("epoch", head.epoch, Whole<>{1, most_whole});
  f.need("serial", head.serial, Whole<>{1, most_whole});
  read_manifest(head, f);
  f.need("issued", head.issued, instant);
  f.need("expires", head.expires, instant);
  f.may("activate_at", head.activate_at, instant);
  f.may("spread_s", head.spread_s, Whole<std::uint32_t>{0, day_s});
  f.may("poll_s", head.poll_s, Whole<std::uint32_t>{10, day_s});
  f.may("stop", head.stop, read_stop);
  if (head.expires <= head.issued) f.trouble().say(f.object(), "it expires before it is issued");
  return head;
}

}

bool valid_channel(std::string_view name) {
  if (name.empty() || name.size() > 64 || !small_or_digit(name[0])) return false;
  return std::all_of(name.begin(), name.end(),
                     [](char c) { return small_or_digit(c) || c == '-' || c == '_' || c == '.'; });
}

Result<Head> parse_head(std::string_view json) {
  auto tree = parse_json(json, most_head);
  if (!tree) return fail(tree.error().in("head"));
  Trouble trouble;
  Fields document({&*tree, 0}, trouble);
  auto head = check_kind(document, "head") ? read_head(document) : Head();
  if (trouble.first) return fail(trouble.first->in("head"));
  return head;
}

std::string write_head(const Head &h) {
  Ordered out{
      {"sheaf", 1}, {"kind", "head"}, {"channel", h.channel}, {"epoch", h.epoch}, {"serial", h.serial}};
  out["manifest"] = {{"sha256", h.manifest.hex()}, {"size", h.manifest_size}};
  out["issued"] = write_utc(h.issued);
  out["expires"] = write_utc(h.expires);
  if (h.activate_at) out["activate_at"] = write_utc(*h.activate_at);
  if (h.spread_s != 0) out["spread_s"] = h.spread_s;
  out["poll_s"] = h.poll_s;
  if (h.stop) out["stop"] = {{"until", write_utc(h.stop->until)}, {"reason", h.stop->reason}};
  return dump(out, 1);
}

}
