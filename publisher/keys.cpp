// 'sheaf keys': who may sign what, and how that changes.
#include "assets/sha256.h"
#include "playlist/head.h"
#include "publisher/desk.h"
#include "publisher/help.h"
#include "publisher/paper.h"
#include "publisher/refusal.h"
#include "publisher/root_changes.h"
#include "publisher/streams.h"
#include "publisher/terminal.h"
#include "publisher/times.h"
#include "publisher/verbs.h"
#include "publisher/words.h"

#include "playlist/manifest.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>

namespace sheaf::publisher {
namespace {

constexpr const char *keys_usage = R"(usage: sheaf keys VERB ...
  init [--people one|three]   makes keys and the first root document. One person keeps a key on a stick and a copy
                              on paper, either of which suffices; three people keep one each, and it takes two
  new NAME                    makes one more key: NAME.key, which is secret, and NAME.pub
  add PUBFILE --role R        lets a key sign as R: root, publisher, local, or the name of a role that is there
      [--name N] [--channel C]... [--needed N] [--most-items N] [--most-bytes N]
                              a role of its own, for these channels; 'hue-*' is all that begin so; and how much one
                              publication may hold at most
  revoke KEYID [--new-epoch]  takes a key out of every role; a new epoch forgets what a thief has signed with it
  show                        who may sign what
  sign ROOTFILE [--key FILE]  adds a signature to a root document that waits for more of them

  --dir DIR, --keys DIR       the keys' folder (default $SHEAF_KEYS, else ~/.config/sheaf/keys)
  --key FILE                  a secret key that signs; may stand several times (default: those in the folder)
  --yes                       asks nothing; new keys have no password, or the one in SHEAF_PASSWORD_FILE
  --clock-is-right            sign although this machine's clock is not synchronised
publisher/KEYS.md tells the drill for a key that was lost or stolen.
)";

std::string folder_of(const Arguments &a) {
  return a.value("--dir", a.value("--keys", default_key_folder()));
}

Result<Chain> chain_in(const std::string &folder) {
  std::error_code ignored;
  if (!std::filesystem::exists(folder, ignored))
    return refuse(ErrorKind::absent, "no_keys", {{"folder", folder}});
  return read_chain(folder);
}

// --- init

Result<bool> three_people(const Arguments &a) {
  auto people = a.value("--people");
  if (people == "one" || people == "1") return false;
  if (people == "three" || people == "3") return true;
  if (!people.empty()) return refuse(ErrorKind::unsupported, "people_number", {{"text", people}});
  if (a.has("--yes")) return false;
  constexpr int attempts = 3;
  auto question = words("ask_people");
  for (int i = 0; i < attempts; ++i) {
    auto answer = ask(question);
    if (!answer) return fail(answer.error());
    if (*answer == "1" || *answer == "3") return *answer == "3";
    question = words("ask_again");
  }
  return refuse(ErrorKind::refused, "people_unanswered");
}

// For a key that is being made.
Result<std::optional<std::string>> new_password(const Arguments &a, const std::string &key) {
  auto from_file = password_from_file();
  if (!from_file || *from_file || a.has("--yes")) return from_file;
  constexpr int attempts = 3;
  for (int i = 0; i < attempts; ++i) {
    auto first = ask_secretly(words("ask_password", {{"key", key}}));
    if (!first) return fail(first.error());
    if (first->empty()) return std::optional<std::string>();
    auto second = ask_secretly(words("ask_password_again"));
    if (!second) return fail(second.error());
    if (*first == *second) return std::optional(*first);
    if (i + 1 < attempts) warn("passwords_differ");
  }
  return refuse(ErrorKind::refused, "passwords_different");
}

playlist::Root first_root(const std::vector<assets::SecretKey> &keys, const std::vector<std::string> &names,
                          unsigned needed, Wall now) {
  playlist::Root root;
  root.issued = now;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    root.keys[keys[i].id()] = keys[i].public_key(names[i]);
    root.root_keys.insert(keys[i].id());
  }
  root.root_threshold = needed;
  root.roles.push_back({playlist::RoleKind::publisher, "publisher", root.root_keys, needed, {"*"}, {}, {}});
  return root;
}

