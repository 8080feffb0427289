#include "fetcher/inner/http_source.h"

#include "fetcher/inner/transfer.h"

namespace sheaf::fetcher {

Result<Place> parse_place(const std::string &url) {
  auto bad = [&](const std::string &why) { return fail(ErrorKind::unsupported, "'" + url + "' " + why); };
  auto colon = url.find("://");
  Place p;
  p.scheme = url.substr(0, colon);
  if (p.scheme != "https" && p.scheme != "http")
    return bad("is not a source: it begins with neither https:// nor http://");
  for (unsigned char c : url)
    if (c <= ' ' || c == 127 || c == '#') return bad("is not a URL: spaces and '#' have no place in it");
  auto query = url.find('?');
  if (query != std::string::npos) p.query = url.substr(query);
  p.tree = url.substr(0, query);
  while (p.tree.ends_with('/')) p.tree.pop_back();
  auto authority = colon + 3;
  if (p.tree.size() <= authority) return bad("names no server");
  if (!p.tree.ends_with("/sheaf")) p.tree += "/sheaf";
  p.tree += '/';
  auto slash = p.tree.find('/', authority);
  auto at = p.tree.rfind('@', slash);
  auto host = at != std::string::npos && at >= authority ? at + 1 : authority;
  p.name =
      p.tree.substr(0, authority) + p.tree.substr(host, p.tree.size() - host - std::string("/sheaf/").size());
  return p;
}

std::unique_ptr<Request> HttpSource::get(Wish wish) {
  auto url = place_.tree + wish.path + place_.query;
  return std::make_unique<Transfer>(web_, *this, url, std::move(wish));
}

}
