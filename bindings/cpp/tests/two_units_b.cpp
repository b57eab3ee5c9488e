#include "check.hpp"
#include "given.hpp"

std::string url_of_the_other_unit() {
    presign::signer signer;
    std::string url;
    CHECK(presign::signer::try_make(given_options(), signer) == PRESIGN_OK);
    CHECK(signer.try_url(given_request(), url) == PRESIGN_OK);
    return url;
}
