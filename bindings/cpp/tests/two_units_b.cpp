#include "given.hpp"

std::string url_of_the_other_unit() {
    presign::signer signer;
    std::string url;
    if (presign::signer::try_make(given_options(), signer) == PRESIGN_OK) {
        signer.try_url(given_request(), url);
    }
    return url;
}
