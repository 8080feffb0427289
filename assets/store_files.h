// Where what lies in a store (ARCHITECTURE.md, "Files"). Names only; any thread.
#pragma once

#include "base/digest.h"

#include <string>
#include <string_view>

namespace sheaf::assets {

struct StoreFiles {
  std::string folder; // of the store, without a slash at its end

  [[nodiscard]] std::string lock() const { return folder + "/lock"; } // of its one writer
  [[nodiscard]] std::string state_db() const { return folder + "/state.db"; }
  [[nodiscard]] std::string plays_db() const { return folder + "/plays.db"; }
  [[nodiscard]] std::string serials() const {
    return folder + "/serials.json";
  } // accepted serials, the second copy
  [[nodiscard]] std::string current() const { return folder + "/current"; }
  [[nodiscard]] std::string blobs() const { return folder + "/blobs"; }
  [[nodiscard]] std::string blob(const Digest &d) const {
    auto hex = d.hex();
    return blobs() + "/" + hex.substr(0, 2) + "/" + hex;
  }
  [[nodiscard]] std::string incoming() const {
    return folder + "/incoming";
  } // temporary files, of sheaf-fetch alone
  [[nodiscard]] std::string editions() const { return folder + "/editions"; }
  [[nodiscard]] std::string head(const Digest &d) const { return editions() + "/" + d.hex() + ".head"; }
  [[nodiscard]] std::string manifest(const Digest &d) const { return editions() + "/" + d.hex() + ".json"; }
  [[nodiscard]] std::string roots() const { return folder + "/roots"; }
  [[nodiscard]] std::string root(std::uint64_t n) const { return roots() + "/" + std::to_string(n); }
  [[nodiscard]] std::string cursor(int slot) const { return folder + "/cursor." + std::to_string(slot); }
};

/// In the run directory.
struct RunFiles {
  std::string folder;
  [[nodiscard]] std::string fetch() const { return folder + "/fetch.json"; }
  [[nodiscard]] std::string play() const { return folder + "/play.json"; }
  [[nodiscard]] std::string plays() const { return folder + "/plays"; } // segments <n>.jsonl
};

}