std::string in_large_groups(const std::string &fingerprint) {
  constexpr std::size_t line = 4 * 5; // four groups of four digits, each with its space
  std::string out;
  for (std::size_t at = 0; at < fingerprint.size(); at += line)
    out += "\n    " + fingerprint.substr(at, line);
  return out + "\n\n";
}

void show_fingerprint(std::uint64_t version, const Digest &digest) {
  say("fingerprint", {{"n", std::to_string(version)}});
  std::fputs(in_large_groups(assets::fingerprint(digest)).c_str(), stdout);
}

// An init that was cut off: no screen trusts what it has left.
Result<void> none_left_over(const std::string &folder, const std::vector<std::string> &names) {
  std::error_code ignored;
  for (const auto &name : names)
    if (std::filesystem::exists(folder + "/" + name + ".key", ignored))
      return refuse(ErrorKind::refused, "keys_left_over", {{"folder", folder}, {"name", name}});
  return {};
}

Result<std::vector<assets::SecretKey>> make_keys(const Arguments &a, const std::string &folder,
                                                 const std::vector<std::string> &names) {
  std::vector<std::optional<std::string>> passwords; // all before the first key: who gives up leaves nothing
  for (const auto &name : names) {
    auto password = new_password(a, name);
    if (!password) return fail(password.error());
    passwords.push_back(*password);
  }
  std::vector<assets::SecretKey> keys;
  for (std::size_t i = 0; i < names.size(); ++i) {
    auto key = make_key(folder, names[i], passwords[i]);
    if (!key) return fail(key.error());
    keys.push_back(std::move(*key));
  }
  return keys;
}

Result<int> init(const Arguments &a) {
  auto folder = folder_of(a);
  std::error_code ignored;
  if (std::filesystem::exists(folder + "/root/1", ignored))
    return refuse(ErrorKind::refused, "keys_are_there", {{"folder", folder}});
  auto now = signing_time(a);
  if (!now) return fail(now.error());
  auto three = three_people(a);
  if (!three) return fail(three.error());
  auto names =
      *three ? std::vector<std::string>{"one", "two", "three"} : std::vector<std::string>{"stick", "paper"};
  if (auto free = none_left_over(folder, names); !free) return fail(free.error());
  auto keys = make_keys(a, folder, names);
  if (!keys) return fail(keys.error());
  auto document =
      sealed(playlist::write_root(first_root(*keys, names, *three ? 2 : 1, *now)), *keys, "sheaf root 1");
  auto root = assets::first_root(document);
  if (!root) return refuse(root.error(), "root_not_made");
  if (!*three)
    if (auto page = write_paper(folder + "/paper.key", *root); !page) return fail(page.error());
  if (auto made = make_folders(folder + "/root"); !made) return fail(made.error());
  if (auto written = write_file(folder + "/root/1", document, board::Durable::yes); !written)
    return fail(written.error());
  say("made_keys", {{"folder", folder}});
  for (std::size_t i = 0; i < names.size(); ++i)
    std::printf("    %s.key  %s\n", names[i].c_str(), (*keys)[i].id().c_str());
  show_fingerprint(root->root.version, root->digest);
  say(*three ? "next_three" : "next_one");
  return 0;
}

// --- new

Result<int> make_new(const Arguments &a) {
  if (a.names.size() != 2) return refuse(ErrorKind::unsupported, "say_key_name");
  const auto &name = a.names[1];
  if (!playlist::valid_channel(name)) return refuse(ErrorKind::unsupported, "bad_key_name", {{"name", name}});
  auto password = new_password(a, name);
  if (!password) return fail(password.error());
  auto folder = folder_of(a);
  auto key = make_key(folder, name, *password);
  if (!key) return fail(key.error());
  say("made_key", {{"id", key->id()},
                   {"secret", folder + "/" + name + ".key"},
                   {"public", folder + "/" + name + ".pub"}});
  return 0;
}

// --- show

