#include "publisher/key_folder.h"

#include "playlist/head.h"
#include "publisher/refusal.h"
#include "publisher/streams.h"
#include "publisher/terminal.h"
#include "publisher/words.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>

namespace sheaf::publisher {
namespace {

namespace fs = std::filesystem;
constexpr std::uint64_t most_roots = 10'000; // one a week for two hundred years
constexpr Bytes most_key_file = 64_KiB;
constexpr Bytes most_root{playlist::most_root};

std::string from_environment(const char *name) {
  const char *value = std::getenv(name);
  return value ? value : "";
}

Result<void> add(Chain &chain, std::string_view document, const std::string &name) {
  auto next =
      chain.roots.empty() ? assets::first_root(document) : assets::next_root(chain.newest(), document);
  if (!next) return refuse(next.error(), "root_unread", {{"file", name}});
  chain.roots.push_back(std::move(*next));
  return {};
}

Result<std::string> password_for(const std::string &path) {
  auto from_file = password_from_file();
  if (!from_file) return fail(from_file.error());
  if (*from_file) return **from_file;
  return ask_secretly(words("ask_key_password", {{"file", path}}));
}

Result<void> write_new(const std::string &path, const std::string &text, mode_t mode) {
  Fd file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode));
  if (!file && errno == EEXIST) return refuse(ErrorKind::refused, "key_is_there", {{"file", path}});
  if (!file) return failed("write", path);
  if (auto written = write_all(file.get(), text, path); !written) return written;
  if (::fsync(file.get()) != 0) return failed("write", path);
  return {};
}

}

std::string default_key_folder() {
  if (auto keys = from_environment("SHEAF_KEYS"); !keys.empty()) return keys;
  auto config = from_environment("XDG_CONFIG_HOME");
  return (config.starts_with('/') ? config : from_environment("HOME") + "/.config") + "/sheaf/keys";
}

Result<Chain> read_chain(const std::string &place) {
  Chain chain;
  std::error_code ignored;
  if (!fs::is_directory(place, ignored)) {
    auto document = read_file(place, most_root);
    if (!document) return fail(document.error());
    if (auto added = add(chain, *document, place); !added) return fail(added.error());
    return chain;
  }
  for (std::uint64_t n = 1; n <= most_roots; ++n) {
    auto path = place + "/root/" + std::to_string(n);
    auto document = read_file(path, most_root);
    if (!document && document.error().kind == ErrorKind::absent) break;
    if (!document) return fail(document.error());
    if (auto added = add(chain, *document, path); !added) return fail(added.error());
  }
  if (!chain.roots.empty()) return chain;
  return refuse(ErrorKind::absent, "no_root", {{"folder", place}});
}

Result<void> extend(Chain &chain, Tree &tree) {
  for (const auto &root : chain.roots) {
    auto there = tree.read(root_name(root.root.version), most_root);
    if (!there) continue;
    auto taken = assets::take_apart(*there);
    auto ours = assets::take_apart(root.document);
    if (!taken || !ours || taken->bytes != ours->bytes)
      return refuse(ErrorKind::refused, "other_root", {{"n", std::to_string(root.root.version)}});
  }
  for (std::uint64_t i = 0; i < most_roots; ++i) {
    auto name = root_name(chain.newest().root.version + 1);
    auto document = tree.read(name, most_root);
    if (!document) return {};
    if (auto added = add(chain, *document, name); !added) return added;
  }
  return {};
}

Result<assets::SecretKey> load_key(const std::string &path) {
  auto file = read_file(path, most_key_file);
  if (!file) return fail(file.error());
  if (!assets::SecretKey::is_protected(*file)) {
    auto key = assets::SecretKey::read(*file, std::nullopt);
    return key ? std::move(key) : refuse(key.error(), "key_unread", {{"file", path}});
  }
  constexpr int attempts = 3;
  for (int i = 1;; ++i) {
    auto password = password_for(path);
    if (!password) return fail(password.error().in(path));
    auto key = assets::SecretKey::read(*file, *password);
    bool again =
        !key && key.error().kind == ErrorKind::refused && from_environment("SHEAF_PASSWORD_FILE").empty();
    if (key) return key;
    bool wrong = key.error().kind == ErrorKind::refused;
    if (!again || i == attempts)
      return refuse(key.error(), wrong ? "password_wrong" : "key_unread", {{"file", path}});
    warn("password_again");
  }
}

std::vector<std::string> key_files(const std::string &folder) {
  std::vector<std::string> out;
  std::error_code error;
  for (fs::directory_iterator i(folder, error), end; !error && i != end; i.increment(error))
    if (i->path().extension() == ".key") out.push_back(i->path().string());
  std::sort(out.begin(), out.end());
  // The copy that lies in the safe is for the day on which there is no other.
  std::stable_partition(out.begin(), out.end(),
                        [](const auto &path) { return !path.ends_with("/paper.key"); });
  return out;
}

std::optional<playlist::KeyId> id_beside(const std::string &key_file) {
  auto text = read_file(fs::path(key_file).replace_extension(".pub").string(), most_key_file);
  if (!text) return std::nullopt;
  auto key = assets::read_public_key(*text, "");
  return key ? std::optional(key->first) : std::nullopt;
}

Result<assets::SecretKey> make_key(const std::string &folder, const std::string &name,
                                   const std::optional<std::string> &password) {
  auto key = assets::SecretKey::make();
  if (!key) return refuse(key.error(), "key_not_made");
  auto text = key->write(password);
  if (!text) return refuse(text.error(), "key_not_made");
  if (auto made = make_folders(folder); !made) return fail(made.error());
  auto path = folder + "/" + name;
  if (auto written = write_new(path + ".key", *text, 0600); !written) return fail(written.error());
  if (auto written = write_new(path + ".pub", key->public_file(), 0644); !written)
    return fail(written.error());
  if (auto kept = sync_folder(folder); !kept) return fail(kept.error());
  return key;
}

Result<std::vector<assets::SecretKey>> keys_for(const std::vector<std::string> &named,
                                                const std::string &folder,
                                                const std::set<playlist::KeyId> &wanted, std::size_t enough) {
  std::vector<assets::SecretKey> out;
  std::set<playlist::KeyId> have;
  for (const auto &file : named.empty() ? key_files(folder) : named) {
    auto id = id_beside(file);
    if (named.empty() && ((id && !wanted.contains(*id)) || out.size() >= enough)) continue;
    auto key = load_key(file);
    if (!key) return fail(key.error());
    if (named.empty() && !wanted.contains(key->id())) continue;
    if (have.insert(key->id()).second) out.push_back(std::move(*key));
  }
  return out;
}

std::string sealed(std::string_view bytes, const std::vector<assets::SecretKey> &keys,
                   const std::string &comment) {
  assets::SignedDocument document{{}, std::string(bytes)};
  for (const auto &key : keys) document.signatures.push_back(key.sign(bytes, comment));
  return assets::put_together(document);
}

}
