#include "fetcher/open_source.h"

#include "fetcher/file_sources.h"
#include "fetcher/web.h"

#include <filesystem>

namespace sheaf::fetcher {

Result<std::unique_ptr<Source>> open_source(const std::string &word, Web *web, Hours &hours) {
  if (word.starts_with("https://") || word.starts_with("http://")) {
    if (!web) return fail(ErrorKind::unsupported, "'" + word + "': there is no network here");
    return web->source(word);
  }
  if (word.empty() || word.find("://") != std::string::npos)
    return fail(ErrorKind::unsupported,
                "'" + word + "' is not a source: name an https:// address, a folder or a .sheaf file");
  std::error_code ignored;
  bool file = std::filesystem::is_regular_file(word, ignored) ||
              (word.ends_with(".sheaf") && !std::filesystem::is_directory(word, ignored));
  return file ? sheaf_file_source(hours, word) : directory_source(hours, word);
}

}
