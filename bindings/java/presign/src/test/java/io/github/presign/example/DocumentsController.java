package io.github.presign.example;

import io.github.presign.Presigned;
import io.github.presign.Request;
import io.github.presign.Signer;
import java.security.Principal;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Gives the users of a Spring application links to their own documents. Spring Security lets only users in. */
@RestController
@RequestMapping("/documents")
public class DocumentsController {
    private static final String BUCKET = "documents";

    /** A row of the database. */
    public record Document(String owner, String key, String name) {}

    private final Signer signer;
    private final Map<Long, Document> rows;

    /** Makes a controller for the documents of a table. */
    public DocumentsController(Signer signer, Map<Long, Document> rows) {
        this.signer = signer;
        this.rows = rows;
    }

    /** Redirects the owner of a document to the storage. */
    @GetMapping("/{id}")
    public ResponseEntity<Void> download(@PathVariable("id") long id, Principal user) {
        Document document = rows.get(id);
        // The same response as for a document that does not exist, so that users cannot find out which do.
        if (document == null || !document.owner().equals(user.getName())) {
            return ResponseEntity.notFound().build();
        }
        Presigned made = signer.presign(Request.get(BUCKET, document.key())
                .filename(document.name())
                .expiresIn(Duration.ofMinutes(1))
                .build());
        return withoutTraces(HttpStatus.FOUND).location(made.uri()).build();
    }

    /** Returns what the page sends to the storage: URL, method and headers. The server chooses the key. */
    @PostMapping
    public ResponseEntity<Map<String, Object>> upload(Principal user) {
        String key = "uploads/" + user.getName() + "/" + UUID.randomUUID() + ".pdf";
        Presigned made = signer.presign(Request.put(BUCKET, key)
                .contentType("application/pdf")
                .expiresIn(Duration.ofMinutes(5))
                .build());
        return withoutTraces(HttpStatus.CREATED)
                .body(Map.of("url", made.url(), "method", made.method(), "headers", made.headers()));
    }

    /** Keeps a response with a link out of caches, where it would reach another user or outlive the link. */
    private static ResponseEntity.BodyBuilder withoutTraces(HttpStatus status) {
        return ResponseEntity.status(status)
                .cacheControl(CacheControl.noStore())
                .header("Referrer-Policy", "no-referrer");
    }
}
