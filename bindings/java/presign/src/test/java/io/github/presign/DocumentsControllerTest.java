package io.github.presign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.presign.PresignException.RefusedException;
import io.github.presign.example.DocumentsController;
import io.github.presign.example.DocumentsController.Document;
import java.security.Principal;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;

/** The controller of the examples, in Spring. */
class DocumentsControllerTest {
    private static final Principal ADA = () -> "ada";
    private static final Principal EVE = () -> "eve";

    private static MockMvc server(Signer signer) {
        Document document = new Document("ada", "2026/7f3c.bin", "Übersicht.pdf");
        return MockMvcBuilders.standaloneSetup(new DocumentsController(signer, Map.of(17L, document)))
                .build();
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

    @Test
    void onlyTheOwnerOfADocumentGetsALink() throws Exception {
        try (Signer signer = Repository.builder().build()) {
            MockMvc server = server(signer);
            String link = server.perform(get("/documents/17").principal(ADA))
                    .andExpect(status().isFound())
                    .andExpect(header().string("Cache-Control", "no-store"))
                    .andExpect(header().string("Referrer-Policy", "no-referrer"))
                    .andReturn()
                    .getResponse()
                    .getHeader("Location");
            assertEquals("2026/7f3c.bin", verified("GET", link, Map.of()).key());
            for (String path : new String[] {"/documents/17", "/documents/18"}) {
                server.perform(get(path).principal(EVE))
                        .andExpect(status().isNotFound())
                        .andExpect(header().doesNotExist("Location"));
            }
        }
    }

    @Test
    void aUserUploadsUnderAKeyOfTheServer() throws Exception {
        try (Signer signer = Repository.builder().build()) {
            String body = server(signer)
                    .perform(post("/documents").principal(EVE))
                    .andExpect(status().isCreated())
                    .andExpect(header().string("Cache-Control", "no-store"))
                    .andReturn()
                    .getResponse()
                    .getContentAsString();
            JsonObject made = JsonParser.parseString(body).getAsJsonObject();
            assertEquals("PUT", made.get("method").getAsString());
            String type = made.getAsJsonObject("headers").get("content-type").getAsString();
            String url = made.get("url").getAsString();
            assertTrue(verified("PUT", url, Map.of("Content-Type", type)).key().startsWith("uploads/eve/"));
            Map<String, String> page = Map.of("Content-Type", "text/html");
            assertThrows(RefusedException.class, () -> verified("PUT", url, page));
        }
    }
}
