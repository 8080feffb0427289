// 'sheaf keys': who may sign what, and how that changes.
#include "assets/sha256.h"
#include "board/files.h"
#include "playlist/head.h"
#include "publisher/desk.h"
#include "publisher/paper.h"
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

constexpr const char *usage = R"(usage: sheaf keys VERB ...
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

// --- init

Result<bool> three_people(const Arguments &a) {
  auto people = a.value("--people");
  if (people == "one" || people == "1") return false;
  if (people == "three" || people == "3") return true;
  if (!people.empty())
    return fail(ErrorKind::unsupported, "--people '" + people + "': it must be one or three");
  if (a.has("--yes")) return false;
  constexpr int attempts = 3;
  auto question = words("ask_people");
  for (int i = 0; i < attempts; ++i) {
    auto answer = ask(question);
    if (!answer) return fail(answer.error());
    if (*answer == "1" || *answer == "3") return *answer == "3";
    question = words("ask_again");
  }
  return fail(ErrorKind::refused, "no answer was 1 or 3; nothing was made");
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
  }
  return fail(ErrorKind::refused, "the two passwords were not the same; no key was made");
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
    return fail(ErrorKind::refused, "'" + folder +
                                        "' has keys already, and screens trust them; 'sheaf keys show' lists "
                                        "them, --dir names another folder");
  auto now = signing_time(a);
  if (!now) return fail(now.error());
  auto three = three_people(a);
  if (!three) return fail(three.error());
  auto names =
      *three ? std::vector<std::string>{"one", "two", "three"} : std::vector<std::string>{"stick", "paper"};
  auto keys = make_keys(a, folder, names);
  if (!keys) return fail(keys.error());
  auto document =
      sealed(playlist::write_root(first_root(*keys, names, *three ? 2 : 1, *now)), *keys, "sheaf root 1");
  auto root = assets::first_root(document);
  if (!root) return fail(root.error());
  if (!*three)
    if (auto page = write_paper(folder + "/paper.key", *root); !page) return fail(page.error());
  if (auto made = make_folders(folder + "/root"); !made) return fail(made.error());
  if (auto written = board::write_whole(folder + "/root/1", document, board::Durable::yes); !written)
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
  if (a.names.size() != 2)
    return fail(ErrorKind::unsupported, "say how the key is called: sheaf keys new lan");
  const auto &name = a.names[1];
  if (!playlist::valid_channel(name))
    return fail(ErrorKind::unsupported,
                "'" + name + "' is no name for a key; write lower-case letters, digits, '-', '_' and '.'");
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
               unsigned needed, const std::string &channels) {
  say("show_role", {{"role", name},
                    {"needed", std::to_string(needed)},
                    {"of", std::to_string(keys.size())},
                    {"channels", channels}});
  for (const auto &id : keys) std::printf("    %s  %s\n", id.c_str(), root.keys.at(id).name.c_str());
}

std::string limits_of(const playlist::Role &role) {
  std::string out;
  if (role.most_items) out += "; items <= " + std::to_string(*role.most_items);
  if (role.most_bytes) out += "; bytes <= " + std::to_string(*role.most_bytes);
  return out;
}

void show_root(const playlist::Root &root, const Digest &digest) {
  say("show_root", {{"n", std::to_string(root.version)},
                    {"epoch", std::to_string(root.epoch)},
                    {"issued", text(root.issued)}});
  show_fingerprint(root.version, digest);
  show_role(root, "root", root.root_keys, root.root_threshold, "-");
  for (const auto &role : root.roles)
    show_role(root, role.name.empty() ? std::string("publisher") : role.name, role.keys, role.threshold,
              joined(role.channels) + limits_of(role));
}

