// What every signing verb needs at hand: the destination, the roots, the keys that may sign the channel, and
// what was published there last. One thread.
#pragma once

#include "publisher/arguments.h"
#include "publisher/key_folder.h"
#include "publisher/tree.h"
#include "publisher/words.h"

#include "base/time.h"
#include "playlist/head.h"
#include "playlist/manifest.h"

#include <memory>
#include <optional>

namespace sheaf::publisher {

/// The last publication of a channel.
struct Previous {
  playlist::Head head;
  playlist::Manifest manifest;
  std::string document, manifest_bytes; // the head as it is signed; the manifest
  // Its list of what is withdrawn goes on: signed by keys that hold under the newest root, or did before in
  // its epoch, or vouched for.
  bool trusted = false;
  bool current = false; // under the newest root itself
};

/// Whether a person has named the place as one with a good publication. It has to be signed nonetheless.
enum class Vouched { no, yes };

/// Nothing where the channel has no head there. Errors: refused (no root of ours allows its signatures; its
/// manifest is not there).
Result<std::optional<Previous>> read_previous(Tree &tree, const std::string &channel, const Chain &chain,
                                              Vouched vouched);

struct Desk {
  std::unique_ptr<Tree> tree;
  std::string place; // of the tree, as it was named
  Chain chain;
  std::vector<assets::SecretKey> keys;  // none where it is signed later
  const playlist::Role *role = nullptr; // that they sign under
  std::string channel;
  std::optional<Previous> previous; // the newest that is trusted of the destination and of --serial-from
  bool from_elsewhere = false;      // it is the one of --serial-from
  Wall now{};
};

/// Options that all of them share: --to, --channel, --key, --keys, --serial-from, --clock-is-right.
void add_desk_options(Grammar &grammar);

/// Now, for what is signed. Errors: refused (the clock is not synchronised, and nobody says that it is
/// right).
Result<Wall> signing_time(const Arguments &arguments);

/// Whether keys are wanted at once, or others sign another time.
enum class Signing { now, later };

/// `channel`: the one that was asked for; empty: the only one that the destination has, else "main".
/// Errors: refused (the clock is not synchronised; the keys may not sign the channel), and others.
Result<Desk> open_desk(const Arguments &arguments, std::string channel, Signing signing = Signing::now);

/// The roles of `root` that may sign `channel`.
std::vector<const playlist::Role *> roles_for(const playlist::Root &root, const std::string &channel);
/// In words: how many of which keys a channel takes.
Saying who_may(const playlist::Root &root, const std::string &channel);

/// A head that follows the last one: channel, epoch, serial, issued, expires. Errors: refused (the serial has
/// come to its end, the clock is behind the last publication).
Result<playlist::Head> next_head(const Desk &desk, std::int64_t days);

/// Manifest, roots, head, in this order, then whatever commit() needs. The blobs are there already.
/// `what`: as publishing.csv has it (publishing_log.h).
Result<void> write_edition(Desk &desk, const playlist::Head &head, const playlist::Manifest &manifest,
                           const std::string &manifest_bytes, const char *what);

/// The same with a head that is signed already: the destination then has the very edition that another has.
Result<void> copy_edition(Desk &desk, const Previous &edition, const char *what);

/// The manifest's bytes, after a look at them as a screen would. Errors: refused (it is too large, ...).
Result<std::string> checked_manifest(const playlist::Manifest &manifest);

constexpr std::int64_t default_days = 180, most_days = 3650;

}
