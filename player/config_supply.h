// Stands in for the store while screen.toml cannot be read: the card says where it is wrong, and the file is
// looked at again until somebody has mended it. The screen's thread; it reads on the worker.
#pragma once

#include "board/worker.h"
#include "player/supply.h"

namespace sheaf::player {

class ConfigSupply final : public Supply {
public:
  static constexpr Duration look_again = 5s;

  /// `why`: what is wrong with `path`. `mended` is called once it can be read.
  ConfigSupply(std::string path, const Error &why, board::Worker &worker, std::function<void()> mended);

  void start(Calls calls, const Now &now) override;
  void look(const Now &now) override;
  void turn(const Now &now) override;
  [[nodiscard]] Steady wake() const override { return read_at_; }
  void open(const std::string &key, const WhenOpened &opened) override;
  void damaged(const Item &, std::uint64_t) override {}
  void shown(const std::string &) override {}
  void end() override {}

private:
  void say(const Error &why);
  std::string path_, why_;
  board::Worker &worker_;
  std::function<void()> mended_;
  Calls calls_;
  Steady read_at_ = Steady::max();
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true); // for answers that outlive us
};

}
