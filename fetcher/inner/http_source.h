// A place on the web, and its requests.
#pragma once

#include "fetcher/inner/web.h"

namespace sheaf::fetcher {

/// A URL taken apart as far as it matters here.
struct Place {
  std::string scheme; // "http" or "https"
  std::string tree;   // up to and with "/sheaf/"
  std::string query;  // with its '?', or empty: some shops put their ticket there
  std::string name;   // without user, password and query
};
Result<Place> parse_place(const std::string &url);

class HttpSource : public Source {
public:
  HttpSource(CurlWeb &web, Place place) : web_(web), place_(std::move(place)) {}
  [[nodiscard]] std::string name() const override { return place_.name; }
  [[nodiscard]] bool networked() const override { return true; }
  [[nodiscard]] std::unique_ptr<Request> get(Wish wish) override;
  [[nodiscard]] Duration asked_pause() const override { return pause_; }

  [[nodiscard]] bool encrypted() const { return place_.scheme == "https"; }
  void set_pause(Duration pause) { pause_ = pause; }

private:
  CurlWeb &web_;
  Place place_;
  Duration pause_{};
};

}
