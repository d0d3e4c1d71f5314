#include <cstdio>
#include <guyline/version.hpp>

int main() { std::printf("guyline %s\n", guyline::kVersion); }
