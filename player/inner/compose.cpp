#include "player/inner/compose.h"
