#include <guyline/version.hpp>

#include <cstdio>

int main() { std::printf("guyline %s\n", guyline::kVersion); }
