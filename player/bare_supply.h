// Folders and files as somebody put them there. The screen's thread; disks are the worker's.
#pragma once

#include "assets/bare_files.h"
#include "board/folder_watch.h"
#include "board/loop.h"
#include "board/worker.h"
#include "player/supply.h"

namespace sheaf::player {

class BareSupply final : public Supply {
public:
  /// `names`: folders and files. `once`: there is no second round, so a file that is not whole is waited for.
  BareSupply(std::vector<std::string> names, bool once, board::Loop &loop, board::Worker &worker);
  BareSupply(const BareSupply &) = delete;
  BareSupply &operator=(const BareSupply &) = delete;
  ~BareSupply() override;

  void start(Calls calls, const Now &now) override;
  void look(const Now &now) override;
  void turn(const Now &now) override;
  [[nodiscard]] Steady wake() const override { return look_at_; }
  void open(const std::string &key, const WhenOpened &opened) override;
  void damaged(const Item &, std::uint64_t) override {}
  void shown(const std::string &) override {}
  void end() override {}

private:
  void watch(const std::vector<std::string> &folders);
  void folder_changed();
  void list();
  void take(assets::Listing listing);
  void complain(const assets::Listing &listing);

  std::vector<std::string> names_;
  bool once_;
  board::Loop &loop_;
  board::Worker &worker_;
  Calls calls_;
  std::shared_ptr<assets::BareFiles> files_; // the worker's, but for its making
  std::optional<board::FolderWatch> watch_;
  std::shared_ptr<const playlist::ItemList> items_ = std::make_shared<playlist::ItemList>();
  bool looking_ = false, look_again_ = false, listed_ = false;
  bool changed_ = true; // somebody said so, since the last list was told
  Steady look_at_ = Steady::max(), now_{};
  std::vector<std::string> said_absent_;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true); // for answers that outlive us
};

}
