package io.github.presign.example;

import io.github.presign.PresignException;
import io.github.presign.PresignException.RefusedException;
import io.github.presign.Received;
import io.github.presign.Verified;
import io.github.presign.Verifier;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Objects;

/**
 * Lets requests with a valid presigned URL pass, and answers others as AWS does. What the URL is for is an attribute of the
 * request.
 *
 * <p>It must be the first filter: one that rewrites the path or the host makes the check meaningless. The container must
 * pass on paths as they were sent: Jetty with UriCompliance.UNSAFE, for example.
 */
public final class PresignedLinkFilter implements Filter {
    /** The attribute of a request that has a {@link Verified}. */
    public static final String VERIFIED = PresignedLinkFilter.class.getName();

    private final Verifier verifier;

    /** Makes a filter that checks with a verifier. */
    public PresignedLinkFilter(Verifier verifier) {
        this.verifier = verifier;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        try {
            request.setAttribute(VERIFIED, verifier.verify(received((HttpServletRequest) request)));
        } catch (RefusedException refused) {
            answer(response, refused.httpStatus(), refused.code(), refused.awsMessage());
            return;
        } catch (PresignException malformed) {
            answer(response, 400, "InvalidURI", "Couldn't parse the specified URI.");
            return;
        }
        chain.doFilter(request, response);
    }

    private static Received received(HttpServletRequest request) {
        // Both are as they were sent; getServletPath and getParameter are decoded.
        String query = request.getQueryString();
        String target = request.getRequestURI() + (query == null ? "" : "?" + query);
        // A request of HTTP/1.0 may have no host, and is refused.
        String host = Objects.requireNonNullElse(request.getHeader("host"), "");
        Received.Builder received = Received.target(request.getMethod(), host, target);
        for (String name : Collections.list(request.getHeaderNames())) {
            for (String value : Collections.list(request.getHeaders(name))) {
                // Containers read bytes as Latin-1; signed values are UTF-8.
                byte[] bytes = value.getBytes(StandardCharsets.ISO_8859_1);
                received.header(name, new String(bytes, StandardCharsets.UTF_8));
            }
        }
        return received.build();
    }

    private static void answer(ServletResponse response, int status, String code, String message) throws IOException {
        ((HttpServletResponse) response).setStatus(status);
        response.setContentType("application/xml");
        response.setCharacterEncoding("UTF-8");
        response.getWriter()
                .write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>" + code + "</Code><Message>"
                        + escaped(message) + "</Message></Error>");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
