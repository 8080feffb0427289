// An office for tests: keys, roots, signed heads, manifests, blobs, and whole trees and stores in a folder.
//
//   Office office;                              // root 1, and a publisher who may sign for every channel
//   office.add_item("a", bytes);                // a still; more than 1 MiB gets its chunk list
//   office.publish(tree_folder);                // sheaf/<channel>/head ..., serial 1
//   office.add_item("b", more);
//   office.publish(tree_folder);                // serial 2
//   office.fill_store(store_folder);            // as sheaf-fetch would have left it: documents, blobs,
//   `current` StoreReader reader({store_folder}, office.installed(), {"hall"});
//
// Everything can be bent before it is signed: `head` (serial, epoch, channel, expires, stop, ...),
// `manifest`, `root`, `signers`. What goes wrong is a thrown std::runtime_error: a test's own.
#pragma once

#include "assets/current.h"
#include "assets/keys.h"
#include "assets/trust.h"
#include "playlist/head.h"
#include "playlist/manifest.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace sheaf::testing {

/// A publication, signed.
struct Publication {
  playlist::Head head;
  playlist::Manifest manifest;
  std::string head_document; // with its signatures
  Digest digest;             // SHA-256 of the head's signed JSON bytes
  std::string manifest_bytes;
  std::map<Digest, std::string> blobs; // and chunk lists
};

class Office {
public:
  using Signer = std::shared_ptr<const assets::SecretKey>;

  Office();

  // Keys.
  Signer root_key, publisher;
  static Signer make_key();
  /// Puts its public key into `root` (what it may do is another question).
  void know(const Signer &key, const std::string &name = "somebody");

  // Roots. `root` is the one that was signed last; change it, then sign the next.
  playlist::Root root;
  std::vector<std::string> root_documents; // [0] is root 1
  /// `root` with version + 1, signed by `by` (default: root_key).
  const std::string &sign_next_root(const std::vector<Signer> &by = {});
  /// As a technician has installed it: root 1.
  [[nodiscard]] assets::TrustedRoot installed() const;

  // What is published next. publish(), sign() fill in manifest's digest and size; serial is counted up after.
  playlist::Head head; // channel "hall", epoch of root, serial 1, issued 2026-01-01, expires 2036-01-01
  playlist::Manifest manifest;         // no items yet
  std::vector<Signer> signers;         // the publisher
  std::map<Digest, std::string> blobs; // by digest, with chunk lists

  /// Takes the bytes in as a blob and adds an item for the language "und"; the reference holds until the next
  /// add_item().
  playlist::Item &add_item(const std::string &id, const std::string &bytes,
                           playlist::ItemKind kind = playlist::ItemKind::still);
  /// Only the blob (and its chunk list), in `blobs` and in manifest.blobs.
  Digest add_blob(const std::string &bytes);
  /// Takes an item out, with its blobs where no other item has them.
  void remove_item(const std::string &id);

  /// Signs what there is, writes nothing. The serial is counted up.
  Publication sign();
  /// A head of one's own making, signed by `signers`.
  [[nodiscard]] std::string sign_head(const playlist::Head &any) const;
  [[nodiscard]] static std::string sign_bytes(const std::string &bytes, const std::vector<Signer> &by);

  /// sign(), and the tree under `folder`/sheaf: roots, blobs, manifest, head.
  Publication publish(const std::string &folder);
  /// sign(), and a store as sheaf-fetch leaves it: editions, blobs, roots, `current` with this edition as the
  /// newest of its channel, before those that are there (at most most_editions). No state.db.
  Publication fill_store(const std::string &folder, bool complete = true);
};

/// Parts of the above, for publications that were signed before.
void write_tree(const std::string &folder, const Publication &publication,
                const std::vector<std::string> &roots);
void write_store(const std::string &folder, const Publication &publication,
                 const std::vector<std::string> &roots, bool complete = true);

/// Makes folders as needed. Whole, by rename.
void write_file(const std::string &path, const std::string &bytes);
std::string read_file(const std::string &path);

/// `size` bytes that look random and are the same for the same `seed`.
std::string noise(std::size_t size, unsigned seed = 1);

/// 2026-01-01T00:00:00Z plus so many seconds.
Wall instant(std::int64_t seconds_later = 0);

}
