// 'sheaf withdraw' and 'sheaf stop': the office's word against what is out there already.
#include "assets/sha256.h"
#include "publisher/desk.h"
#include "publisher/refusal.h"
#include "publisher/times.h"
#include "publisher/verbs.h"
#include "publisher/words.h"

#include <algorithm>
#include <cstdio>

namespace sheaf::publisher {
namespace {

constexpr const char *withdraw_usage = R"(usage: sheaf withdraw ITEM | BLOB --reason R --to DEST
Takes an item off every screen, at once: its id, the name of its file, or a blob's digest. It stays away, whoever
has a copy of it, until it is lifted.

  --lift               allow it again; the next publish shows it
  --channel C, --key FILE, --keys DIR, --root FILE, --serial-from DEST, --expires DAYS, --clock-is-right
                       as in 'sheaf publish --help'
)";

constexpr const char *stop_usage = R"(usage: sheaf stop CHANNEL --until T --reason R --to DEST
Screens show the safe card instead of the channel until then: 2026-02-01T06:00:00+07:00, or +2h, +3d from now.

  --lift               the channel goes on
  --key FILE, --keys DIR, --root FILE, --serial-from DEST, --expires DAYS, --clock-is-right
                       as in 'sheaf publish --help'
)";

constexpr std::size_t most_reason = 200;

Result<std::string> reason_of(const Arguments &a) {
  auto reason = a.value("--reason");
  if (reason.empty()) return refuse(ErrorKind::unsupported, "say_reason");
  if (reason.size() <= most_reason) return reason;
  return refuse(ErrorKind::unsupported, "long_reason",
                {{"size", std::to_string(reason.size())}, {"most", std::to_string(most_reason)}});
}

Result<Desk> desk_with_previous(const Arguments &a, const std::string &channel) {
  auto desk = open_desk(a, channel);
  if (!desk) return desk;
  if (!desk->previous)
    return refuse(ErrorKind::absent, "never_published", {{"channel", desk->channel}, {"place", desk->place}});
  if (!desk->previous->trusted) return refuse(ErrorKind::refused, "publish_first");
  return desk;
}

// What was said before goes on holding, but for serial, time and manifest.
Result<playlist::Head> head_for(const Desk &desk, const Arguments &a, const std::string &manifest) {
  auto days = a.number("--expires", default_days, 1, most_days);
  if (!days) return fail(days.error());
  auto head = next_head(desk, *days);
  if (!head) return head;
  const auto &before = desk.previous->head;
  head->poll_s = before.poll_s;
  head->spread_s = before.spread_s;
  head->activate_at = before.activate_at;
  if (before.stop && before.stop->until > desk.now) head->stop = before.stop;
  head->manifest = assets::sha256(manifest);
  head->manifest_size = manifest.size();
  return head;
}

