// Prints a presigned URL for uploading an object of one content type, and the headers to send with it:
//
//   upload_link BUCKET KEY CONTENT_TYPE [SIGN_AT]
//   curl -T FILE -H 'content-type: ...' 'https://...'
//
// Credentials, region and endpoint come from the environment, as in one_link.cpp. This program uses no exceptions.

#include <cstdio>
#include <cstdlib>
#include <string_view>

#include <presign.hpp>

static std::string_view from_environment(const char *name) {
    const char *value = std::getenv(name);
    return value == nullptr ? std::string_view() : value;
}

static presign_status print_link(const presign::request &request, presign::error_info &why) noexcept {
    presign::signer_options options;
    options.access_key = from_environment("AWS_ACCESS_KEY_ID");
    options.secret_key = from_environment("AWS_SECRET_ACCESS_KEY");
    options.session_token = from_environment("AWS_SESSION_TOKEN");
    options.region = from_environment("AWS_REGION");
    options.endpoint = from_environment("AWS_ENDPOINT_URL");

    presign::signer signer;
    presign::presigned made;
    presign_status status = presign::signer::try_make(options, signer, &why);
    if (status == PRESIGN_OK) {
        status = signer.try_presigned(request, made, &why);
    }
    if (status == PRESIGN_OK) {
        std::printf("%s\n", made.url.c_str());
        for (const auto &[name, value] : made.headers) {
            std::printf("%s: %s\n", name.c_str(), value.c_str());
        }
    }
    return status;
}

int main(int argc, char **argv) {
    if (argc < 4 || argc > 5) {
        std::fputs("usage: upload_link BUCKET KEY CONTENT_TYPE [SIGN_AT]\n", stderr);
        return 2;
    }
    const presign_pair headers[] = {presign::pair("Content-Type", argv[3])};
    presign::request request;
    request.method = "PUT";
    request.bucket = argv[1];
    request.key = argv[2];
    request.headers = headers;
    request.expires_in = 900;
    if (argc > 4) {
        request.sign_at = std::strtoll(argv[4], nullptr, 10);
    }
    presign::error_info why;
    if (print_link(request, why) != PRESIGN_OK) {
        std::fprintf(stderr, "upload_link: %s\n", why.message);
        return 1;
    }
}
