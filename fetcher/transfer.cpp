#include "fetcher/inner/transfer.h"

#include "fetcher/inner/addresses.h"
#include "fetcher/inner/http_source.h"

#include <algorithm>
#include <charconv>
#include <sys/socket.h>

namespace sheaf::fetcher {
namespace {

std::optional<std::uint64_t> number(std::string_view text) {
  std::uint64_t value = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::string_view trimmed(std::string_view s) {
  while (!s.empty() && (s.front() == ' ' || s.front() == '\t')) s.remove_prefix(1);
  while (!s.empty() && (s.back() == ' ' || s.back() == '\t' || s.back() == '\r' || s.back() == '\n'))
    s.remove_suffix(1);
  return s;
}

std::string lower(std::string_view s) {
  std::string out(s);
  for (auto &c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return out;
}

}

std::optional<ContentRange> parse_content_range(std::string_view value) {
  constexpr std::string_view unit = "bytes ";
  auto dash = value.find('-'), slash = value.find('/');
  if (!value.starts_with(unit) || dash == std::string_view::npos || slash == std::string_view::npos ||
      slash < dash)
    return std::nullopt;
  auto from = number(value.substr(unit.size(), dash - unit.size()));
  auto last = number(value.substr(dash + 1, slash - dash - 1));
  auto total = number(value.substr(slash + 1));
  if (!from || !last || !total) return std::nullopt;
  return ContentRange{*from, *last, *total};
}

namespace {

// curl 7.88 looks at the rate after up to a hundred buffers: these are half a second's worth.
long buffer_for(std::optional<std::uint64_t> rate) {
  constexpr std::uint64_t least = 1024, most = 256 << 10;
  return static_cast<long>(rate ? std::clamp(*rate / 200, least, most) : most);
}

}

Transfer::Transfer(CurlWeb &web, HttpSource &source, const std::string &url, Wish wish)
    : web_(web), source_(source), wish_(std::move(wish)), easy_(curl_easy_init()) {
  source_.set_pause({});
  set_up(url);
  set_limits();
  set_identity();
  ask_for_range();
  curl_easy_setopt(easy_, CURLOPT_HTTPHEADER, headers_);
  web_.add(*this);
}

Transfer::~Transfer() {
  web_.remove(*this);
  curl_easy_cleanup(easy_);
  curl_slist_free_all(headers_);
}

void Transfer::set_up(const std::string &url) {
  curl_easy_setopt(easy_, CURLOPT_URL, url.c_str());
  curl_easy_setopt(easy_, CURLOPT_PRIVATE, this);
  curl_easy_setopt(easy_, CURLOPT_ERRORBUFFER, words_.data());
  curl_easy_setopt(easy_, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy_, CURLOPT_SHARE, web_.share_);
  curl_easy_setopt(easy_, CURLOPT_USERAGENT, "sheaf/" SHEAF_VERSION);
  curl_easy_setopt(easy_, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_2TLS);
  curl_easy_setopt(easy_, CURLOPT_PIPEWAIT, 1L);
  curl_easy_setopt(easy_, CURLOPT_BUFFERSIZE, buffer_for(web_.policy().rate));
  curl_easy_setopt(easy_, CURLOPT_HTTP_CONTENT_DECODING, 0L);
  curl_easy_setopt(easy_, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  curl_easy_setopt(easy_, CURLOPT_HEADERFUNCTION, &Transfer::header_cb);
  curl_easy_setopt(easy_, CURLOPT_HEADERDATA, this);
  curl_easy_setopt(easy_, CURLOPT_WRITEFUNCTION, &Transfer::body_cb);
  curl_easy_setopt(easy_, CURLOPT_WRITEDATA, this);
}

// What begins encrypted stays so; nothing but the web is ever spoken.
void Transfer::set_limits() {
  const char *schemes = source_.encrypted() ? "https" : "http,https";
  curl_easy_setopt(easy_, CURLOPT_PROTOCOLS_STR, schemes);
  curl_easy_setopt(easy_, CURLOPT_REDIR_PROTOCOLS_STR, schemes);
  curl_easy_setopt(easy_, CURLOPT_FOLLOWLOCATION, 1L);
  curl_easy_setopt(easy_, CURLOPT_MAXREDIRS, Web::most_redirects);
  curl_easy_setopt(easy_, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(Web::connect_patience / 1ms));
  curl_easy_setopt(easy_, CURLOPT_LOW_SPEED_LIMIT, Web::slowest);
  curl_easy_setopt(easy_, CURLOPT_LOW_SPEED_TIME, Web::slowest_seconds);
  curl_easy_setopt(easy_, CURLOPT_PREREQFUNCTION, &Transfer::before_request_cb);
  curl_easy_setopt(easy_, CURLOPT_PREREQDATA, this);
  curl_easy_setopt(easy_, CURLOPT_OPENSOCKETFUNCTION, &Transfer::socket_cb);
  curl_easy_setopt(easy_, CURLOPT_OPENSOCKETDATA, this);
}

// The proxy is the file's word alone: environment variables would be others on the next boot, and so
// no_proxy is passed over too.
void Transfer::set_identity() {
  const auto &p = web_.policy();
  curl_easy_setopt(easy_, CURLOPT_PROXY, p.proxy.c_str());
  curl_easy_setopt(easy_, CURLOPT_NOPROXY, "");
  if (!p.ca_file.empty()) curl_easy_setopt(easy_, CURLOPT_CAINFO, p.ca_file.c_str());
  if (!p.client_cert.empty()) curl_easy_setopt(easy_, CURLOPT_SSLCERT, p.client_cert.c_str());
  if (!p.client_key.empty()) curl_easy_setopt(easy_, CURLOPT_SSLKEY, p.client_key.c_str());
}

void Transfer::add_header(const std::string &line) { headers_ = curl_slist_append(headers_, line.c_str()); }

// A validator is an ETag, or, where the server has none, the date of the last change (RFC 9110,
// section 13.1).
void Transfer::ask_for_range() {
  const auto &v = wish_.validator;
  bool tag = v.starts_with('"') || v.starts_with("W/");
  if (!partial()) {
    if (!v.empty()) add_header((tag ? "If-None-Match: " : "If-Modified-Since: ") + v);
    return;
  }
  auto until = wish_.until ? wish_.until : wish_.most;
  add_header("Range: bytes=" + std::to_string(wish_.from) + "-" + std::to_string(until - 1));
  if (!v.empty() && !v.starts_with("W/")) add_header("If-Range: " + v); // a weak one must not stand there
}

std::size_t Transfer::header_cb(char *data, std::size_t size, std::size_t n, void *self) {
  auto *t = static_cast<Transfer *>(self);
  t->web_.received(size * n);
  return t->hear_header({data, size * n}) ? size * n : 0;
}

bool Transfer::hear_header(std::string_view line) {
  if ((header_bytes_ += line.size()) > most_headers) {
    error_ = of(ErrorKind::refused, "its answer's headers do not end");
    return false;
  }
  if (line.starts_with("HTTP/")) {
    heard_ = {};
    return true;
  }
  auto colon = line.find(':');
  if (colon == std::string_view::npos) return true;
  auto name = lower(line.substr(0, colon));
  std::string value(trimmed(line.substr(colon + 1)));
  if (name == "etag") heard_.etag = value;
  if (name == "last-modified") heard_.modified = value;
  if (name == "content-range") heard_.range = value;
  if (name == "content-encoding") heard_.encoding += lower(value);
  if (name == "content-length") heard_.length = number(value);
  return true;
}

std::size_t Transfer::body_cb(char *data, std::size_t size, std::size_t n, void *self) {
  auto *t = static_cast<Transfer *>(self);
  t->web_.received(size * n);
  return t->hear_body({data, size * n}) ? size * n : 0;
}

bool Transfer::hear_body(std::string_view bytes) {
  auto right = judge();
  if (!right) { // a short apology is read over, so that the connection can be kept
    error_ = right.error();
    return (heard_.status >= 400) && (apology_ += bytes.size()) <= most_apology;
  }
  taken_ += bytes.size();
  if (taken_ > expected_) {
    error_ =
        of(ErrorKind::refused, "it sends more than it should: over " + std::to_string(expected_) + " bytes");
    return false;
  }
  auto took = wish_.take(bytes);
  if (!took) error_ = took.error();
  return took.has_value();
}

Error Transfer::of(ErrorKind kind, const std::string &text) const {
  return {kind, source_.name() + ": " + wish_.path + ": " + text};
}

Result<void> Transfer::judge() {
  if (judged_) return error_ ? Result<void>(fail(*error_)) : Result<void>{};
  judged_ = true;
  curl_easy_getinfo(easy_, CURLINFO_RESPONSE_CODE, &heard_.status);
  auto s = heard_.status;
  auto answered = "the server answered " + std::to_string(s);
  if (s == 404 || s == 410) return fail(of(ErrorKind::absent, "it is not there (" + std::to_string(s) + ")"));
  if (s >= 500 || s == 408 || s == 425 || s == 429) return fail(of(ErrorKind::transient, answered));
  if (s == 416) return fail(of(ErrorKind::corrupt, "it is shorter than was signed (416)"));
  if (s != 200 && s != 206) return fail(of(ErrorKind::refused, answered));
  if (!heard_.encoding.empty() && heard_.encoding != "identity")
    return fail(of(ErrorKind::refused,
                   "it is sent as '" + heard_.encoding.substr(0, 20) + "', which was not asked for"));
  auto right = s == 206 ? judge_part() : judge_whole();
  return right ? begin_body() : right;
}

Result<void> Transfer::judge_whole() {
  expected_ = wish_.most;
  if (heard_.length && (wish_.exactly ? *heard_.length != wish_.most : *heard_.length > wish_.most))
    return fail(of(wish_.exactly ? ErrorKind::corrupt : ErrorKind::refused,
                   "it has " + std::to_string(*heard_.length) + " bytes, and " +
                       (wish_.exactly ? "" : "at most ") + std::to_string(wish_.most) + " are right"));
  return {};
}

Result<void> Transfer::judge_part() {
  expected_ = wanted();
  auto range = parse_content_range(heard_.range);
  if (!partial() || !range || range->from != wish_.from || range->last != wish_.from + expected_ - 1 ||
      range->total != wish_.most || (heard_.length && *heard_.length != expected_))
    return fail(of(ErrorKind::corrupt, "another part was sent than was asked for"));
  return {};
}

Result<void> Transfer::begin_body() {
  return wish_.begin(heard_.status == 206 ? wish_.from : 0, validator());
}

// Somebody who can write to a public server must not make boards knock at doors inside their own networks. A
// connection that is there already is not opened again, so both ways to one are watched.
bool Transfer::may_connect(const std::string &ip, bool asked_now) {
  bool inside = web_.is_private(ip);
  if (!from_private_) {
    if (asked_now) from_private_ = inside;
    return true;
  }
  if (*from_private_ || !inside) return true;
  error_ = of(ErrorKind::refused, "it leads on to " + ip + ", an address inside a private network");
  return false;
}

int Transfer::before_request_cb(void *self, char *ip, char *, int, int) {
  return static_cast<Transfer *>(self)->may_connect(ip, true) ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT;
}

curl_socket_t Transfer::socket_cb(void *self, curlsocktype, curl_sockaddr *a) {
  auto *t = static_cast<Transfer *>(self);
  if (!t->may_connect(numeric(a->addr, a->addrlen), false)) return CURL_SOCKET_BAD;
  return ::socket(a->family, a->socktype | SOCK_CLOEXEC, a->protocol);
}

Error Transfer::failure(CURLcode code) const {
  bool rule =
      code == CURLE_UNSUPPORTED_PROTOCOL || code == CURLE_TOO_MANY_REDIRECTS || code == CURLE_URL_MALFORMAT;
  auto words = words_[0] ? std::string(words_.data()) : curl_easy_strerror(code);
  while (words.ends_with('.') || words.ends_with('\n')) words.pop_back();
  return of(rule ? ErrorKind::refused : ErrorKind::transient, words);
}

Result<Answer> Transfer::outcome(CURLcode code) {
  if (error_) return fail(*error_);
  if (code != CURLE_OK) return fail(failure(code));
  curl_easy_getinfo(easy_, CURLINFO_RESPONSE_CODE, &heard_.status);
  if (heard_.status == 304 && !wish_.validator.empty() && !partial()) return Answer{true, wish_.validator};
  if (auto right = judge(); !right) return fail(right.error());
  if ((wish_.exactly || heard_.status == 206) && taken_ != expected_)
    return fail(of(ErrorKind::transient, "it ended after " + std::to_string(taken_) + " of " +
                                             std::to_string(expected_) + " bytes"));
  return Answer{false, validator()};
}

void Transfer::finished(CURLcode code) {
  curl_off_t pause = 0;
  curl_easy_getinfo(easy_, CURLINFO_RETRY_AFTER, &pause);
  auto bound = std::clamp<curl_off_t>(pause, 0, Web::longest_pause / 1s);
  source_.set_pause(std::chrono::seconds(bound));
  auto answer = outcome(code);
  auto done = std::move(wish_.done);
  done(std::move(answer)); // may destroy this
}

}
