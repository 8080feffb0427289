// A web server as a source: any that serves files, by https or http. Limits of the network policy, redirects,
// proxies, certificates. The loop's thread.
#pragma once

#include "board/screen_config.h"
#include "fetcher/source.h"

namespace sheaf::board {
class Loop;
}

namespace sheaf::fetcher {

struct Hours;

/// Every transfer of a process: connections are kept and shared, the rate is divided. Outlives its sources.
class Web {
public:
  static constexpr Duration connect_patience = std::chrono::seconds(30);
  static constexpr long slowest = 100;        // bytes a second, over
  static constexpr long slowest_seconds = 60; // this long: less ends a try
  static constexpr long most_redirects = 5;
  static constexpr Duration longest_pause = std::chrono::hours(1); // of a Retry-After

  /// Errors: full.
  static Result<std::unique_ptr<Web>> make(board::Loop &loop, Hours &hours, board::NetworkPolicy policy);
  virtual ~Web() = default;
  /// `url`: http:// or https://, of the tree's root or of its sheaf/ folder. Errors: unsupported.
  virtual Result<std::unique_ptr<Source>> source(const std::string &url) = 0;
  /// Bytes received since the last call, headers too.
  virtual std::uint64_t take_received() = 0;
  /// What counts as private: no redirect leads there from elsewhere. For tests.
  virtual void set_private(std::function<bool(const std::string &address)> is_private) = 0;
};

/// Addresses that are not of the internet at large: loopback, link, site, shared, reserved (RFC 6890).
/// `address`: IPv4 or IPv6, numeric; anything else counts as private.
bool private_address(const std::string &address);

}
