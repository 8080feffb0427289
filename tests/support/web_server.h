// A real nginx on loopback for a test, with TLS by a CA of the test's own; and a server that is faulty on
// purpose.
#pragma once

#include "tests/support/scratch_folder.h"

#include <memory>
#include <sys/types.h>
#include <vector>

namespace sheaf::testing {

/// A program that ends with the test.
class ServerProcess {
public:
  explicit ServerProcess(std::vector<std::string> words);
  ~ServerProcess();
  ServerProcess(const ServerProcess &) = delete;
  ServerProcess &operator=(const ServerProcess &) = delete;
  [[nodiscard]] pid_t pid() const { return child_; }

private:
  pid_t child_;
};

class WebServer {
public:
  /// Serves `tree`. Beside it: /moved/X leads to X, /unsafe/X to X by http, /local/ to a file:// address,
  /// /inside/X to X at 127.0.0.2, /round/ to itself, /busy/ answers 503 with Retry-After 7.
  explicit WebServer(const std::string &tree);
  [[nodiscard]] std::string url() const { return "https://127.0.0.1:" + std::to_string(port_); }
  [[nodiscard]] std::string plain_url() const { return "http://127.0.0.1:" + std::to_string(plain_port_); }
  /// Wants a client's certificate.
  [[nodiscard]] std::string guarded_url() const {
    return "https://127.0.0.1:" + std::to_string(guarded_port_);
  }
  [[nodiscard]] std::string ca() const { return own_ / "ca.pem"; }
  [[nodiscard]] std::string client_cert() const { return own_ / "client.pem"; }
  [[nodiscard]] std::string client_key() const { return own_ / "client.key"; }

  struct Request { // as in its log
    std::string method, path, protocol, range;
    int status = 0;
    std::size_t in = 0, out = 0; // bytes
  };
  /// Waits until there are `least`, or for ten seconds: a request is written down after it was answered.
  [[nodiscard]] std::vector<Request> log(std::size_t least = 0) const;

private:
  [[nodiscard]] std::vector<Request> read_log() const;
  ScratchFolder own_;
  int port_, plain_port_, guarded_port_;
  std::unique_ptr<ServerProcess> nginx_;
};

/// tests/support/faulty_server on `tree`. A source's faults stand in its URL: "?fault=cut:1000", see there.
class FaultyServer {
public:
  explicit FaultyServer(const std::string &tree);
  [[nodiscard]] std::string url(const std::string &fault) const {
    return "http://127.0.0.1:" + std::to_string(port_) + "/?fault=" + fault;
  }

private:
  int port_;
  std::unique_ptr<ServerProcess> server_;
};

/// tests/support/proxy_server: passes on what it is asked for, encrypted or not, and writes it down.
class ProxyServer {
public:
  ProxyServer();
  [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }
  /// "CONNECT host:port" or "GET http://host:port/...", a line each.
  [[nodiscard]] std::vector<std::string> asked() const;

private:
  ScratchFolder own_;
  int port_;
  std::unique_ptr<ServerProcess> server_;
};

int free_port();

}
