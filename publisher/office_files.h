// board/files.h, with what goes wrong told in both languages. May wait for a disk. Any thread.
#pragma once

#include "board/files.h"

#include <string>
#include <string_view>

namespace sheaf::publisher {

/// What errno says of `path`. `what`: "open", "read", "write", "make", "make_folder", "replace".
tl::unexpected<Error> failed(const std::string &what, const std::string &path);

Result<Fd> open_file(const std::string &path);
Result<std::string> read_file(const std::string &path, Bytes most);
Result<void> write_file(const std::string &path, std::string_view bytes,
                        board::Durable durable = board::Durable::yes);

}
