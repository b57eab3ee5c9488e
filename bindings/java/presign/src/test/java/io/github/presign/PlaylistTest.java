package io.github.presign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PlaylistTest {
    private static final Request REQUEST = Request.get("videos", "film/index.m3u8")
            .expiresIn(Duration.ofHours(1))
            .build();

    @Test
    void relativeUrisBecomeLinksAndAllElseStays() {
        String playlist = """
                #EXTM3U\r
                # a comment
                #EXT-X-KEY:METHOD=AES-128,URI="key.bin"
                #EXTINF:4,ü
                segment 1.ts
                https://cdn.example/2.ts
                """;
        try (Signer signer = Repository.builder().build()) {
            String[] lines = signer.presignPlaylist(REQUEST, playlist).split("\n", -1);
            assertEquals("#EXTM3U\r", lines[0]);
            assertEquals("# a comment", lines[1]);
            assertTrue(lines[2].startsWith(
                    "#EXT-X-KEY:METHOD=AES-128,URI=\"https://files.example/videos/film/key.bin?X-Amz-"));
            assertEquals("#EXTINF:4,ü", lines[3]);
            assertEquals("film/segment 1.ts", Presign.inspect(lines[4]).key());
            assertEquals("https://cdn.example/2.ts", lines[5]);
        }
    }

    @Test
    void nestedPlaylistsLeadWhereTheCallerSays() {
        String playlist = "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nlow.m3u8\n";
        try (Signer signer = Repository.builder().build()) {
            assertEquals(playlist, signer.presignPlaylist(REQUEST, playlist, "keep"));
            assertTrue(signer.presignPlaylist(REQUEST, playlist, "sign")
                    .contains("https://files.example/videos/film/low.m3u8?"));
            assertTrue(signer.presignPlaylist(REQUEST, playlist, "https://app.example/?key={key}")
                    .endsWith("https://app.example/?key=film%2Flow.m3u8\n"));
        }
    }

    @Test
    void aPolicyIsJsonWithTheNetworks() {
        JsonObject policy = new Gson()
                .fromJson(
                        IpPolicy.of("photos")
                                .allow("203.0.113.0/24")
                                .allow("2001:db8::/32")
                                .pattern("private/*")
                                .action("s3:PutObject")
                                .toJson(),
                        JsonObject.class);
        String text = policy.toString();
        assertTrue(text.contains("\"aws:SourceIp\":[\"203.0.113.0/24\",\"2001:db8::/32\"]"), text);
        assertTrue(text.contains("arn:aws:s3:::photos/private/*"), text);
        assertTrue(text.contains("s3:PutObject"), text);
    }

    @Test
    void aFileNameBecomesAContentDisposition() {
        // RFC 6266's form, with filename* where the name is not ASCII.
        assertEquals("attachment; filename=\"a.txt\"", Presign.contentDisposition("a.txt", Disposition.ATTACHMENT));
        assertTrue(Presign.contentDisposition("ü.txt", Disposition.INLINE).contains("filename*=UTF-8''%C3%BC.txt"));
    }
}
