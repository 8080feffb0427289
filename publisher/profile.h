// Which kind of board a publication is made for. Pure; any thread.
#pragma once

#include "publisher/board_class.h"
#include "publisher/draft.h"

namespace sheaf::publisher {

/// `asked` (of --profile), else what the draft says, else the weakest in its table of screens, else pi3: what
/// plays there plays everywhere. Errors: refused (no such class), with the names that there are.
Result<const BoardClass *> profile_for(const std::string &asked, const Draft &draft);

}
