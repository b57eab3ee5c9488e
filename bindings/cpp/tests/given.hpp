// Inputs of the programs, and their URLs in tests/vectors/sigv4.json.
#ifndef GIVEN_HPP
#define GIVEN_HPP

#include <presign.hpp>

#include <string_view>

// "aws documentation"
constexpr std::string_view documented_url =
    "https://examplebucket.s3.amazonaws.com/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256"
    "&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request"
    "&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host"
    "&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404";

// "put, content type and acl"
constexpr std::string_view upload_url =
    "https://s-dt2.cloud.gcore.lu/mybucket/k?X-Amz-Algorithm=AWS4-HMAC-SHA256"
    "&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request"
    "&X-Amz-Date=20130524T000000Z&X-Amz-Expires=3600&X-Amz-SignedHeaders=content-type%3Bhost%3Bx-amz-acl"
    "&X-Amz-Signature=59532de34b66c4b9dc2fc809a6f7af69dc59b10f69a956b2bbb833e59c0c451d";

// "head"
constexpr std::string_view head_url =
    "https://s-dt2.cloud.gcore.lu/mybucket/k?X-Amz-Algorithm=AWS4-HMAC-SHA256"
    "&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request"
    "&X-Amz-Date=20130524T000000Z&X-Amz-Expires=3600&X-Amz-SignedHeaders=host"
    "&X-Amz-Signature=c796730a82f993ff9a9756452f931998879bd5488bc9b44e14dc2e75524e7f8b";

inline presign::signer_options given_options() {
    presign::signer_options options;
    options.access_key = "AKIAIOSFODNN7EXAMPLE";
    options.secret_key = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    options.region = "us-east-1";
    options.endpoint = "https://s3.amazonaws.com";
    options.addressing = presign::addressing::virtual_host;
    return options;
}

inline presign::request given_request() {
    presign::request request;
    request.bucket = "examplebucket";
    request.key = "test.txt";
    request.expires_in = 86400;
    request.sign_at = 1369353600;
    return request;
}

// Of upload_url and head_url.
inline presign::signer_options path_options() {
    presign::signer_options options = given_options();
    options.endpoint = "https://s-dt2.cloud.gcore.lu";
    options.addressing = presign::addressing::path;
    return options;
}

inline presign::request head_request() {
    presign::request request;
    request.method = "HEAD";
    request.bucket = "mybucket";
    request.key = "k";
    request.expires_in = 3600;
    request.sign_at = 1369353600;
    return request;
}

// With the headers of upload_url, which must outlive the request.
inline presign::request upload_request(presign::pairs headers) {
    presign::request request = head_request();
    request.method = "PUT";
    request.headers = headers;
    return request;
}

constexpr std::string_view given_secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

// A request for documented_url at its signing time.
inline presign::received given_received() {
    presign::received received;
    received.url = documented_url;
    received.now = 1369353600;
    return received;
}

inline presign::verifier_options given_verifier() {
    presign::verifier_options options;
    options.endpoint = "https://s3.amazonaws.com";
    options.region = "us-east-1";
    return options;
}

#endif
