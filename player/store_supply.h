// The current editions of a store (ARCHITECTURE.md, "From the office to the store"). Reads and verifies on
// the worker; what it hands over is a few pointers. The screen's thread.
#pragma once

#include "board/folder_watch.h"
#include "board/loop.h"
#include "board/screen_config.h"
#include "board/worker.h"
#include "player/supply.h"

namespace sheaf::player {

class StoreView;

class StoreSupply final : public Supply {
public:
  StoreSupply(const board::ScreenConfig &config, board::Loop &loop, board::Worker &worker);
  StoreSupply(const StoreSupply &) = delete;
  StoreSupply &operator=(const StoreSupply &) = delete;
  ~StoreSupply() override;

  void start(Calls calls, const Now &now) override;
  void look(const Now &now) override;
  void turn(const Now &now) override;
  [[nodiscard]] Steady wake() const override;
  void open(const std::string &key, const WhenOpened &opened) override;
  void damaged(const Item &item, std::uint64_t chunk) override;
  void shown(const std::string &key) override { last_key_ = key; }
  void end() override { save(); }

private:
  struct Answer;
  void watch();
  void folder_changed();
  void read();
  void take(Answer &answer);
  void take(std::vector<assets::BadChunk> bad);
  void complain(const std::vector<std::string> &complaints);
  void save();

  std::string folder_;
  board::Loop &loop_;
  board::Worker &worker_;
  Calls calls_;
  std::shared_ptr<StoreView> view_; // the worker's, but for its making
  std::optional<board::FolderWatch> watch_;
  bool watched_ = false, reading_ = false, read_again_ = false;
  Steady read_at_ = Steady::max(), save_at_ = Steady::max(), now_{};
  std::string last_key_;
  Show last_;                                                  // as it was told, without what changes hands
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true); // for answers that outlive us
};

}
