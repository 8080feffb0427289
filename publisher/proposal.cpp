#include "publisher/proposal.h"

#include "assets/sha256.h"
#include "publisher/refusal.h"
#include "publisher/streams.h"

#include <algorithm>
#include <filesystem>

namespace sheaf::publisher {
namespace {

namespace fs = std::filesystem;
constexpr const char *signature_ending = ".minisig";
constexpr Bytes most_signature = Bytes{4096};

std::vector<std::string> signature_files(const std::string &folder) {
  std::vector<std::string> out;
  std::error_code error;
  for (fs::directory_iterator i(folder, error), end; !error && i != end; i.increment(error))
    if (i->path().extension() == signature_ending) out.push_back(i->path().string());
  std::sort(out.begin(), out.end());
  return out;
}

Result<assets::Signature> read_signature(const std::string &path) {
  auto block = read_file(path, most_signature);
  if (!block) return fail(block.error());
  if (!block->ends_with('\n')) *block += '\n';
  auto apart = assets::take_apart(*block + "\n.") /* what they sign lies elsewhere */;
  if (!apart) return refuse(apart.error(), "signature_unread", {{"file", path}});
  return apart->signatures.front();
}

Result<void> read_documents(Proposal &p) {
  auto head = read_file(p.folder + "/head", Bytes{playlist::most_head});
  if (!head) return fail(head.error());
  auto manifest = read_file(p.folder + "/manifest.json", Bytes{playlist::most_manifest});
  if (!manifest) return fail(manifest.error());
  auto parsed = playlist::parse_head(*head);
  if (!parsed) return refuse(parsed.error(), "proposal_damaged", {{"folder", p.folder}});
  if (assets::sha256(*manifest) != parsed->manifest)
    return refuse(ErrorKind::corrupt, "proposal_changed", {{"folder", p.folder}});
  auto items = playlist::parse_manifest(*manifest);
  if (!items) return refuse(items.error(), "proposal_damaged", {{"folder", p.folder}});
  p.head_bytes = std::move(*head);
  p.manifest_bytes = std::move(*manifest);
  p.head = std::move(*parsed);
  p.manifest = std::move(*items);
  return {};
}

}

std::string approval_number(const playlist::Head &head) {
  constexpr std::size_t enough = 8;
  return head.channel + "-" + std::to_string(head.serial) + "-" + head.manifest.hex().substr(0, enough);
}

Result<void> write_proposal(const std::string &folder, const playlist::Head &head,
                            const std::string &manifest_bytes) {
  std::error_code ignored;
  if (fs::exists(folder, ignored)) return refuse(ErrorKind::refused, "out_is_there", {{"folder", folder}});
  if (auto made = make_folders(folder); !made) return made;
  if (auto put = write_file(folder + "/manifest.json", manifest_bytes, board::Durable::yes); !put) return put;
  return write_file(folder + "/head", playlist::write_head(head), board::Durable::yes);
}

Result<Proposal> read_proposal(const std::string &folder) {
  Proposal p;
  p.folder = folder;
  if (auto read = read_documents(p); !read) {
    if (read.error().kind != ErrorKind::absent) return fail(read.error());
    return refuse(ErrorKind::absent, "no_proposal", {{"folder", folder}});
  }
  for (const auto &path : signature_files(folder)) {
    auto signature = read_signature(path);
    if (!signature) return fail(signature.error());
    auto same = [&](const auto &s) { return s.key == signature->key; };
    if (std::none_of(p.signatures.begin(), p.signatures.end(), same))
      p.signatures.push_back(std::move(*signature));
  }
  return p;
}

Result<void> add_signature(const Proposal &proposal, const assets::Signature &signature) {
  return write_file(proposal.folder + "/" + signature.key + signature_ending, signature.block,
                    board::Durable::yes);
}

Result<std::string> signed_head(const Proposal &proposal) {
  if (proposal.signatures.empty())
    return refuse(ErrorKind::refused, "nobody_has_signed", {{"folder", proposal.folder}});
  return assets::put_together({proposal.signatures, proposal.head_bytes});
}

}