Result<int> show(const Arguments &a) {
  auto chain = read_chain(folder_of(a));
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
  auto chain = read_chain(folder);
  if (!chain) return fail(chain.error());
  auto now = signing_time(a);
  if (!now) return fail(now.error());
  auto next = chain->newest().root;
  ++next.version;
  next.issued = *now;
  if (auto edited = edit(next); !edited) return fail(edited.error());
  drop_unused_keys(next);
  auto bytes = playlist::write_root(next);
  if (auto good = playlist::parse_root(bytes); !good) return fail(good.error());
  auto wanted = next.root_keys;
  wanted.insert(chain->newest().root.root_keys.begin(), chain->newest().root.root_keys.end());
  constexpr std::size_t all = assets::most_signatures;
  auto keys = keys_for(a.all("--key"), folder, wanted, all);
  if (!keys) return fail(keys.error());
  if (keys->empty())
    return fail(ErrorKind::refused,
                "there is no key at hand that may sign a root document; name one with --key FILE");
  return settle(folder, *chain, sealed(bytes, *keys, "sheaf root " + std::to_string(next.version)));
}

Result<int> add(const Arguments &a) {
  if (a.names.size() != 2)
    return fail(ErrorKind::unsupported, "say which public key: sheaf keys add lan.pub --role publisher");
  if (!a.has("--role"))
    return fail(ErrorKind::unsupported, "say what it may sign: --role root, publisher or local");
  auto text = board::read_whole(a.names[1], 64_KiB);
  if (!text) return fail(text.error());
  auto name = std::filesystem::path(a.names[1]).stem().string();
  auto key = assets::read_public_key(*text, playlist::valid_channel(name) ? name : "");
  if (!key) return fail(key.error().in(a.names[1]));
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
  if (a.names.size() != 2)
    return fail(ErrorKind::unsupported, "say which key: its id, as 'sheaf keys show' lists it");
  return change(a, [&](playlist::Root &root) { return revoke_key(root, a.names[1], a.has("--new-epoch")); });
}

Result<int> sign(const Arguments &a) {
  if (a.names.size() != 2)
    return fail(ErrorKind::unsupported, "say which root document: the file that was sent to you");
  const auto &file = a.names[1];
  auto text = board::read_whole(file, Bytes{playlist::most_root});
  if (!text) return fail(text.error());
  auto document = assets::take_apart(*text);
  if (!document) return fail(document.error().in(file));
  auto root = playlist::parse_root(document->bytes);
  if (!root) return fail(root.error().in(file));
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
  if (auto written = board::write_whole(file, together, board::Durable::yes); !written)
    return fail(written.error());
  auto chain = read_chain(folder);
  if (!chain || root->version != chain->newest().root.version + 1) return 0; // another keeper's machine
  return settle(folder, *chain, together);
}

Grammar grammar() {
  Grammar g;
  g.valued = {{"--people", "one or three"},
              {"--dir", "a folder"},
              {"--keys", "a folder"},
              {"--key", "a secret key file"},
              {"--role", "root, publisher, local, or a role's name"},
              {"--name", "the role's name"},
              {"--channel", "a channel's name"},
              {"--needed", "how many of its keys must sign"},
              {"--most-items", "items of one publication"},
              {"--most-bytes", "bytes of one publication"}};
  g.switches = {"--yes", "--new-epoch", "--clock-is-right", "--help", "-h"};
  g.repeated = {"--key", "--channel"};
  return g;
}

}

Result<int> keys(VerbWords words) {
  auto a = parse_arguments(words, grammar());
  if (!a) return fail(a.error());
  if (a->has("--help") || a->has("-h")) return std::fputs(usage, stdout) < 0;
  auto verb = a->names.empty() ? "" : a->names.front();
  if (verb == "init" && a->names.size() == 1) return init(*a);
  if (verb == "new") return make_new(*a);
  if (verb == "add") return add(*a);
  if (verb == "revoke") return revoke(*a);
  if (verb == "sign") return sign(*a);
  if (verb == "show" && a->names.size() == 1) return show(*a);
  return fail(
      ErrorKind::unsupported,
      "say what to do with keys: init, new, add, revoke, show or sign; 'sheaf keys --help' tells more");
}

}
