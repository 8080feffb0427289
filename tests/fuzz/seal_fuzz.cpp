// Any bytes as a signed document: what is taken apart is put together as it was, and what counts as signed by
// the keys of playlist/examples is what they have signed. Its seeds are broken in all the ways we know.
#include "assets/seal.h"
#include "assets/sha256.h"
#include "playlist/head.h"
#include "playlist/inner/json.h"

#include <algorithm>
#include <array>
#include <cstdint>

using namespace sheaf;

namespace {

// tests/support/keys: whoever reads this could sign with them, but a fuzzer does not.
const std::map<playlist::KeyId, playlist::Key> keys{
    {"291BEB7767A17E34", {"RWQ0fqFnd+sbKSiqtIaZxAW91NOuPGW4C3vkofnSp6Yvq79i6gbJs1tk", "office"}},
    {"626D4A0462A4CC58", {"RWRYzKRiBEptYjaEJbdi4UfUIWNDwav9W7Ay54zoB4fp7Ms7ECy2LhyF", "root"}},
};

// SHA-256 of what they have signed: the example's head, and its root.
constexpr std::array<std::string_view, 2> signed_ones{
    "e75c85943da72fadcedf81eac2847ffde42943200b5a2f5361fee530d95c578b",
    "5b836efb8a5f2341ff06d103d23c7f7a7c3686975e30f359b388de94bf46ba46",
};

void must(bool holds) {
  if (!holds) __builtin_trap();
}

/// "ED" in base64. minisign's legacy "Ed" is over the bytes themselves, and refused.
bool is_prehashed(const assets::Signature &signature) {
  return signature.block.substr(signature.block.find('\n') + 1).starts_with("RU");
}

void verify_it(const assets::SignedDocument &document) {
  auto signers = assets::verify(document, keys);
  if (!signers) return must(playlist::printable(signers.error().text));
  if (signers->empty()) return;
  auto digest = assets::sha256(document.bytes).hex();
  must(std::find(signed_ones.begin(), signed_ones.end(), digest) != signed_ones.end());
}

}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
  std::string_view text(reinterpret_cast<const char *>(data), size);
  auto document = assets::take_apart(text);
  if (!document) return must(playlist::printable(document.error().text)), 0;
  must(assets::put_together(*document) == text);
  must(!document->signatures.empty() && document->signatures.size() <= assets::most_signatures);
  must(std::all_of(document->signatures.begin(), document->signatures.end(), is_prehashed));
  verify_it(*document);
  static_cast<void>(playlist::parse_head(document->bytes));
  return 0;
}
