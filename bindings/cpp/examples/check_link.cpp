// Checks a presigned URL as a storage does, and prints its contents:
//
//   check_link METHOD URL [NOW]
//
// Exits with 0 if the request is accepted, else with 1, after printing the storage's error response. Endpoint and
// region come from AWS_ENDPOINT_URL and AWS_REGION, the one known pair of keys from AWS_ACCESS_KEY_ID and
// AWS_SECRET_ACCESS_KEY.

#include <cstdio>
#include <cstdlib>
#include <string_view>

#include <presign.hpp>

static std::string_view from_environment(const char *name) {
    const char *value = std::getenv(name);
    return value == nullptr ? std::string_view() : value;
}

int main(int argc, char **argv) {
    if (argc < 3 || argc > 4) {
        std::fprintf(stderr, "usage: check_link METHOD URL [NOW]\n");
        return 2;
    }
    presign::verifier_options options;
    options.endpoint = from_environment("AWS_ENDPOINT_URL");
    options.region = from_environment("AWS_REGION");
    presign::received received;
    received.method = argv[1];
    received.url = argv[2];
    if (argc > 3) {
        received.now = std::strtoll(argv[3], nullptr, 10);
    }
    try {
        const presign::verifier verifier(options);
        const presign_secret known =
            presign::secret(from_environment("AWS_ACCESS_KEY_ID"), from_environment("AWS_SECRET_ACCESS_KEY"),
                            from_environment("AWS_SESSION_TOKEN"));
        const presign::verified verified = verifier.verify(received, known);
        std::printf("bucket %s\nkey %s\nuntil %lld\n", verified.bucket.c_str(), verified.key.c_str(),
                    static_cast<long long>(verified.expires_at));
    } catch (const presign::refused &why) {
        std::fprintf(stderr, "check_link: %u %s: %s\n", static_cast<unsigned>(why.http_status()),
                     why.code().c_str(), why.message().c_str());
        return 1;
    } catch (const presign::error &problem) {
        std::fprintf(stderr, "check_link: %s\n", problem.what());
        return 1;
    }
}
