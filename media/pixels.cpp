#include "media/pixels.h"
