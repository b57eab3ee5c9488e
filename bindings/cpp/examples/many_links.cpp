// Prints a presigned URL for each line of a file of object keys, on all cores:
//
//   many_links BUCKET KEYS_FILE SECONDS [SIGN_AT]
//
// Credentials, region and endpoint come from the environment, as in one_link.cpp.

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include <presign.hpp>

static std::string_view from_environment(const char *name) {
    const char *value = std::getenv(name);
    return value == nullptr ? std::string_view() : value;
}

static std::vector<std::string> read_lines(const char *path) {
    std::ifstream file(path, std::ios::binary);
    std::vector<std::string> lines;
    for (std::string line; std::getline(file, line);) {
        lines.push_back(line);
    }
    if (!file.eof()) {
        throw std::ios_base::failure(std::string(path) + " cannot be read");
    }
    return lines;
}

static void print_links(int argc, char **argv) {
    presign::signer_options options;
    options.access_key = from_environment("AWS_ACCESS_KEY_ID");
    options.secret_key = from_environment("AWS_SECRET_ACCESS_KEY");
    options.session_token = from_environment("AWS_SESSION_TOKEN");
    options.region = from_environment("AWS_REGION");
    options.endpoint = from_environment("AWS_ENDPOINT_URL");
    const presign::signer signer(options);

    presign::request request;
    request.bucket = argv[1];
    request.expires_in = static_cast<std::uint32_t>(std::stoul(argv[3]));
    if (argc > 4) {
        request.sign_at = std::stoll(argv[4]);
    }
    presign::batch_options how;
    how.threads = PRESIGN_THREADS_ALL;
    how.separator = '\n';
    std::cout << signer.urls(request, read_lines(argv[2]), how).text;
}

int main(int argc, char **argv) {
    if (argc < 4 || argc > 5) {
        std::cerr << "usage: many_links BUCKET KEYS_FILE SECONDS [SIGN_AT]\n";
        return 2;
    }
    try {
        print_links(argc, argv);
    } catch (const presign::error &problem) {
        std::cerr << "many_links: " << problem.what();
        if (problem.index() != presign::no_index) {
            std::cerr << ": line " << problem.index() + 1;
        }
        std::cerr << '\n';
        return 1;
    } catch (const std::exception &problem) {
        std::cerr << "many_links: " << problem.what() << '\n';
        return 1;
    }
}
