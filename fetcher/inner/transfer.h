// One request by curl, and every rule about what its answer may be.
#pragma once

#include "fetcher/inner/web.h"

#include <array>
#include <optional>

namespace sheaf::fetcher {

class HttpSource;

/// "bytes FROM-LAST/TOTAL" (RFC 9110, section 14.4), all three as numbers; nothing where it is anything else.
struct ContentRange {
  std::uint64_t from = 0, last = 0, total = 0;
};
std::optional<ContentRange> parse_content_range(std::string_view value);

class Transfer : public Request {
public:
  Transfer(CurlWeb &web, HttpSource &source, const std::string &url, Wish wish);
  ~Transfer() override;
  Transfer(const Transfer &) = delete;
  Transfer &operator=(const Transfer &) = delete;

  [[nodiscard]] CURL *easy() const { return easy_; }
  void finished(CURLcode code);

private:
  static constexpr std::size_t most_headers = 64 << 10; // bytes, of all answers to one request
  static constexpr std::size_t most_apology = 16 << 10; // bytes of an error's body that are read over

  static std::size_t header_cb(char *data, std::size_t size, std::size_t n, void *self);
  static std::size_t body_cb(char *data, std::size_t size, std::size_t n, void *self);
  static int before_request_cb(void *self, char *ip, char *, int, int);
  static curl_socket_t socket_cb(void *self, curlsocktype, curl_sockaddr *address);
  void set_up(const std::string &url);
  void set_limits();
  void set_identity();
  void add_header(const std::string &line);
  void ask_for_range();
  bool hear_header(std::string_view line);
  bool hear_body(std::string_view bytes);
  bool may_connect(const std::string &ip, bool asked_now);

  Result<void> judge();
  Result<void> judge_whole();
  Result<void> judge_part();
  Result<void> begin_body();
  [[nodiscard]] Error of(ErrorKind kind, const std::string &text) const;
  [[nodiscard]] Error failure(CURLcode code) const;
  Result<Answer> outcome(CURLcode code);
  [[nodiscard]] std::uint64_t wanted() const { return (wish_.until ? wish_.until : wish_.most) - wish_.from; }
  [[nodiscard]] const std::string &validator() const {
    return heard_.etag.empty() ? heard_.modified : heard_.etag;
  }
  [[nodiscard]] bool partial() const { return wish_.from > 0 || wish_.until > 0; }

  CurlWeb &web_;
  HttpSource &source_;
  Wish wish_;
  CURL *easy_;
  curl_slist *headers_ = nullptr;
  std::array<char, CURL_ERROR_SIZE> words_{};

  struct Heard { // of the answer that is coming in; a redirect's are forgotten
    long status = 0;
    std::string etag, modified, range, encoding;
    std::optional<std::uint64_t> length;
  };
  Heard heard_;
  std::size_t header_bytes_ = 0, apology_ = 0;
  std::uint64_t taken_ = 0, expected_ = 0; // bytes of the body
  bool judged_ = false;
  std::optional<bool> from_private_; // where the first connection went
  std::optional<Error> error_;       // why we ended it
};

}
