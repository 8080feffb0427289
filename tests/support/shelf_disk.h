// A disk that fails at a chosen step, or remembers every step so that the power can be cut after each: what
// was not synced is then lost or kept, in every combination.
#pragma once

#include "assets/inner/disk.h"

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <vector>

namespace sheaf::testing {

enum class Step { open, write, cut, sync, rename, remove, make_folder, sync_folder };

/// Passes everything on to the real disk, unless `fault` says otherwise.
class ShelfDisk final : public assets::Disk {
public:
  struct Operation {
    Step step{};
    std::string path, to, bytes;
    std::uint64_t at = 0;
  };
  /// Asked before each step; an error is given back instead of doing it.
  std::function<std::optional<Error>(const Operation &)> fault;
  std::optional<std::uint64_t> free; // instead of what the file system says

  [[nodiscard]] const std::vector<Operation> &operations() const { return operations_; }

  Result<std::unique_ptr<assets::DiskFile>> open(const std::string &path) override;
  Result<std::unique_ptr<assets::DiskFile>> open_to_read(const std::string &path) override {
    return assets::real_disk().open_to_read(path);
  }
  Result<void> rename(const std::string &from, const std::string &to) override;
  Result<void> remove(const std::string &path) override;
  Result<void> make_folder(const std::string &path) override;
  Result<void> sync_folder(const std::string &path) override;
  Result<std::uint64_t> room(const std::string &folder) override {
    return free ? Result<std::uint64_t>(*free) : assets::real_disk().room(folder);
  }

  /// Does `work` as the step `operation`, remembered.
  Result<void> step(Operation operation, const std::function<Result<void>()> &work);

private:
  std::vector<Operation> operations_;
};

/// What lies on a disk, as far as the steps tell: files with what was synced and what was only written, names
/// that are durable and names that are not yet.
class DiskModel {
public:
  void apply(const ShelfDisk::Operation &operation);

  /// Things that a power cut now may lose or keep.
  [[nodiscard]] std::size_t undecided() const;
  /// Writes what a cut leaves below `folder`, where `kept` says for each undecided thing whether it is kept.
  /// Names of the model are below `top`.
  void leave(const std::string &top, const std::string &folder, const std::vector<bool> &kept) const;
  /// The same for the same outcome.
  [[nodiscard]] std::string outcome(const std::vector<bool> &kept) const;

private:
  using Name = std::string;
  struct File {
    std::string synced, written;
    int synced_changes = 0, changes = 0; // so many writes and cuts are in them
  };
  struct Change {  // of names, not synced
    Name from, to; // from empty: it was made; to empty: it was removed
    int file = 0;
  };
  using Names = std::map<Name, int>;
  static void apply(Names &names, const Change &change);
  void apply_to(int number, const ShelfDisk::Operation &operation);
  void change(Change c);
  void sync_folder(const Name &folder);
  [[nodiscard]] std::vector<int> unsynced() const;
  [[nodiscard]] std::vector<Name> loose_folders() const;
  struct Left {
    std::vector<Name> folders;
    std::map<Name, const std::string *> files;
    std::string key;
  };
  [[nodiscard]] Left left(const std::vector<bool> &kept) const;
  std::vector<File> files_;
  Names now_, durable_;
  std::vector<Change> pending_;
  std::map<Name, bool> folders_; // whether its name is durable
};

}
