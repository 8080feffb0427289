#include "fetcher/inner/web.h"

#include "board/clock.h"

#include "fetcher/inner/http_source.h"
#include "fetcher/inner/transfer.h"

namespace sheaf::fetcher {

Result<std::unique_ptr<Web>> Web::make(board::Loop &loop, Hours &hours, board::NetworkPolicy policy) {
  static const bool once = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
  auto web = std::make_unique<CurlWeb>(loop, hours, std::move(policy));
  if (!once || !web->ready()) return fail(ErrorKind::full, "cannot begin to use the network: no memory");
  return std::unique_ptr<Web>(std::move(web));
}

CurlWeb::CurlWeb(board::Loop &loop, Hours &hours, board::NetworkPolicy policy)
    : loop_(loop), hours_(hours), policy_(std::move(policy)), multi_(curl_multi_init()),
      share_(curl_share_init()) {
  if (!ready()) return;
  curl_multi_setopt(multi_, CURLMOPT_SOCKETFUNCTION, &CurlWeb::socket_cb);
  curl_multi_setopt(multi_, CURLMOPT_SOCKETDATA, this);
  curl_multi_setopt(multi_, CURLMOPT_TIMERFUNCTION, &CurlWeb::timer_cb);
  curl_multi_setopt(multi_, CURLMOPT_TIMERDATA, this);
  curl_multi_setopt(multi_, CURLMOPT_MAXCONNECTS, 8L);
  curl_share_setopt(share_, CURLSHOPT_SHARE, CURL_LOCK_DATA_SSL_SESSION); // a poll resumes its session
}

CurlWeb::~CurlWeb() {
  if (multi_) curl_multi_cleanup(multi_);
  if (share_) curl_share_cleanup(share_);
  for (auto s : sockets_) loop_.forget(s);
  hours_.timers.cancel(timer_);
}

int CurlWeb::socket_cb(CURL *, curl_socket_t socket, int what, void *data, void *) {
  auto *self = static_cast<CurlWeb *>(data);
  if (what == CURL_POLL_REMOVE) {
    self->loop_.forget(socket);
    self->sockets_.erase(socket);
    return 0;
  }
  using For = board::Loop::For;
  auto purpose = what == CURL_POLL_IN ? For::reading : what == CURL_POLL_OUT ? For::writing : For::both;
  self->sockets_.insert(socket);
  return self->loop_.watch(
             socket, [self, socket] { self->act(socket); }, purpose)
             ? 0
             : -1;
}

int CurlWeb::timer_cb(CURLM *, long timeout_ms, void *data) {
  auto *self = static_cast<CurlWeb *>(data);
  self->hours_.timers.cancel(self->timer_);
  if (timeout_ms >= 0)
    self->timer_ = self->hours_.timers.at(self->hours_.now.steady + std::chrono::milliseconds(timeout_ms),
                                          [self] { self->act(CURL_SOCKET_TIMEOUT); });
  return 0;
}

// Which of reading and writing is possible curl finds out itself: nothing is lost by not telling.
void CurlWeb::act(curl_socket_t socket) {
  hours_.now = board::now(); // it may have been waited for long
  int running = 0, left = 0;
  curl_multi_socket_action(multi_, socket, 0, &running);
  while (auto *message = curl_multi_info_read(multi_, &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    auto code = message->data.result;
    Transfer *transfer = nullptr;
    curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &transfer);
    remove(*transfer);
    transfer->finished(code);
  }
}

void CurlWeb::add(Transfer &transfer) {
  active_.insert(&transfer);
  divide_rate();
  curl_multi_add_handle(multi_, transfer.easy());
}

void CurlWeb::remove(Transfer &transfer) {
  if (!active_.erase(&transfer)) return;
  curl_multi_remove_handle(multi_, transfer.easy());
  divide_rate();
}

void CurlWeb::divide_rate() {
  if (!policy_.rate || active_.empty()) return;
  auto each = std::max<curl_off_t>(1, static_cast<curl_off_t>(*policy_.rate / active_.size()));
  for (auto *t : active_) curl_easy_setopt(t->easy(), CURLOPT_MAX_RECV_SPEED_LARGE, each);
}

Result<std::unique_ptr<Source>> CurlWeb::source(const std::string &url) {
  auto place = parse_place(url);
  if (!place) return fail(place.error());
  return std::unique_ptr<Source>(std::make_unique<HttpSource>(*this, std::move(*place)));
}

}
