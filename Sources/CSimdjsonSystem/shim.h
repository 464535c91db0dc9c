// The library is used from C++ only; this makes the package manager pass its flags on.