std::string joined(const std::vector<std::string> &texts) {
  std::string out;
  for (const auto &t : texts) out += (out.empty() ? "" : ", ") + t;
  return out;
}

void show_role(const playlist::Root &root, const std::string &name, const std::set<playlist::KeyId> &keys,
               unsigned needed, const Value &channels) {
  say("show_role", {{"role", name},
                    {"needed", std::to_string(needed)},
                    {"of", std::to_string(keys.size())},
                    {"channels", channels}});
  for (const auto &id : keys) std::printf("    %s  %s\n", id.c_str(), root.keys.at(id).name.c_str());
}

// Behind its channels.
Saying with_limits(const playlist::Role &role) {
  Saying out{joined(role.channels), joined(role.channels)};
  auto add = [&](const char *name, const Value &most) {
    auto more = saying(name, {{"most", most}});
    out = {out.vi + "; " + more.vi, out.en + "; " + more.en};
  };
  if (role.most_items) add("role_most_items", std::to_string(*role.most_items));
  if (role.most_bytes) add("role_most_bytes", told(Bytes{*role.most_bytes}));
  return out;
}

void show_root(const playlist::Root &root, const Digest &digest) {
  say("show_root", {{"n", std::to_string(root.version)},
                    {"epoch", std::to_string(root.epoch)},
                    {"issued", told(root.issued)}});
  show_fingerprint(root.version, digest);
  show_role(root, "root", root.root_keys, root.root_threshold, "-");
  for (const auto &role : root.roles)
    show_role(root, role.name.empty() ? std::string("publisher") : role.name, role.keys, role.threshold,
              with_limits(role));
}

Result<int> show(const Arguments &a) {
  auto chain = chain_in(folder_of(a));
  if (!chain) return fail(chain.error());
  show_root(chain->newest().root, chain->newest().digest);
  return 0;
}

// --- add, revoke, sign

// A signed root takes its place, or waits for more signatures.
Result<int> settle(const std::string &folder, const Chain &chain, const std::string &document) {
  auto settled = settle_root(folder, chain, document);
  if (!settled) return fail(settled.error());
  auto n = std::to_string(chain.newest().root.version + 1);
  if (!settled->missing.empty()) {
    warn("root_waiting", {{"file", settled->file}, {"missing", settled->missing}});
    return 0;
  }
  say("root_written", {{"n", n}, {"file", settled->file}});
  show_fingerprint(settled->root->root.version, settled->root->digest);
  if (settled->root->root.epoch > chain.newest().root.epoch)
    say("new_epoch", {{"epoch", std::to_string(settled->root->root.epoch)}});
  return 0;
}

Result<int> change(const Arguments &a, const std::function<Result<void>(playlist::Root &)> &edit) {
  auto folder = folder_of(a);
  auto chain = chain_in(folder);
  if (!chain) return fail(chain.error());
  auto now = signing_time(a);
  if (!now) return fail(now.error());
  auto next = chain->newest().root;
  ++next.version;
  next.issued = *now;
  if (auto edited = edit(next); !edited) return fail(edited.error());
  drop_unused_keys(next);
  auto bytes = playlist::write_root(next);
  if (auto good = playlist::parse_root(bytes); !good) return refuse(good.error(), "root_not_made");
  auto wanted = next.root_keys;
  wanted.insert(chain->newest().root.root_keys.begin(), chain->newest().root.root_keys.end());
  constexpr std::size_t all = assets::most_signatures;
  auto keys = keys_for(a.all("--key"), folder, wanted, all);
  if (!keys) return fail(keys.error());
  if (keys->empty()) return refuse(ErrorKind::refused, "no_root_key", {{"folder", folder}});
  return settle(folder, *chain, sealed(bytes, *keys, "sheaf root " + std::to_string(next.version)));
}

