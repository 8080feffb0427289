#include "assets/sha256.h"

#include <cassert>
#include <cerrno>
#include <openssl/evp.h>
#include <unistd.h>
#include <vector>

namespace sheaf::assets {

struct Sha256::State {
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context{EVP_MD_CTX_new(), &EVP_MD_CTX_free};
  void begin() const {
    [[maybe_unused]] auto begun = EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr);
    assert(begun == 1);
  }
};

Sha256::Sha256() : state_(std::make_unique<State>()) { state_->begin(); }
Sha256::Sha256(Sha256 &&) noexcept = default;
Sha256 &Sha256::operator=(Sha256 &&) noexcept = default;
Sha256::~Sha256() = default;

void Sha256::add(std::string_view bytes) {
  EVP_DigestUpdate(state_->context.get(), bytes.data(), bytes.size());
}

Digest Sha256::finish() {
  Digest digest;
  EVP_DigestFinal_ex(state_->context.get(), digest.bytes.data(), nullptr);
  state_->begin();
  return digest;
}

Digest sha256(std::string_view bytes) {
  Sha256 hash;
  hash.add(bytes);
  return hash.finish();
}

Result<FileDigest> sha256_of_file(int fd) {
  constexpr std::size_t step = 256 << 10;
  FileDigest file;
  Sha256 hash;
  std::vector<char> bytes(step);
  while (true) {
    auto n = ::pread(fd, bytes.data(), bytes.size(), static_cast<off_t>(file.size));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return fail(ErrorKind::transient, "cannot read the file");
    if (n == 0) break;
    hash.add({bytes.data(), static_cast<std::size_t>(n)});
    file.size += static_cast<std::uint64_t>(n);
  }
  file.digest = hash.finish();
  return file;
}

}
