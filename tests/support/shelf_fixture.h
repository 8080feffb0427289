// A small office and a store beside it, for tests of the shelf: a root with one key, publications of any
// size, and a whole sync in one call.
#pragma once

#include "assets/inner/shelf_store.h"
#include "assets/keys.h"
#include "assets/seal.h"
#include "assets/sha256.h"
#include "assets/shelf.h"
#include "tests/support/at_length.h"

#include <stdexcept>

namespace sheaf::testing::shelf { // an office of its own: tests/support/office.h has other words

/// What must be there, or the test cannot go on.
template<class T> T must(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().text);
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

/// Bytes that compress to nothing and differ by `seed`.
inline std::string noise(std::size_t size, std::uint64_t seed) {
  std::string bytes(size, '\0');
  auto state = seed * 0x9E3779B97F4A7C15ull + 1;
  for (auto &b : bytes) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    b = static_cast<char>(state >> 32);
  }
  return bytes;
}

struct Publication {
  playlist::Head head;
  playlist::Manifest manifest;
  std::string document, manifest_bytes;
  Digest digest;
  std::map<Digest, std::string> blobs; // chunk lists too
};

class ShelfOffice {
public:
  ShelfOffice() : key_(must(assets::SecretKey::make())), root_(make_root(1, 1)) {}
  /// With a key that there is already, in minisign's form.
  explicit ShelfOffice(const std::string &key)
      : key_(must(assets::SecretKey::read(key, {}))), root_(make_root(1, 1)) {}
  [[nodiscard]] std::string key() const { return must(key_.write({})); }
  [[nodiscard]] const assets::TrustedRoot &root() const { return root_; }
  /// Version `version` of the root, signed by the same key.
  [[nodiscard]] std::string root_document(std::uint64_t version, std::uint64_t epoch,
                                          const std::string &channels = "*") const {
    playlist::Root root;
    root.version = version;
    root.epoch = epoch;
    root.issued = issued;
    root.keys[key_.id()] = key_.public_key("office");
    root.root_keys = {key_.id()};
    playlist::Role role;
    role.name = "office";
    role.keys = {key_.id()};
    role.channels = {channels};
    root.roles = {role};
    return sign(playlist::write_root(root));
  }
  [[nodiscard]] std::string sign(const std::string &bytes) const {
    return assets::put_together({{key_.sign(bytes, "for a test")}, bytes});
  }

  /// Each item a still of its own; the first is evergreen.
  [[nodiscard]] Publication publish(std::uint64_t serial, const std::vector<std::string> &items,
                                    std::optional<Wall> activate_at = {}, const std::string &channel = "hall",
                                    std::uint64_t epoch = 1) const {
    Publication p;
    p.manifest.channel = channel;
    p.manifest.languages = {"vi"};
    for (auto &bytes : items) add(p, bytes);
    p.manifest_bytes = playlist::write_manifest(p.manifest);
    p.head.channel = channel;
    p.head.epoch = epoch;
    p.head.serial = serial;
    p.head.manifest = assets::sha256(p.manifest_bytes);
    p.head.manifest_size = p.manifest_bytes.size();
    p.head.issued = issued;
    p.head.expires = issued + std::chrono::hours(24 * 3650);
    p.head.activate_at = activate_at;
    auto json = playlist::write_head(p.head);
    p.digest = assets::sha256(json);
    p.document = sign(json);
    return p;
  }

  static constexpr Wall issued{std::chrono::seconds(1'700'000'000)};

private:
  static void add(Publication &p, const std::string &bytes) {
    playlist::Blob blob{bytes.size(), {}};
    if (bytes.size() > playlist::chunk_size) {
      std::vector<Digest> chunks;
      for (std::size_t at = 0; at < bytes.size(); at += playlist::chunk_size)
        chunks.push_back(assets::sha256(std::string_view(bytes).substr(at, playlist::chunk_size)));
      auto list = playlist::write_chunk_list(chunks);
      blob.chunks = assets::sha256(list);
      p.blobs[*blob.chunks] = list;
    }
    auto digest = assets::sha256(bytes);
    p.blobs[digest] = bytes;
    p.manifest.blobs[digest] = blob;
    playlist::Item item;
    item.id = "item" + std::to_string(p.manifest.items.size());
    item.blobs["und"] = digest;
    item.evergreen = p.manifest.items.empty();
    p.manifest.items.push_back(item);
  }
  [[nodiscard]] assets::TrustedRoot make_root(std::uint64_t version, std::uint64_t epoch) const {
    return must(assets::first_root(root_document(version, epoch)));
  }

  assets::SecretKey key_;
  assets::TrustedRoot root_;
};

/// What edition number `serial` of a test that syncs many shows: large and small, some of it new.
inline std::vector<std::string> items_of(std::uint64_t serial) {
  return {noise(1'300'000, serial / 2), noise(20'000, serial), noise(5'000, serial + 1), noise(5'000, 77)};
}

inline Result<void> accept(assets::Shelf &shelf, const Publication &p) {
  return shelf.accept(p.document, p.head, p.digest, p.manifest_bytes, p.manifest);
}

/// Receives one blob, in pieces. Ranges are asked for as a fetcher does.
inline Result<void> receive(assets::Shelf &shelf, const assets::Needed &needed, const std::string &bytes,
                            std::size_t piece = 400'000) {
  auto incoming = shelf.receive(needed);
  if (!incoming) return fail(incoming.error());
  while ((*incoming)->offset() < needed.size) {
    auto at = (*incoming)->offset(), n = std::min<std::uint64_t>(piece, (*incoming)->until() - at);
    auto written = (*incoming)->write(std::string_view(bytes).substr(at, n));
    if (!written) return written;
  }
  return (*incoming)->finish();
}

/// All that is missing, until the edition is complete.
inline Result<void> fetch_all(assets::Shelf &shelf, const Publication &p) {
  auto missing = shelf.plan(p.head.channel);
  if (!missing) return fail(missing.error());
  for (auto &needed : *missing) {
    auto received = receive(shelf, needed, p.blobs.at(needed.blob));
    if (!received) return received;
  }
  auto complete = shelf.complete(p.head.channel);
  if (!complete) return fail(complete.error());
  if (!*complete) return fail(ErrorKind::absent, "it is not complete");
  return {};
}

inline Result<void> sync(assets::Shelf &shelf, const Publication &p) {
  auto accepted = accept(shelf, p);
  return accepted ? fetch_all(shelf, p) : accepted;
}

}
