// From a word of the command line or of screen.toml to a source. The loop's thread.
#pragma once

#include "fetcher/source.h"

namespace sheaf::fetcher {

struct Hours;
class Web;

/// A URL (http, https), a `.sheaf` file, a folder. `web`: null where there is none. Errors: unsupported
/// (another scheme, not a URL).
Result<std::unique_ptr<Source>> open_source(const std::string &word, Web *web, Hours &hours);

}
