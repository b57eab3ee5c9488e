package io.github.presign;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.presign.example.PresignedLinkFilter;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The filter of the examples, in Jetty. */
class ServletFilterTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static Verifier verifier;
    private static Server server;
    private static int port;

    /** Answers with what the URL is for. */
    @SuppressWarnings("serial") // It is never serialised.
    private static final class Download extends HttpServlet {
        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            Verified verified = (Verified) request.getAttribute(PresignedLinkFilter.VERIFIED);
            response.setCharacterEncoding("UTF-8");
            response.getWriter().write(verified.bucket() + " " + verified.key());
        }
    }

    @BeforeAll
    static void start() throws Exception {
        verifier = Verifier.builder(Secrets.of(Map.of(Repository.ACCESS_KEY, Secret.of(Repository.SECRET_KEY))))
                .addressing(Addressing.PATH)
                .build();
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setUriCompliance(UriCompliance.UNSAFE);
        server = new Server();
        ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(configuration));
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler();
        context.getServletHandler().setDecodeAmbiguousURIs(true);
        context.addFilter(
                new FilterHolder(new PresignedLinkFilter(verifier)), "/*", EnumSet.of(DispatcherType.REQUEST));
        context.addServlet(new ServletHolder(new Download()), "/*");
        server.setHandler(context);
        server.start();
        port = connector.getLocalPort();
    }

    @AfterAll
    static void stop() throws Exception {
        server.stop();
        verifier.close();
    }

    /** Sends a request as it is written, without what java.net.http does to paths; returns status line and body. */
    private static String exchange(String method, String url, String headers) throws IOException {
        String target = url.substring(("http://127.0.0.1:" + port).length());
        return sent(method + " " + target + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nConnection: close\r\n"
                + headers + "\r\n");
    }

    private static String sent(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            try (InputStream answer = socket.getInputStream()) {
                return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
            }
        }
    }

    private static Signer.Builder signer(String accessKey) {
        return Signer.builder(accessKey, Repository.SECRET_KEY).endpoint(URI.create("http://127.0.0.1:" + port));
    }

    private static void assertAnswer(String answer, int status, String body) {
        assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
        assertTrue(answer.endsWith(body), answer);
    }

    @Test
    void aValidLinkReachesTheServletUnderExactlyItsKey() throws IOException {
        try (Signer signer = signer(Repository.ACCESS_KEY).build()) {
            for (String key : new String[] {"cat.jpg", "ü b//../+%2F;x.jpg", "/a/./b"}) {
                assertAnswer(exchange("GET", signer.get("photos", key, HOUR), ""), 200, "\r\n\r\nphotos " + key);
            }
            Presigned signed = signer.presign(Request.get("photos", "k")
                    .expiresIn(HOUR)
                    .header("x-amz-meta-a", "ü")
                    .build());
            assertAnswer(exchange("GET", signed.url(), "X-Amz-Meta-A: ü\r\n"), 200, "photos k");
            assertAnswer(exchange("GET", signed.url(), "X-Amz-Meta-A: u\r\n"), 403, "</Error>");
        }
    }

    @Test
    void otherRequestsAreAnsweredAsAwsDoes() throws IOException {
        try (Signer signer = signer(Repository.ACCESS_KEY).build();
                Signer stranger = signer("UNKNOWN").build()) {
            String link = signer.get("photos", "cat.jpg", HOUR);
            assertTrue(exchange("PUT", link, "Content-Length: 0\r\n").contains("<Code>SignatureDoesNotMatch</Code>"));
            assertTrue(exchange("GET", link.replace("cat", "dog"), "").contains("<Code>SignatureDoesNotMatch</Code>"));
            assertTrue(exchange("GET", stranger.get("photos", "cat.jpg", HOUR), "")
                    .contains("<Code>InvalidAccessKeyId</Code>"));
            assertAnswer(exchange("GET", "http://127.0.0.1:" + port + "/photos/cat.jpg", ""), 403, "</Error>");
        }
    }

    @Test
    void aRequestWithoutAHostIsRefused() throws IOException {
        try (Signer signer = signer(Repository.ACCESS_KEY).build()) {
            String link = signer.get("photos", "cat.jpg", HOUR);
            assertAnswer(sent("GET " + link.substring(link.indexOf("/photos")) + " HTTP/1.0\r\n\r\n"), 400, "</Error>");
        }
    }
}
