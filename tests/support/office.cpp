#include "tests/support/office.h"

#include "assets/sha256.h"
#include "assets/store_files.h"
#include "playlist/chunk_list.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>
#include <stdexcept>

namespace sheaf::testing {
namespace {

template<class T> T must(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().text);
  return std::move(*result);
}

std::vector<Digest> chunks_of(const std::string &bytes) {
  std::vector<Digest> chunks;
  for (std::size_t at = 0; at < bytes.size(); at += playlist::chunk_size)
    chunks.push_back(assets::sha256(std::string_view(bytes).substr(at, playlist::chunk_size)));
  return chunks;
}

bool is_used(const playlist::Manifest &manifest, const Digest &blob) {
  return std::any_of(manifest.items.begin(), manifest.items.end(), [&](const auto &item) {
    return std::any_of(item.blobs.begin(), item.blobs.end(), [&](const auto &b) { return b.second == blob; });
  });
}

assets::Current current_in(const assets::StoreFiles &files) {
  if (!std::filesystem::exists(files.current())) return {};
  return must(assets::parse_current(read_file(files.current())));
}

assets::CurrentChannel &channel_in(assets::Current &current, const std::string &name) {
  for (auto &channel : current.channels)
    if (channel.channel == name) return channel;
  return current.channels.emplace_back(assets::CurrentChannel{name, {}});
}

}

Office::Office() : root_key(make_key()), publisher(make_key()) {
  know(root_key, "root");
  know(publisher, "publisher");
  root.version = 0;
  root.issued = instant();
  root.root_keys = {root_key->id()};
  playlist::Role role;
  role.name = "office";
  role.keys = {publisher->id()};
  role.channels = {"*"};
  root.roles = {role};
  sign_next_root();
  head.channel = "hall";
  head.issued = instant();
  head.expires = instant() + std::chrono::hours(24 * 3652);
  signers = {publisher};
}

Office::Signer Office::make_key() {
  return std::make_shared<const assets::SecretKey>(must(assets::SecretKey::make()));
}

void Office::know(const Signer &key, const std::string &name) {
  root.keys[key->id()] = key->public_key(name);
}

const std::string &Office::sign_next_root(const std::vector<Signer> &by) {
  ++root.version;
  head.epoch = root.epoch;
  auto signers_of_root = by.empty() ? std::vector<Signer>{root_key} : by;
  return root_documents.emplace_back(sign_bytes(playlist::write_root(root), signers_of_root));
}

assets::TrustedRoot Office::installed() const { return must(assets::first_root(root_documents.front())); }

playlist::Item &Office::add_item(const std::string &id, const std::string &bytes, playlist::ItemKind kind) {
  playlist::Item item;
  item.id = id;
  item.kind = kind;
  item.blobs["und"] = add_blob(bytes);
  item.source = id;
  return manifest.items.emplace_back(std::move(item));
}

Digest Office::add_blob(const std::string &bytes) {
  auto digest = assets::sha256(bytes);
  playlist::Blob blob;
  blob.size = bytes.size();
  if (bytes.size() > playlist::chunk_size) {
    auto list = playlist::write_chunk_list(chunks_of(bytes));
    blob.chunks = assets::sha256(list);
    blobs[*blob.chunks] = list;
  }
  blobs[digest] = bytes;
  manifest.blobs[digest] = blob;
  return digest;
}

void Office::remove_item(const std::string &id) {
  std::erase_if(manifest.items, [&](const auto &item) { return item.id == id; });
  std::erase_if(manifest.blobs, [&](const auto &blob) { return !is_used(manifest, blob.first); });
}

Publication Office::sign() {
  Publication p;
  manifest.channel = head.channel;
  p.manifest = manifest;
  p.manifest_bytes = playlist::write_manifest(manifest);
  head.manifest = assets::sha256(p.manifest_bytes);
  head.manifest_size = p.manifest_bytes.size();
  p.head = head;
  p.head_document = sign_head(head);
  p.digest = assets::sha256(playlist::write_head(head));
  for (const auto &[digest, blob] : manifest.blobs) {
    p.blobs[digest] = blobs.at(digest);
    if (blob.chunks) p.blobs[*blob.chunks] = blobs.at(*blob.chunks);
  }
  ++head.serial;
  return p;
}

