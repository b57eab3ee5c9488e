package io.github.presign.awssdk;

import io.github.presign.Pair;
import io.github.presign.Presigned;
import io.github.presign.Request;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.awscore.presigner.PresignedRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * A link in the SDK's form, in which the URL is made of its parts again.
 *
 * @param request what was signed
 * @param presigned the link
 * @param subresource the name of a query parameter that the SDK writes without a value, or nothing
 */
record SdkLink(Request request, Presigned presigned, String subresource) {
    /** The order in which the SDK writes the signature's parameters, behind those of the request. */
    private static final List<String> PARAMETERS = List.of(
            "X-Amz-Security-Token",
            "X-Amz-Algorithm",
            "X-Amz-Date",
            "X-Amz-SignedHeaders",
            "X-Amz-Credential",
            "X-Amz-Expires",
            "X-Amz-Signature");

    PresignedRequest.Builder fill(PresignedRequest.Builder builder) {
        URI uri = presigned.uri();
        SdkHttpMethod method = SdkHttpMethod.fromValue(presigned.method());
        SdkHttpRequest.Builder http = SdkHttpRequest.builder()
                .method(method)
                .protocol(uri.getScheme())
                .host(uri.getHost())
                .encodedPath(uri.getRawPath());
        if (uri.getPort() != -1) {
            http.port(uri.getPort());
        }
        for (Pair pair : request.query()) {
            http.appendRawQueryParameter(pair.name(), pair.name().equals(subresource) ? null : pair.value());
        }
        Map<String, String> signature = decoded(uri.getRawQuery());
        for (String name : PARAMETERS) {
            if (signature.containsKey(name)) {
                http.putRawQueryParameter(name, signature.get(name));
            }
        }
        Map<String, List<String>> headers = new LinkedHashMap<>();
        headers.put("host", List.of(uri.getRawAuthority()));
        presigned.headers().forEach((name, value) -> headers.put(name, List.of(value)));
        headers.forEach(http::putHeader);
        return builder.expiration(presigned.expiresAt())
                .isBrowserExecutable(method == SdkHttpMethod.GET && headers.size() == 1)
                .signedHeaders(headers)
                .httpRequest(http.build());
    }

    private static Map<String, String> decoded(String query) {
        Map<String, String> parameters = new HashMap<>();
        for (String parameter : query.split("&", -1)) {
            int end = parameter.indexOf('=');
            // A + is never in the values of the signature, which are percent-encoded.
            parameters.put(
                    parameter.substring(0, end),
                    URLDecoder.decode(parameter.substring(end + 1), StandardCharsets.UTF_8));
        }
        return parameters;
    }
}
