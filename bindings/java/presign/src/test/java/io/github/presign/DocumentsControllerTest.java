package io.github.presign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.presign.PresignException.RefusedException;
import io.github.presign.example.DocumentsController;
import io.github.presign.example.DocumentsController.Document;
import java.security.Principal;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;

/** The controller of the examples, in Spring. */
class DocumentsControllerTest {
    private static final Principal ADA = () -> "ada";
    private static final Principal EVE = () -> "eve";

    /** Sends a request to a server with one document, which is Ada's. */
    private static MockHttpServletResponse sent(MockHttpServletRequestBuilder request, Principal user)
            throws Exception {
        Document document = new Document("ada", "2026/7f3c.bin", "Übersicht.pdf");
        try (Signer signer = Repository.builder().build()) {
            return MockMvcBuilders.standaloneSetup(new DocumentsController(signer, Map.of(17L, document)))
                    .build()
                    .perform(request.principal(user))
                    .andReturn()
                    .getResponse();
        }
    }

    private static Verified verified(String method, String url, Map<String, String> headers) {
        Secrets secrets = Secrets.of(Map.of(Repository.ACCESS_KEY, Secret.of(Repository.SECRET_KEY)));
        Received.Builder received = Received.url(method, url);
        headers.forEach(received::header);
        try (Verifier verifier =
                Verifier.builder(secrets).endpoint("files.example").build()) {
            return verifier.verify(received.build());
        }
    }

    private static void assertWithoutTraces(MockHttpServletResponse response) {
        assertEquals("no-store", response.getHeader("Cache-Control"));
        assertEquals("no-referrer", response.getHeader("Referrer-Policy"));
    }

    @Test
    void onlyTheOwnerOfADocumentGetsALink() throws Exception {
        MockHttpServletResponse redirect = sent(MockMvcRequestBuilders.get("/documents/17"), ADA);
        assertEquals(302, redirect.getStatus());
        assertWithoutTraces(redirect);
        String link = redirect.getHeader("Location");
        assertEquals("2026/7f3c.bin", verified("GET", link, Map.of()).key());
        for (String path : new String[] {"/documents/17", "/documents/18"}) {
            MockHttpServletResponse refused = sent(MockMvcRequestBuilders.get(path), EVE);
            assertEquals(404, refused.getStatus());
            assertEquals("", refused.getContentAsString());
            assertNull(refused.getHeader("Location"));
        }
    }

    @Test
    void aUserUploadsUnderAKeyOfTheServer() throws Exception {
        MockHttpServletResponse created = sent(MockMvcRequestBuilders.post("/documents"), EVE);
        assertEquals(201, created.getStatus());
        assertWithoutTraces(created);
        JsonObject made = JsonParser.parseString(created.getContentAsString()).getAsJsonObject();
        assertEquals("PUT", made.get("method").getAsString());
        String type = made.getAsJsonObject("headers").get("content-type").getAsString();
        String url = made.get("url").getAsString();
        assertTrue(verified("PUT", url, Map.of("Content-Type", type)).key().startsWith("uploads/eve/"));
        Map<String, String> page = Map.of("Content-Type", "text/html");
        assertThrows(RefusedException.class, () -> verified("PUT", url, page));
    }
}
