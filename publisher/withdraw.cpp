// 'sheaf withdraw' and 'sheaf stop': the office's word against what is out there already.
#include "assets/sha256.h"
#include "publisher/desk.h"
#include "publisher/help.h"
#include "publisher/named_things.h"
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
has a copy of it, until it is lifted. The same bytes are meant: corrected, or converted anew, it comes back, and
'sheaf publish' says so.

  --lift               allow it again, by any of these; the next publish shows it
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

// Of what is withdrawn, by what its item was called.
std::set<Digest> withdrawn_as(const playlist::Manifest &m, const std::string &name) {
  std::set<Digest> out;
  for (const auto &w : m.withdrawn)
    if (w.item == name || w.source == name) out.insert(w.blob);
  return out;
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

// The item's name goes with it: so that it can be lifted by that. `name`: as take_out().
playlist::Withdrawal withdrawal_of(const playlist::Manifest &before, const Digest &blob,
                                   const std::string &name) {
  playlist::Withdrawal out{blob, {}, {}};
  for (const auto &item : before.items) {
    bool named = item.id == name || item.source == name;
    bool holds =
        std::any_of(item.blobs.begin(), item.blobs.end(), [&](const auto &b) { return b.second == blob; });
    if (holds && (named || out.item.empty())) out.item = item.id, out.source = item.source;
  }
  return out;
}

Result<void> add_withdrawn(playlist::Manifest &m, std::vector<playlist::Withdrawal> fresh,
                           const std::string &reason, Wall now) {
  for (auto &one : fresh) {
    std::erase_if(m.withdrawn, [&](const auto &w) { return w.blob == one.blob; });
    one.reason = reason;
    one.since = now;
    m.withdrawn.push_back(std::move(one));
  }
  if (m.withdrawn.size() <= playlist::most_withdrawn) return {};
  return refuse(ErrorKind::full, "too_many_withdrawn", {{"most", std::to_string(playlist::most_withdrawn)}});
}

Grammar withdraw_grammar() {
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

std::string listed(const std::vector<playlist::Withdrawal> &withdrawn) {
  std::vector<std::string> all;
  for (const auto &w : withdrawn) all.push_back((w.source.empty() ? w.item : w.source) + " " + w.blob.hex());
  return some_of(all, 5);
}

tl::unexpected<Error> nothing_meant(const Desk &desk, const std::string &name, bool lift) {
  const auto &withdrawn = desk.previous->manifest.withdrawn;
  const char *sentence = !lift ? "no_such_item" : withdrawn.empty() ? "nothing_withdrawn" : "not_withdrawn";
  return refuse(ErrorKind::absent, sentence,
                {{"channel", desk.channel}, {"name", name}, {"all", listed(withdrawn)}});
}

std::set<Digest> blobs_to_lift(const playlist::Manifest &m, const std::string &name) {
  auto named = withdrawn_as(m, name);
  if (!named.empty()) return named;
  auto blobs = blobs_meant(m, name);
  std::erase_if(blobs, [&](const auto &b) {
    return std::none_of(m.withdrawn.begin(), m.withdrawn.end(), [&](const auto &w) { return w.blob == b; });
  });
  return blobs;
}

bool shares_blob(const playlist::Item &item, const playlist::Manifest &m) {
  return std::any_of(item.blobs.begin(), item.blobs.end(),
                     [&](const auto &b) { return m.blobs.contains(b.second); });
}

// What the newest edition does not have, screens may show still, out of the one before: until its
// activate_at, or where they have not heard yet. Nobody's signature is looked for under what lies there of
// old, so it takes away nothing that is new.
void add_older_items(playlist::Manifest &known, Tree &tree, const std::string &name) {
  for (const auto &file : tree.manifests()) {
    auto bytes = tree.read(file, Bytes{playlist::most_manifest});
    auto older = bytes ? playlist::parse_manifest(*bytes) : fail(bytes.error());
    if (!older || older->channel != known.channel) continue;
    for (auto &item : older->items)
      if ((item.id == name || item.source == name) && !shares_blob(item, known))
        known.items.push_back(std::move(item));
  }
}

// `known`: as it was, and older items of that name.
Result<void> change(playlist::Manifest &m, const playlist::Manifest &known, const std::set<Digest> &blobs,
                    const Arguments &a, const std::string &reason, Wall now) {
  const auto &name = a.names.front();
  if (a.has("--lift"))
    return std::erase_if(m.withdrawn, [&](const auto &w) { return blobs.contains(w.blob); }), Result<void>();
  std::vector<playlist::Withdrawal> fresh;
  for (const auto &blob : blobs) fresh.push_back(withdrawal_of(known, blob, name));
  take_out(m, blobs, name);
  return add_withdrawn(m, std::move(fresh), reason, now);
}

Result<int> withdraw_from(Desk &desk, const Arguments &a, const std::string &reason) {
  auto manifest = desk.previous->manifest;
  const auto &name = a.names.front();
  bool lift = a.has("--lift");
  auto known = manifest;
  auto blobs = lift ? blobs_to_lift(manifest, name) : blobs_meant(manifest, name);
  if (blobs.empty() && !lift) {
    add_older_items(known, *desk.tree, name);
    blobs = blobs_meant(known, name);
  }
  if (blobs.empty()) return nothing_meant(desk, name, lift);
  if (auto changed = change(manifest, known, blobs, a, reason, desk.now); !changed)
    return fail(changed.error());
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
  const auto &before = desk.previous->head;
  if (a.has("--lift") && (!before.stop || before.stop->until <= desk.now)) {
    say("not_stopped", {{"channel", desk.channel}, {"serial", std::to_string(before.serial)}});
    return 0;
  }
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
  auto a = parse_arguments(words, withdraw_grammar());
  if (!a) return fail(a.error());
  if (a->has("--help") || a->has("-h")) return tell_help("withdraw", withdraw_usage);
  if (a->names.size() != 1)
    return refuse(ErrorKind::unsupported, a->names.empty() ? "say_which_item" : "one_withdrawn");
  auto reason = a->has("--lift") ? Result<std::string>("") : reason_of(*a);
  if (!reason) return fail(reason.error());
  auto desk = desk_with_previous(*a, a->value("--channel"));
  if (!desk) return fail(desk.error());
  return withdraw_from(*desk, *a, *reason);
}

Result<int> stop(VerbWords words) {
  auto a = parse_arguments(words, withdraw_grammar());
  if (!a) return fail(a.error());
  if (a->has("--help") || a->has("-h")) return tell_help("stop", stop_usage);
  if (a->names.size() != 1) return refuse(ErrorKind::unsupported, "say_which_channel");
  if (!a->has("--lift") && !a->has("--until")) return refuse(ErrorKind::unsupported, "say_until");
  auto reason = a->has("--lift") ? Result<std::string>("") : reason_of(*a);
  if (!reason) return fail(reason.error());
  auto desk = desk_with_previous(*a, a->names.front());
  if (!desk) return fail(desk.error());
  return stop_channel(*desk, *a, *reason);
}

}
