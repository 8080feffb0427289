#include "fetcher/inner/addresses.h"

#include <algorithm>
#include <array>
#include <ifaddrs.h>
#include <memory>
#include <net/if.h>
#include <netdb.h>
#include <netinet/in.h>

namespace sheaf::fetcher {
namespace {

bool worth_telling(const std::string &a) {
  return !a.empty() && !a.starts_with("169.254.") && !a.starts_with("fe80:");
}

}

std::string numeric(const sockaddr &address, unsigned size) {
  std::array<char, NI_MAXHOST> text{};
  bool ip = address.sa_family == AF_INET || address.sa_family == AF_INET6;
  return ip && ::getnameinfo(&address, size, text.data(), text.size(), nullptr, 0, NI_NUMERICHOST) == 0
             ? text.data()
             : "";
}

std::vector<std::string> own_addresses(std::size_t most) {
  ifaddrs *list = nullptr;
  if (::getifaddrs(&list) != 0) return {};
  std::unique_ptr<ifaddrs, void (*)(ifaddrs *)> owner(list, ::freeifaddrs);
  std::vector<std::string> found;
  for (auto *i = list; i; i = i->ifa_next)
    if (i->ifa_addr && (i->ifa_flags & IFF_UP) && !(i->ifa_flags & IFF_LOOPBACK))
      if (auto a = numeric(*i->ifa_addr,
                           i->ifa_addr->sa_family == AF_INET ? sizeof(sockaddr_in) : sizeof(sockaddr_in6));
          worth_telling(a))
        found.push_back(a);
  std::stable_partition(found.begin(), found.end(),
                        [](const auto &a) { return a.find(':') == std::string::npos; });
  found.resize(std::min(found.size(), most));
  return found;
}

}
