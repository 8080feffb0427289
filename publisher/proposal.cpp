#include "publisher/proposal.h"

#include "assets/sha256.h"
#include "board/files.h"
#include "publisher/streams.h"

#include <algorithm>
#include <filesystem>

namespace sheaf::publisher {
namespace {

namespace fs = std::filesystem;
constexpr const char *ending = ".minisig";
constexpr Bytes most_signature = Bytes{4096};

std::vector<std::string> signature_files(const std::string &folder) {
  std::vector<std::string> out;
  std::error_code error;
  for (fs::directory_iterator i(folder, error), end; !error && i != end; i.increment(error))
    if (i->path().extension() == ending) out.push_back(i->path().string());
  std::sort(out.begin(), out.end());
  return out;
}

Result<assets::Signature> read_signature(const std::string &path) {
  auto block = board::read_whole(path, most_signature);
  if (!block) return fail(block.error());
  if (!block->ends_with('\n')) *block += '\n';
  auto apart = assets::take_apart(*block + "\n.") /* what they sign lies elsewhere */;
  if (!apart) return fail(apart.error().in(path));
  return apart->signatures.front();
}

Result<void> read_documents(Proposal &p) {
  auto head = board::read_whole(p.folder + "/head", Bytes{playlist::most_head});
  if (!head) return fail(head.error());
  auto manifest = board::read_whole(p.folder + "/manifest.json", Bytes{playlist::most_manifest});
  if (!manifest) return fail(manifest.error());
  auto parsed = playlist::parse_head(*head);
  if (!parsed) return fail(parsed.error().in(p.folder + "/head"));
  if (assets::sha256(*manifest) != parsed->manifest)
    return fail(ErrorKind::corrupt,
                "'" + p.folder +
                    "/manifest.json' is not what its head names; ask for the folder again, "
                    "or prepare it anew");
  auto items = playlist::parse_manifest(*manifest);
  if (!items) return fail(items.error().in(p.folder + "/manifest.json"));
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
  if (fs::exists(folder, ignored))
    return fail(ErrorKind::refused,
                "'" + folder + "' is there already; remove it, or name another with --out");
  if (auto made = make_folders(folder); !made) return made;
  if (auto put = board::write_whole(folder + "/manifest.json", manifest_bytes, board::Durable::yes); !put)
    return put;
  return board::write_whole(folder + "/head", playlist::write_head(head), board::Durable::yes);
}

Result<Proposal> read_proposal(const std::string &folder) {
  Proposal p;
  p.folder = folder;
  if (auto read = read_documents(p); !read) {
    if (read.error().kind != ErrorKind::absent) return fail(read.error());
    return fail(ErrorKind::absent,
                "'" + folder + "' is no folder that 'sheaf prepare' has made: " + read.error().text);
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
  return board::write_whole(proposal.folder + "/" + signature.key + ending, signature.block,
                            board::Durable::yes);
}

Result<std::string> signed_head(const Proposal &proposal) {
  if (proposal.signatures.empty())
    return fail(ErrorKind::refused,
                "nobody has signed '" + proposal.folder + "' yet: sheaf sign " + proposal.folder);
  return assets::put_together({proposal.signatures, proposal.head_bytes});
}

}
