// Which kind of board a publication is made for. Pure; any thread.
#pragma once

#include "publisher/board_class.h"
#include "publisher/draft.h"

namespace sheaf::publisher {

/// The weakest board among the draft's screens. A screen that says nothing may be any, so where one does, or
/// there are none, it is pi3: what plays there plays everywhere.
const BoardClass &weakest_board(const Draft &draft);

/// `asked` (of --profile), else what the draft says, else the weakest. Errors: refused (no such class), with
/// the names that there are.
Result<const BoardClass *> profile_for(const std::string &asked, const Draft &draft);

}
