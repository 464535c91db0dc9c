// The header alone: the functions are in Swift.
#include "reportengine.h"
