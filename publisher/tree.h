// Where a publication lies: a folder, one .sheaf file, or a remote of rclone, with the same tree in it
// (playlist/FORMAT.md, "Tree"). May wait for a disk or a network. One thread; one process at a time where the
// file system can say so.
#pragma once

#include "base/bytes.h"
#include "base/digest.h"
#include "base/fd.h"
#include "base/result.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace sheaf::publisher {

/// Names in the tree.
std::string head_name(std::string_view channel);
std::string manifest_name(const Digest &digest);
bool is_manifest_name(std::string_view name);
bool is_head_name(std::string_view name);
std::string blob_name(const Digest &digest);
std::string root_name(std::uint64_t version);

/// Bytes that lie in a file: all of it or a part.
struct Extent {
  Fd file;
  std::uint64_t offset = 0, size = 0;
};

class Tree {
public:
  virtual ~Tree() = default;

  /// Errors: absent; refused (larger than `most`); transient.
  virtual Result<std::string> read(const std::string &name, Bytes most) = 0;
  virtual Result<Extent> open(const std::string &name) = 0;
  [[nodiscard]] virtual std::optional<std::uint64_t> size(const std::string &name) = 0;
  /// Channels that have a head here, in order.
  [[nodiscard]] virtual std::vector<std::string> channels() = 0;
  /// The manifests that are here, of old publications too: their names, in order.
  [[nodiscard]] virtual std::vector<std::string> manifests() = 0;

  /// Writes whole: what is there before stays until the new is there. In a .sheaf file all of it comes into
  /// place with commit().
  virtual Result<void> put(const std::string &name, std::string_view bytes) = 0;
  /// The bytes of a file, which must have this digest. Errors: corrupt (it has not), full, transient.
  virtual Result<void> put_file(const std::string &name, const std::string &path, const Digest &digest,
                                std::uint64_t size) = 0;
  /// The last step. `keep`: whether a name that was there before still belongs to it; only a .sheaf file
  /// asks. Errors: full, refused, transient.
  virtual Result<void> commit(const std::function<bool(const std::string &name)> &keep) = 0;
  /// It lies on something that somebody will pull out; after commit() that is safe.
  [[nodiscard]] virtual bool on_stick() const { return false; }
};

enum class Access { read, write };

/// `place`: a remote of rclone (rclone.h); a folder (made where there is none and it is to be written); or a
/// name that ends in ".sheaf". Errors: absent; refused (somebody else is publishing there; not a .sheaf
/// file); corrupt.
Result<std::unique_ptr<Tree>> open_tree(const std::string &place, Access access);

bool is_sheaf_file(std::string_view place);

/// Holds `folder` for one publisher, as long as the descriptor lives; a file system that cannot say so lets
/// all in. `place` is for people. Errors: refused (somebody else has it), absent.
Result<Fd> hold(const std::string &folder, const std::string &place);

// The three kinds.
Result<std::unique_ptr<Tree>> open_folder_tree(const std::string &folder, Access access);
Result<std::unique_ptr<Tree>> open_sheaf_file(const std::string &path, Access access);
Result<std::unique_ptr<Tree>> open_remote_tree(const std::string &place, Access access);

}