Result<int> add(const Arguments &a) {
  if (a.names.size() != 2) return refuse(ErrorKind::unsupported, "say_public_key");
  if (!a.has("--role")) return refuse(ErrorKind::unsupported, "say_role");
  auto text = read_file(a.names[1], 64_KiB);
  if (!text) return fail(text.error());
  auto name = std::filesystem::path(a.names[1]).stem().string();
  auto key = assets::read_public_key(*text, playlist::valid_channel(name) ? name : "");
  if (!key) return refuse(key.error(), "public_key_unread", {{"file", a.names[1]}});
  auto needed = a.number("--needed", 0, 1, assets::most_signatures);
  auto items = a.number("--most-items", 0, 1, playlist::most_items);
  auto bytes = a.number("--most-bytes", 0, 1, std::int64_t{1} << 53);
  for (const auto *n : {&needed, &items, &bytes})
    if (!*n) return fail(n->error());
  RoleWish wish{a.value("--role"),
                a.value("--name"),
                a.all("--channel"),
                static_cast<unsigned>(*needed),
                static_cast<std::uint64_t>(*items),
                static_cast<std::uint64_t>(*bytes)};
  return change(a, [&](playlist::Root &root) { return add_key(root, key->first, key->second, wish); });
}

Result<int> revoke(const Arguments &a) {
  if (a.names.size() != 2) return refuse(ErrorKind::unsupported, "say_which_key");
  return change(a, [&](playlist::Root &root) { return revoke_key(root, a.names[1], a.has("--new-epoch")); });
}

Result<int> sign(const Arguments &a) {
  if (a.names.size() != 2) return refuse(ErrorKind::unsupported, "say_root_document");
  const auto &file = a.names[1];
  auto text = read_file(file, Bytes{playlist::most_root});
  if (!text) return fail(text.error());
  auto document = assets::take_apart(*text);
  if (!document) return refuse(document.error(), "root_unread", {{"file", file}});
  auto root = playlist::parse_root(document->bytes);
  if (!root) return refuse(root.error(), "root_unread", {{"file", file}});
  show_root(*root, assets::sha256(document->bytes)); // nobody signs what they have not seen
  auto folder = folder_of(a);
  auto keys = keys_for(a.all("--key"), folder, root->root_keys, assets::most_signatures);
  if (!keys) return fail(keys.error());
  for (const auto &key : *keys) {
    if (std::any_of(document->signatures.begin(), document->signatures.end(),
                    [&](const auto &s) { return s.key == key.id(); }))
      continue;
    document->signatures.push_back(key.sign(document->bytes, "sheaf root " + std::to_string(root->version)));
    say("root_signed", {{"file", file}, {"id", key.id()}});
  }
  auto together = assets::put_together(*document);
  if (auto written = write_file(file, together, board::Durable::yes); !written) return fail(written.error());
  auto chain = read_chain(folder);
  if (!chain || root->version != chain->newest().root.version + 1) return 0; // another keeper's machine
  return settle(folder, *chain, together);
}

Grammar keys_grammar() {
  Grammar g;
  g.valued = {{"--people", "value_people"},
              {"--dir", "value_folder"},
              {"--keys", "value_keys"},
              {"--key", "value_key"},
              {"--role", "value_role"},
              {"--name", "value_role_name"},
              {"--channel", "value_channel"},
              {"--needed", "value_needed"},
              {"--most-items", "value_most_items"},
              {"--most-bytes", "value_most_bytes"}};
  g.switches = {"--yes", "--new-epoch", "--clock-is-right", "--help", "-h"};
  g.repeated = {"--key", "--channel"};
  return g;
}

}

Result<int> keys(VerbWords words) {
  auto a = parse_arguments(words, keys_grammar());
  if (!a) return fail(a.error());
  if (a->has("--help") || a->has("-h")) return tell_help("keys", keys_usage);
  auto verb = a->names.empty() ? "" : a->names.front();
  if (verb == "init" && a->names.size() == 1) return init(*a);
  if (verb == "new") return make_new(*a);
  if (verb == "add") return add(*a);
  if (verb == "revoke") return revoke(*a);
  if (verb == "sign") return sign(*a);
  if (verb == "show" && a->names.size() == 1) return show(*a);
  return refuse(ErrorKind::unsupported, "say_keys_verb");
}

}
