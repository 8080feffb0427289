#include "publisher/help.h"

#include "board/help.h"
#include "publisher/embedded.h"

#include <cstdio>
#include <string>

namespace sheaf::publisher {

Result<int> tell_help(std::string_view verb, std::string_view english) {
  std::string vietnamese(board::section(embedded("texts/tro-giup.txt"), verb));
  std::printf("%s\n%s", vietnamese.c_str(), std::string(english).c_str());
  return 0;
}

}
