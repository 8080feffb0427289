// Addresses of this machine, for people who stand in front of its screen. Any thread.
#pragma once

#include <string>
#include <vector>

struct sockaddr;

namespace sheaf::fetcher {

/// An IP address in digits; empty where it is of another kind.
std::string numeric(const sockaddr &address, unsigned size);

/// At most `most`; neither loopback nor link-local ones; IPv4 first.
std::vector<std::string> own_addresses(std::size_t most = 8);

}
