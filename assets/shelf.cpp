#include "assets/shelf.h"

#include "assets/inner/shelf_store.h"

namespace sheaf::assets {

Result<std::unique_ptr<Shelf>> Shelf::open(StoreFiles files, TrustedRoot installed, ShelfLimits limits) {
  return open_shelf(real_disk(), std::move(files), std::move(installed), limits);
}

}