std::string Office::sign_head(const playlist::Head &any) const {
  return sign_bytes(playlist::write_head(any), signers);
}

std::string Office::sign_bytes(const std::string &bytes, const std::vector<Signer> &by) {
  assets::SignedDocument document{{}, bytes};
  for (const auto &key : by) document.signatures.push_back(key->sign(bytes, "a test's"));
  return assets::put_together(document);
}

Publication Office::publish(const std::string &folder) {
  auto publication = sign();
  write_tree(folder, publication, root_documents);
  return publication;
}

Publication Office::fill_store(const std::string &folder, bool complete) {
  auto publication = sign();
  write_store(folder, publication, root_documents, complete);
  return publication;
}

namespace {

// As sheaf-publish: two heads of one second have the same ETag.
void write_head(const std::string &path, const std::string &bytes) {
  namespace fs = std::filesystem;
  std::optional<fs::file_time_type> before;
  if (fs::exists(path)) before = fs::last_write_time(path);
  write_file(path, bytes);
  if (before && fs::last_write_time(path) < *before + std::chrono::seconds(1))
    fs::last_write_time(path, *before + std::chrono::seconds(1));
}

}

void write_tree(const std::string &folder, const Publication &p, const std::vector<std::string> &roots) {
  auto tree = folder + "/sheaf";
  for (std::size_t i = 0; i < roots.size(); ++i)
    write_file(tree + "/root/" + std::to_string(i + 1), roots[i]);
  for (const auto &[digest, bytes] : p.blobs)
    write_file(tree + "/blobs/" + digest.hex().substr(0, 2) + "/" + digest.hex(), bytes);
  write_file(tree + "/manifests/" + p.head.manifest.hex() + ".json", p.manifest_bytes);
  write_head(tree + "/" + p.head.channel + "/head", p.head_document);
}

void write_store(const std::string &folder, const Publication &p, const std::vector<std::string> &roots,
                 bool complete) {
  assets::StoreFiles files{folder};
  for (std::size_t i = 1; i < roots.size(); ++i) write_file(files.root(i + 1), roots[i]); // 1 is installed
  for (const auto &[digest, bytes] : p.blobs) write_file(files.blob(digest), bytes);
  write_file(files.manifest(p.head.manifest), p.manifest_bytes);
  write_file(files.head(p.digest), p.head_document);
  auto current = current_in(files);
  auto &editions = channel_in(current, p.head.channel).editions;
  editions.insert(editions.begin(), {p.digest, p.head.manifest, complete});
  editions.resize(std::min(editions.size(), assets::most_editions));
  current.root = roots.size() > 1 ? roots.size() : 0;
  write_file(files.current(), assets::write_current(current));
}

void write_file(const std::string &path, const std::string &bytes) {
  std::filesystem::path place(path);
  std::filesystem::create_directories(place.parent_path());
  auto fresh = (place.parent_path() / ("." + place.filename().string() + ".office")).string();
  std::ofstream(fresh, std::ios::binary) << bytes;
  std::filesystem::rename(fresh, place);
}

std::string read_file(const std::string &path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("cannot read " + path);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

std::string noise(std::size_t size, unsigned seed) {
  std::mt19937_64 random(seed);
  std::string bytes(size, '\0');
  for (std::size_t i = 0; i < size; i += 8) {
    auto word = random();
    for (std::size_t k = i; k < std::min(size, i + 8); ++k, word >>= 8)
      bytes[k] = static_cast<char>(word & 0xff);
  }
  return bytes;
}

Wall instant(std::int64_t seconds_later) {
  return Wall(std::chrono::seconds(1767225600 + seconds_later)); // 2026-01-01T00:00:00Z
}

}
