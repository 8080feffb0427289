#include "tests/support/shelf_disk.h"

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace sheaf::testing {
namespace {

class RecordedFile final : public assets::DiskFile {
public:
  RecordedFile(ShelfDisk &disk, std::string path, std::unique_ptr<assets::DiskFile> real)
      : disk_(disk), path_(std::move(path)), real_(std::move(real)) {}

  Result<void> write(std::uint64_t at, std::string_view bytes) override {
    return disk_.step({Step::write, path_, "", std::string(bytes), at},
                      [&] { return real_->write(at, bytes); });
  }
  Result<std::size_t> read(std::uint64_t at, std::span<char> into) override { return real_->read(at, into); }
  Result<std::uint64_t> size() override { return real_->size(); }
  Result<void> cut(std::uint64_t size) override {
    return disk_.step({Step::cut, path_, "", "", size}, [&] { return real_->cut(size); });
  }
  Result<void> sync() override {
    return disk_.step({Step::sync, path_, "", "", 0}, [&] { return real_->sync(); });
  }

private:
  ShelfDisk &disk_;
  std::string path_;
  std::unique_ptr<assets::DiskFile> real_;
};

}

Result<void> ShelfDisk::step(Operation operation, const std::function<Result<void>()> &work) {
  if (fault)
    if (auto error = fault(operation)) return fail(*error);
  auto done = work();
  if (done) operations_.push_back(std::move(operation));
  return done;
}

Result<std::unique_ptr<assets::DiskFile>> ShelfDisk::open(const std::string &path) {
  std::unique_ptr<assets::DiskFile> file;
  auto opened = step({Step::open, path, "", "", 0}, [&]() -> Result<void> {
    auto real = assets::real_disk().open(path);
    if (!real) return fail(real.error());
    file = std::make_unique<RecordedFile>(*this, path, std::move(*real));
    return {};
  });
  if (!opened) return fail(opened.error());
  return file;
}

Result<void> ShelfDisk::rename(const std::string &from, const std::string &to) {
  return step({Step::rename, from, to, "", 0}, [&] { return assets::real_disk().rename(from, to); });
}
Result<void> ShelfDisk::remove(const std::string &path) {
  return step({Step::remove, path, "", "", 0}, [&] { return assets::real_disk().remove(path); });
}
Result<void> ShelfDisk::make_folder(const std::string &path) {
  return step({Step::make_folder, path, "", "", 0}, [&] { return assets::real_disk().make_folder(path); });
}
Result<void> ShelfDisk::sync_folder(const std::string &path) {
  return step({Step::sync_folder, path, "", "", 0}, [&] { return assets::real_disk().sync_folder(path); });
}

// A change of names is undone by `to` or `from` alone: in which of two folders a rename was synced matters
// not, because file systems that have two halves of one have a journal for it.
void DiskModel::apply(Names &names, const Change &change) {
  if (!change.from.empty()) {
    auto found = names.find(change.from);
    if (found != names.end() && found->second == change.file) names.erase(found);
  }
  if (!change.to.empty()) names[change.to] = change.file;
}

void DiskModel::apply(const ShelfDisk::Operation &o) {
  if (o.step == Step::make_folder) folders_.emplace(o.path, false);
  if (o.step == Step::sync_folder) sync_folder(o.path);
  auto there = now_.find(o.path);
  if (there != now_.end()) return apply_to(there->second, o);
  if (o.step != Step::open) return;
  files_.emplace_back();
  change({"", o.path, static_cast<int>(files_.size()) - 1});
}

void DiskModel::apply_to(int number, const ShelfDisk::Operation &o) {
  auto &file = files_[static_cast<std::size_t>(number)];
  if (o.step == Step::write) {
    file.written.resize(std::max<std::size_t>(file.written.size(), o.at + o.bytes.size()));
    file.written.replace(o.at, o.bytes.size(), o.bytes);
  }
  if (o.step == Step::cut) file.written.resize(o.at);
  if (o.step == Step::write || o.step == Step::cut) ++file.changes;
  if (o.step == Step::sync) file.synced = file.written, file.synced_changes = file.changes;
  if (o.step == Step::rename) change({o.path, o.to, number});
  if (o.step == Step::remove) change({o.path, "", number});
}

void DiskModel::change(Change c) {
  apply(now_, c);
  pending_.push_back(std::move(c));
}

void DiskModel::sync_folder(const Name &folder) {
  for (auto &[path, durable] : folders_) durable = durable || assets::folder_of(path) == folder;
  auto within = [&](const Change &c) { return assets::folder_of(c.to.empty() ? c.from : c.to) == folder; };
  for (auto &c : pending_)
    if (within(c)) apply(durable_, c);
  std::erase_if(pending_, within);
}

std::vector<int> DiskModel::unsynced() const {
  std::set<int> named;
  for (auto &[name, file] : now_) named.insert(file);
  for (auto &[name, file] : durable_) named.insert(file);
  std::vector<int> found;
  for (auto i : named)
    if (auto &f = files_[static_cast<std::size_t>(i)]; f.synced_changes != f.changes) found.push_back(i);
  return found;
}

std::vector<DiskModel::Name> DiskModel::loose_folders() const {
  std::vector<Name> found;
  for (auto &[path, durable] : folders_)
    if (!durable) found.push_back(path);
  return found;
}

std::size_t DiskModel::undecided() const {
  return pending_.size() + unsynced().size() + loose_folders().size();
}

// `kept` speaks of pending changes of names, then of files, then of folders.
DiskModel::Left DiskModel::left(const std::vector<bool> &kept) const {
  Left left;
  auto names = durable_;
  for (std::size_t i = 0; i < pending_.size(); ++i)
    if (kept[i]) apply(names, pending_[i]);
  auto open = unsynced();
  auto loose = loose_folders();
  std::set<Name> lost_folders;
  for (std::size_t i = 0; i < loose.size(); ++i)
    if (!kept[pending_.size() + open.size() + i]) lost_folders.insert(loose[i]);
  for (auto &[path, durable] : folders_)
    if (!lost_folders.contains(path)) left.folders.push_back(path);
  for (auto &path : left.folders) left.key += path + "\n";
  for (auto &[name, number] : names) {
    if (lost_folders.contains(assets::folder_of(name))) continue;
    auto &file = files_[static_cast<std::size_t>(number)];
    auto found = std::find(open.begin(), open.end(), number);
    auto lost =
        found != open.end() && !kept[pending_.size() + static_cast<std::size_t>(found - open.begin())];
    left.files[name] = lost ? &file.synced : &file.written;
    auto changes = lost ? file.synced_changes : file.changes;
    left.key += name + " " + std::to_string(number) + " " + std::to_string(changes) + "\n";
  }
  return left;
}

std::string DiskModel::outcome(const std::vector<bool> &kept) const { return left(kept).key; }

void DiskModel::leave(const std::string &top, const std::string &folder,
                      const std::vector<bool> &kept) const {
  auto below = [&](const std::string &path) { return folder + path.substr(top.size()); };
  std::filesystem::create_directories(folder);
  auto all = left(kept);
  for (auto &path : all.folders) std::filesystem::create_directories(below(path));
  for (auto &[name, bytes] : all.files) {
    std::filesystem::create_directories(assets::folder_of(below(name)));
    std::ofstream(below(name), std::ios::binary) << *bytes;
  }
}

}
