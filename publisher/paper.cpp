#include "publisher/paper.h"
#include "publisher/office_files.h"

#include "publisher/words.h"

#include <filesystem>
#include <sys/stat.h>

namespace sheaf::publisher {

Result<void> write_paper(const std::string &key_file, const assets::TrustedRoot &root) {
  auto key = read_file(key_file, 64_KiB);
  if (!key) return fail(key.error());
  auto page = words("paper_head") + "\n" + *key + "\n" + words("paper_use") + "\n" +
              words("fingerprint", {{"n", std::to_string(root.root.version)}}) +
              assets::fingerprint(root.digest) + "\n";
  auto path = std::filesystem::path(key_file).replace_extension(".txt").string();
  auto before = ::umask(0077);
  auto written = write_file(path, page, board::Durable::yes);
  ::umask(before);
  return written;
}

}
