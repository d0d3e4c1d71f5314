// The least that a program outside this repository needs.
#include <guyline/guyline.hpp>

#include <cstdio>

int main() { std::printf("guyline %s\n", guyline::kVersion); }
