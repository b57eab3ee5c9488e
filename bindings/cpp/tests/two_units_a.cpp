// First of two translation units that include presign.hpp; the second may be built without exceptions.

#include "check.hpp"
#include "given.hpp"

std::string url_of_the_other_unit();

int main() {
    CHECK(presign::signer(given_options()).url(given_request()) == documented_url);
    CHECK(url_of_the_other_unit() == documented_url);
}