bool is_hex(const std::string &text, std::size_t least) {
  return text.size() >= least && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

std::set<Digest> blobs_meant(const playlist::Manifest &m, const std::string &name) {
  std::set<Digest> out;
  for (const auto &item : m.items)
    if (item.id == name || item.source == name)
      for (const auto &[language, blob] : item.blobs) out.insert(blob);
  if (!out.empty()) return out;
  if (auto whole = Digest::parse(name)) return {*whole};
  constexpr std::size_t enough = 8;
  if (!is_hex(name, enough)) return out;
  for (const auto &[digest, blob] : m.blobs)
    if (digest.hex().starts_with(name)) out.insert(digest);
  for (const auto &w : m.withdrawn)
    if (w.blob.hex().starts_with(name)) out.insert(w.blob);
  return out.size() == 1 ? out : std::set<Digest>();
}

// Items lose those blobs; one without any goes.
void take_out(playlist::Manifest &m, const std::set<Digest> &blobs, const std::string &name) {
  for (auto &item : m.items) {
    auto gone = std::erase_if(item.blobs, [&](const auto &b) { return blobs.contains(b.second); });
    if (gone && item.id != name && item.source != name && !Digest::parse(name))
      warn("shared_blob", {{"item", item.id}});
  }
  std::erase_if(m.items, [](const auto &item) { return item.blobs.empty(); });
  for (const auto &blob : blobs) m.blobs.erase(blob);
}

Result<void> add_withdrawn(playlist::Manifest &m, const std::set<Digest> &blobs, const std::string &reason,
                           Wall now) {
  for (const auto &blob : blobs) {
    std::erase_if(m.withdrawn, [&](const auto &w) { return w.blob == blob; });
    m.withdrawn.push_back({blob, reason, now});
  }
  if (m.withdrawn.size() <= playlist::most_withdrawn) return {};
  return refuse(ErrorKind::full, "too_many_withdrawn", {{"most", std::to_string(playlist::most_withdrawn)}});
}

Grammar grammar() {
  Grammar g;
  add_desk_options(g);
  g.valued.insert({{"--reason", "value_reason"}, {"--until", "value_time"}});
  g.switches.insert("--lift");
  return g;
}

Result<int> say_done(const char *name, const playlist::Head &head, const std::set<Digest> &blobs) {
  say(name, {{"blobs", std::to_string(blobs.size())},
             {"channel", head.channel},
             {"serial", std::to_string(head.serial)}});
  return 0;
}

// An item that was withdrawn is gone, and its name with it.
std::string listed(const std::vector<playlist::Withdrawal> &withdrawn) {
  constexpr std::size_t most = 5;
  std::string out;
  for (std::size_t i = 0; i < withdrawn.size() && i < most; ++i)
    out += (i ? ", " : "") + withdrawn[i].blob.hex() + " (" + withdrawn[i].reason + ")";
  return out + (withdrawn.empty() ? "there is none" : withdrawn.size() > most ? ", …" : "");
}

Result<int> withdraw_from(Desk &desk, const Arguments &a, const std::string &reason) {
  auto manifest = desk.previous->manifest;
  const auto &name = a.names.front();
  auto blobs = blobs_meant(manifest, name);
  bool lift = a.has("--lift");
  if (lift)
    std::erase_if(blobs, [&](const auto &b) {
      return std::none_of(manifest.withdrawn.begin(), manifest.withdrawn.end(),
                          [&](const auto &w) { return w.blob == b; });
    });
  if (blobs.empty())
    return fail(ErrorKind::absent, "channel '" + desk.channel + "' has " +
                                       (lift ? "nothing withdrawn" : "no item, file or blob") +
                                       " by the name of '" + name + "'" +
                                       (lift ? "; by its digest: " + listed(manifest.withdrawn) : ""));
  if (lift)
    std::erase_if(manifest.withdrawn, [&](const auto &w) { return blobs.contains(w.blob); });
  else
    take_out(manifest, blobs, name);
  if (auto added = lift ? Result<void>() : add_withdrawn(manifest, blobs, reason, desk.now); !added)
    return fail(added.error());
  auto bytes = checked_manifest(manifest);
  if (!bytes) return fail(bytes.error());
  auto head = head_for(desk, a, *bytes);
  if (!head) return fail(head.error());
  if (auto written = write_edition(desk, *head, manifest, *bytes, lift ? "lift" : "withdraw"); !written)
    return fail(written.error());
  return say_done(lift ? "lifted" : "withdrawn", *head, blobs);
}

Result<int> stop_channel(Desk &desk, const Arguments &a, const std::string &reason) {
  const auto &bytes = desk.previous->manifest_bytes;
  auto head = head_for(desk, a, bytes);
  if (!head) return fail(head.error());
  head->stop.reset();
  if (!a.has("--lift")) {
    auto until = parse_time(a.value("--until"), desk.now);
    if (!until) return fail(until.error().in("--until"));
    if (*until <= desk.now)
      return refuse(ErrorKind::unsupported, "until_has_passed", {{"until", told(*until)}});
    head->stop = playlist::Stop{*until, reason};
  }
  if (auto written = write_edition(desk, *head, desk.previous->manifest, bytes, "stop"); !written)
    return fail(written.error());
  Filling filling{{"channel", head->channel}, {"serial", std::to_string(head->serial)}};
  if (head->stop) filling["until"] = told(head->stop->until);
  say(head->stop ? "stopped" : "stop_lifted", filling);
  return 0;
}

}

Result<int> withdraw(VerbWords words) {
  auto a = parse_arguments(words, grammar());
  if (!a) return fail(a.error());
  if (a->has("--help") || a->has("-h")) return std::fputs(withdraw_usage, stdout) < 0;
  if (a->names.size() != 1) return refuse(ErrorKind::unsupported, "say_which_item");
  auto reason = a->has("--lift") ? Result<std::string>("") : reason_of(*a);
  if (!reason) return fail(reason.error());
  auto desk = desk_with_previous(*a, a->value("--channel"));
  if (!desk) return fail(desk.error());
  return withdraw_from(*desk, *a, *reason);
}

Result<int> stop(VerbWords words) {
  auto a = parse_arguments(words, grammar());
  if (!a) return fail(a.error());
  if (a->has("--help") || a->has("-h")) return std::fputs(stop_usage, stdout) < 0;
  if (a->names.size() != 1) return refuse(ErrorKind::unsupported, "say_which_channel");
  if (!a->has("--lift") && !a->has("--until")) return refuse(ErrorKind::unsupported, "say_until");
  auto reason = a->has("--lift") ? Result<std::string>("") : reason_of(*a);
  if (!reason) return fail(reason.error());
  auto desk = desk_with_previous(*a, a->names.front());
  if (!desk) return fail(desk.error());
  return stop_channel(*desk, *a, *reason);
}

}
