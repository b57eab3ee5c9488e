// Prints a presigned URL of an object:
//
//   one_link BUCKET KEY SECONDS [SIGN_AT]
//
// Credentials come from AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN, region and endpoint from
// AWS_REGION and AWS_ENDPOINT_URL. Never pass secrets on the command line: every user of the machine can read it.

#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>

#include <presign.hpp>

static std::string_view from_environment(const char *name) {
    const char *value = std::getenv(name);
    return value == nullptr ? std::string_view() : value;
}

int main(int argc, char **argv) {
    if (argc < 4 || argc > 5) {
        std::cerr << "usage: one_link BUCKET KEY SECONDS [SIGN_AT]\n";
        return 2;
    }
    try {
        presign::signer_options options;
        options.access_key = from_environment("AWS_ACCESS_KEY_ID");
        options.secret_key = from_environment("AWS_SECRET_ACCESS_KEY");
        options.session_token = from_environment("AWS_SESSION_TOKEN");
        options.region = from_environment("AWS_REGION");
        options.endpoint = from_environment("AWS_ENDPOINT_URL");
        const presign::signer signer(options);

        presign::request request;
        request.bucket = argv[1];
        request.key = argv[2];
        request.expires_in = static_cast<std::uint32_t>(std::stoul(argv[3]));
        if (argc > 4) {
            request.sign_at = std::stoll(argv[4]);
        }
        std::cout << signer.url(request) << '\n';
    } catch (const std::exception &problem) {
        std::cerr << "one_link: " << problem.what() << '\n';
        return 1;
    }
}
