// curl's multi interface in board::Loop: it says which sockets and which time it waits for.
#pragma once

#include "board/loop.h"
#include "fetcher/inner/waiting.h"
#include "fetcher/web.h"

#include <curl/curl.h>

namespace sheaf::fetcher {

class Transfer;

class CurlWeb : public Web {
public:
  CurlWeb(board::Loop &loop, Hours &hours, board::NetworkPolicy policy);
  ~CurlWeb() override;
  CurlWeb(const CurlWeb &) = delete;
  CurlWeb &operator=(const CurlWeb &) = delete;

  Result<std::unique_ptr<Source>> source(const std::string &url) override;
  std::uint64_t take_received() override { return std::exchange(received_, 0); }
  void set_private(std::function<bool(const std::string &)> is_private) override {
    is_private_ = std::move(is_private);
  }

  [[nodiscard]] bool ready() const { return multi_ && share_; }
  [[nodiscard]] const board::NetworkPolicy &policy() const { return policy_; }
  [[nodiscard]] bool is_private(const std::string &address) const { return is_private_(address); }
  void received(std::size_t bytes) { received_ += bytes; }
  /// Begins a transfer; its finished() is called later, once, never from within this.
  void add(Transfer &transfer);
  void remove(Transfer &transfer);

private:
  static int socket_cb(CURL *, curl_socket_t socket, int what, void *self, void *);
  static int timer_cb(CURLM *, long timeout_ms, void *self);
  void act(curl_socket_t socket);
  void divide_rate();
  board::Loop &loop_;
  Hours &hours_;
  board::NetworkPolicy policy_;
  std::function<bool(const std::string &)> is_private_ = private_address;
  CURLM *multi_ = nullptr;
  CURLSH *share_ = nullptr;
  std::set<curl_socket_t> sockets_;
  std::set<Transfer *> active_;
  Timers::Id timer_{};
  std::uint64_t received_ = 0;

  friend class Transfer;
};

}
