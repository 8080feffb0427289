// Remotes of rclone (rclone.org): S3, WebDAV, SFTP and others, by the program itself. May wait for a network.
// One thread.
#pragma once

#include "base/bytes.h"
#include "base/result.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sheaf::publisher {

/// "NAME:PATH", "NAME:", or ":backend,option=value:PATH"; nothing of this machine's is called so.
bool is_remote(const std::string &place);

class Rclone {
public:
  /// `place`: as is_remote().
  explicit Rclone(std::string place) : place_(std::move(place)) {}

  /// Files below `folder`, as "folder/name" -> bytes; none where there is no such folder. Errors: refused
  /// (rclone is missing; it says why: no such remote, a wrong password), transient (the network).
  [[nodiscard]] Result<std::map<std::string, std::uint64_t>> list(const std::string &folder) const;
  /// Errors: absent; refused (larger than `most`), and those of list().
  [[nodiscard]] Result<std::string> read(const std::string &name, Bytes most) const;
  /// Brings `name` into the file `to`.
  [[nodiscard]] Result<void> fetch(const std::string &name, const std::string &to) const;
  /// Sends `names` from below `folder`, which may be links, and looks whether they have come: by digests
  /// where the other side can tell them, else by reading them back. Errors: corrupt (they have not), and
  /// others.
  [[nodiscard]] Result<void> send(const std::string &folder, const std::vector<std::string> &names) const;
  /// Sends the file `from` straight over whatever is there: what is there is not removed before.
  [[nodiscard]] Result<void> put(const std::string &from, const std::string &name) const;
  [[nodiscard]] Result<void> remove(const std::string &name) const;

private:
  [[nodiscard]] std::string at(std::string_view name) const;
  [[nodiscard]] Result<std::string> run(std::vector<std::string> words, Bytes most) const;
  [[nodiscard]] bool tells_digests() const;
  std::string place_;
  mutable std::optional<bool> tells_digests_; // asked once
};

}
