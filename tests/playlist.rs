//! Signed HLS playlists: which URIs become links, and to which keys. The links are the naive signer's; the keys are those
//! of RFC 3986 section 5.4, and the playlists those of RFC 8216 section 8.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod naive;

use presign::{Addressing, Nested, PlaylistError, Request, Signer, Version};

const ACCESS_KEY: &str = "AKIAIOSFODNN7EXAMPLE";
const SECRET_KEY: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const NOW: i64 = 1_795_305_600;

/// A storage whose bucket has a host of its own, so that a key is the path of its URL.
struct Storage {
    host: &'static str,
    version: Version,
}

impl Storage {
    fn signer(&self) -> Signer {
        let endpoint = format!("http://{}", self.host);
        Signer::builder(ACCESS_KEY, SECRET_KEY)
            .endpoint(&*endpoint)
            .addressing(Addressing::Cname)
            .version(self.version)
            .build()
            .unwrap()
    }

    fn presign(&self, text: &str, key: &str, nested: Nested) -> Result<String, PlaylistError> {
        let request = Request::get(self.host, key).sign_at(NOW).expires_in(3600);
        self.signer().presign_playlist(text, &request, nested)
    }

    /// The naive signer's link.
    fn link(&self, key: &str) -> String {
        let case = naive::Case {
            access_key: ACCESS_KEY.to_owned(),
            secret_key: SECRET_KEY.to_owned(),
            session_token: None,
            region: "us-east-1".to_owned(),
            endpoint: format!("http://{}", self.host),
            addressing: naive::Addressing::Cname,
            method: "GET".to_owned(),
            bucket: self.host.to_owned(),
            key: key.to_owned(),
            query: Vec::new(),
            headers: Vec::new(),
            sign_at: NOW,
            lifetime: 3600,
        };
        if self.version == Version::V4 { naive::v4(&case).url } else { naive::v2(&case).url }
    }
}

const STORAGE: Storage = Storage { host: "media.example.com", version: Version::V4 };

/// Returns the line of a playlist with this URI alone, signed as `key`.
fn signed_line(uri: &str, key: &str) -> Result<String, String> {
    let text = format!("#EXTM3U\n{uri}\n");
    let signed = STORAGE.presign(&text, key, Nested::Refuse).map_err(|error| error.to_string())?;
    Ok(signed.strip_prefix("#EXTM3U\n").unwrap().strip_suffix('\n').unwrap().to_owned())
}

/// RFC 3986 section 5.4.1 and 5.4.2, where the base is http://a/b/c/d;p?q and these are the targets behind http://a/.
const RFC_3986: [(&str, &str); 24] = [
    ("g", "b/c/g"),
    ("./g", "b/c/g"),
    ("g/", "b/c/g/"),
    ("/g", "g"),
    (";x", "b/c/;x"),
    ("g;x", "b/c/g;x"),
    (".", "b/c/"),
    ("./", "b/c/"),
    ("..", "b/"),
    ("../", "b/"),
    ("../g", "b/g"),
    ("../../g", "g"),
    ("/./g", "g"),
    ("g.", "b/c/g."),
    (".g", "b/c/.g"),
    ("g..", "b/c/g.."),
    ("..g", "b/c/..g"),
    ("./../g", "b/g"),
    ("./g/.", "b/c/g/"),
    ("g/./h", "b/c/g/h"),
    ("g/../h", "b/c/h"),
    ("g;x=1/./y", "b/c/g;x=1/y"),
    ("g;x=1/../y", "b/c/y"),
    ("g/..", "b/c/"),
];

#[test]
fn references_are_resolved_as_in_rfc_3986() {
    for (reference, key) in RFC_3986 {
        assert_eq!(signed_line(reference, "b/c/d;p"), Ok(STORAGE.link(key)), "{reference}");
    }
    // The examples with a fragment, which players do not send.
    for (reference, key, fragment) in [("g#s", "b/c/g", "#s"), ("g#s/../x", "b/c/g", "#s/../x")] {
        assert_eq!(signed_line(reference, "b/c/d;p"), Ok(STORAGE.link(key) + fragment), "{reference}");
    }
    // Another scheme, and another host.
    for reference in ["g:h", "//g", "http:g", "//g?y#s"] {
        assert_eq!(signed_line(reference, "b/c/d;p"), Ok(reference.to_owned()));
    }
}

#[test]
fn references_above_the_bucket_are_refused() {
    // The RFC's "abnormal" examples, for which it would stay in the root.
    for reference in ["../../../g", "../../../../g", "/../g", "../../..", "a/../../../../g"] {
        let message = format!("line 2: URI {reference:?} leads above the bucket");
        assert_eq!(signed_line(reference, "b/c/d;p"), Err(message));
    }
}

#[test]
fn a_query_is_refused_and_not_shown() {
    for reference in ["?y", "g?y", "g?token=secret#s", "/g?y/../x"] {
        let path = reference.split('?').next().unwrap();
        let message = format!(
            "line 2: URI {path:?} has a query, which the storage would read as a part of the request: remove it"
        );
        assert_eq!(signed_line(reference, "b/c/d;p"), Err(message));
    }
}

#[test]
fn escapes_are_decoded_and_other_characters_are_those_of_the_key() {
    for (reference, key) in [
        ("a%20b%2520c.ts", "v/a b%20c.ts"),
        ("%C3%BC/%e6%96%87.ts", "v/ü/文.ts"),
        ("ü/文 1.ts", "v/ü/文 1.ts"),
        ("a+b&c=d.ts", "v/a+b&c=d.ts"),
        ("a%2Fb%3Fc%23d.ts", "v/a/b?c#d.ts"),
        ("%2e%2E/%2e/g", "g"),
        ("%2e./g", "g"),
        ("a%2Fb/../c/%2e", "v/c/"),
        ("a//b", "v/a//b"),
        ("12:30.ts", "v/12:30.ts"),
        ("./a:b.ts", "v/a:b.ts"),
        ("a\\b", "v/a\\b"),
    ] {
        assert_eq!(signed_line(reference, "v/index.m3u8"), Ok(STORAGE.link(key)), "{reference}");
    }
    for (reference, rule) in [
        ("100%", "has a % that no two hexadecimal digits follow: write %25 for a percent sign"),
        ("a%2", "has a % that no two hexadecimal digits follow: write %25 for a percent sign"),
        ("a%+1", "has a % that no two hexadecimal digits follow: write %25 for a percent sign"),
        ("a%ü", "has a % that no two hexadecimal digits follow: write %25 for a percent sign"),
        ("a%2F..%2Fb", "has a . or .. segment in its key, which players remove from a link"),
        ("a\tb", "has a control character, which players remove or refuse"),
        ("a\rb", "has a control character, which players remove or refuse"),
    ] {
        assert_eq!(signed_line(reference, "i"), Err(format!("line 2: URI {reference:?} {rule}")));
    }
    assert_eq!(signed_line("%FF", "i"), Err("line 2: the key is not valid UTF-8".to_owned()));
    assert_eq!(
        signed_line("..", "a/i"),
        Err("line 2: the key is empty: a link to an object needs a key".to_owned())
    );
}

/// With path addressing, the bucket is a part of the path on the host.
#[test]
fn an_absolute_path_is_one_on_the_host() {
    let signer = Signer::builder(ACCESS_KEY, SECRET_KEY)
        .endpoint("http://storage.example/s3")
        .addressing(Addressing::Path)
        .build()
        .unwrap();
    let request = Request::get("films", "a/index.m3u8").sign_at(NOW);
    let sign = |uri: &str| {
        let signed = signer.presign_playlist(&format!("#EXTM3U\n{uri}\n"), &request, Nested::Refuse);
        signed.map_err(|error| error.to_string())
    };
    let link = signer.presign(&Request::get("films", "b/1.ts").sign_at(NOW)).unwrap();
    let expected = Ok(format!("#EXTM3U\n{link}\n"));
    for uri in ["/s3/films/b/1.ts", "http://storage.example/s3/films/b/1.ts", "../b/1.ts"] {
        assert_eq!(sign(uri), expected, "{uri}");
    }
    for uri in ["/b/1.ts", "/films/b/1.ts", "/s3/filmsb/1.ts"] {
        let rule = "begins with a slash and is not below the path of the bucket on its host: write it relative to the \
                    playlist";
        assert_eq!(sign(uri), Err(format!("line 2: URI {uri:?} {rule}")));
    }
    assert!(sign("../../films/b/1.ts").unwrap_err().ends_with("leads above the bucket"));
    // Signed already, another bucket, another host, another port.
    for uri in [
        "http://storage.example/s3/films/b/1.ts?X-Amz-Signature=0",
        "http://storage.example/s3/other/b/1.ts",
        "http://storage.example.org/s3/films/b/1.ts",
        "http://storage.example:8080/s3/films/b/1.ts",
        "https://storage.example/s3/films/b/1.ts",
    ] {
        assert_eq!(sign(uri), Ok(format!("#EXTM3U\n{uri}\n")));
    }
}

/// The base is the host of the access point.
#[test]
fn a_playlist_behind_an_access_point_is_signed_for_its_host() {
    let signer = Signer::builder(ACCESS_KEY, SECRET_KEY).build().unwrap();
    let point = "arn:aws:s3:us-west-2:123456789012:accesspoint/films";
    let link = signer.presign(&Request::get(point, "b/1.ts").sign_at(NOW)).unwrap();
    for uri in ["../b/1.ts", "/b/1.ts", link.split('?').next().unwrap()] {
        let request = Request::get(point, "a/index.m3u8").sign_at(NOW);
        let signed = signer.presign_playlist(&format!("#EXTM3U\n{uri}\n"), &request, Nested::Refuse);
        assert_eq!(signed.unwrap(), format!("#EXTM3U\n{link}\n"), "{uri}");
    }
}

/// RFC 8216 sections 8.1 to 8.8. The URIs that lead to the bucket stand beside each.
#[test]
fn the_examples_of_rfc_8216_are_signed() {
    let media = Storage { host: "media.example.com", version: Version::V2 };
    let examples: [(&str, &[&str]); 6] = [
        (
            "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXT-X-VERSION:3\n#EXTINF:9.009,\nhttp://media.example.com/first.ts\n\
             #EXTINF:9.009,\nhttp://media.example.com/second.ts\n#EXTINF:3.003,\nhttp://media.example.com/third.ts\n\
             #EXT-X-ENDLIST\n",
            &[
                "http://media.example.com/first.ts",
                "http://media.example.com/second.ts",
                "http://media.example.com/third.ts",
            ],
        ),
        (
            "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:8\n#EXT-X-MEDIA-SEQUENCE:2680\n\n#EXTINF:7.975,\n\
             https://priv.example.com/fileSequence2680.ts\n",
            &[],
        ),
        (
            "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-MEDIA-SEQUENCE:7794\n#EXT-X-TARGETDURATION:15\n\n\
             #EXT-X-KEY:METHOD=AES-128,URI=\"https://priv.example.com/key.php?r=52\"\n\n#EXTINF:2.833,\n\
             http://media.example.com/fileSequence52-A.ts\n#EXT-X-KEY:METHOD=AES-128,\
             URI=\"https://priv.example.com/key.php?r=53\"\n\n#EXTINF:15,\nhttp://media.example.com/fileSequence53-A.ts\n",
            &["http://media.example.com/fileSequence52-A.ts", "http://media.example.com/fileSequence53-A.ts"],
        ),
        (
            "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1280000,AVERAGE-BANDWIDTH=1000000\nhttp://example.com/low.m3u8\n\
             #EXT-X-STREAM-INF:BANDWIDTH=65000,CODECS=\"mp4a.40.5\"\nhttp://example.com/audio-only.m3u8\n",
            &[],
        ),
        (
            "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1280000\nlow/audio-video.m3u8\n\
             #EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=86000,URI=\"low/iframe.m3u8\"\n\
             #EXT-X-STREAM-INF:BANDWIDTH=65000,CODECS=\"mp4a.40.5\"\naudio-only.m3u8\n",
            &["low/audio-video.m3u8", "low/iframe.m3u8", "audio-only.m3u8"],
        ),
        (
            "#EXTM3U\n#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"aac\",NAME=\"English\",DEFAULT=YES,AUTOSELECT=YES,\
             LANGUAGE=\"en\",URI=\"main/english-audio.m3u8\"\n#EXT-X-STREAM-INF:BANDWIDTH=1280000,CODECS=\"...\",\
             AUDIO=\"aac\"\nlow/video-only.m3u8\n#EXT-X-STREAM-INF:BANDWIDTH=65000,CODECS=\"mp4a.40.5\",AUDIO=\"aac\"\n\
             main/english-audio.m3u8\n",
            &["main/english-audio.m3u8", "low/video-only.m3u8"],
        ),
    ];
    for (text, uris) in examples {
        let mut expected = text.to_owned();
        for uri in uris {
            expected =
                expected.replace(uri, &media.link(uri.trim_start_matches("http://media.example.com/")));
        }
        assert_eq!(media.presign(text, "index.m3u8", Nested::Sign).unwrap(), expected);
    }
}

#[test]
fn each_tag_with_a_uri_has_it_signed() {
    for tag in [
        "#EXT-X-KEY:METHOD=AES-128,URI=\"FILE\",IV=0x9c7db8778570d05c3177c349fd9236aa",
        "#EXT-X-SESSION-KEY:METHOD=SAMPLE-AES,URI=\"FILE\",KEYFORMAT=\"identity\"",
        "#EXT-X-MAP:URI=\"FILE\",BYTERANGE=\"720@0\"",
        "#EXT-X-PART:DURATION=0.5,INDEPENDENT=YES,URI=\"FILE\",BYTERANGE=\"20000@1000\"",
        "#EXT-X-PRELOAD-HINT:TYPE=PART,URI=\"FILE\",BYTERANGE-START=0",
        "#EXT-X-SESSION-DATA:DATA-ID=\"com.example.lyrics\",URI=\"FILE\"",
        "#EXT-X-MAP: URI=\"FILE\" ,X-OTHER=\"URI=x,\"",
        "FILE",
        "  FILE\t",
    ] {
        for end in ["\n", "\r\n", ""] {
            let text = format!("#EXTM3U\r\n{tag}{end}");
            let expected = text.replace("FILE", &STORAGE.link("v/s/1.mp4"));
            let text = text.replace("FILE", "s/1.mp4");
            assert_eq!(STORAGE.presign(&text, "v/index.m3u8", Nested::Refuse).unwrap(), expected);
        }
    }
}

#[test]
fn everything_else_is_kept_byte_for_byte() {
    for line in [
        "#EXT-X-KEY:METHOD=NONE",
        "#EXT-X-KEY:METHOD=NONE,URI=\"key\"",
        "#EXT-X-KEY:METHOD=SAMPLE-AES,URI=\"skd://key65\",KEYFORMAT=\"com.apple.streamingkeydelivery\"",
        "#EXT-X-KEY:METHOD=AES-128,URI=\"data:text/plain;base64,AAAA\"",
        "#EXT-X-BYTERANGE:75232@0",
        "#EXT-X-CONTENT-STEERING:SERVER-URI=\"/steering\",PATHWAY-ID=\"CDN-A\"",
        "#EXT-X-DATERANGE:ID=\"ad\",CLASS=\"com.apple.hls.interstitial\",X-ASSET-URI=\"http://example.com/ad.m3u8\"",
        "#EXT-X-MEDIA:TYPE=CLOSED-CAPTIONS,GROUP-ID=\"cc\",NAME=\"CC1\",INSTREAM-ID=\"CC1\"",
        "#EXT-X-KEYS:URI=\"key\"",
        "#ext-x-key:URI=\"key\"",
        "#EXT-X-OURS:URI=\"key\"",
        "#EXTINF:4.0,URI=\"x\" ü \u{1}",
        "# URI=\"x\"",
        "   \t",
        "",
        "HTTPS://example.com/A%2fb?c#d",
    ] {
        for end in ["\n", "\r\n", "\n\n\n", ""] {
            let text = format!("#EXTM3U{end}\n{line}{end}");
            assert_eq!(STORAGE.presign(&text, "v/index.m3u8", Nested::Refuse).as_ref(), Ok(&text));
        }
    }
}

/// RFC 8216 section 4.3.2.2: the range is beside the URI. All lines of one file have one link.
#[test]
fn byte_ranges_of_one_file_have_the_same_link() {
    let segment = |number: usize| format!("#EXTINF:4,\n#EXT-X-BYTERANGE:100@{number}00\nall.mp4\n");
    let text: String = (0..3000).map(segment).collect();
    let text = format!("#EXTM3U\n#EXT-X-MAP:URI=\"all.mp4\",BYTERANGE=\"800@0\"\n{text}");
    let expected = text.replace("all.mp4", &STORAGE.link("v/all.mp4"));
    assert_eq!(STORAGE.presign(&text, "v/index.m3u8", Nested::Refuse).unwrap(), expected);
}

#[test]
fn long_playlists_have_the_naive_signers_links_in_order() {
    for version in [Version::V4, Version::V2] {
        let storage = Storage { host: "media.example.com", version };
        let (mut text, mut expected) = ("#EXTM3U\n".to_owned(), "#EXTM3U\n".to_owned());
        for number in 0..2500 {
            let uri =
                if number % 700 == 0 { format!("../%C3%BC{number}.ts#a") } else { format!("s/{number}.ts") };
            let key = if number % 700 == 0 { format!("ü{number}.ts") } else { format!("v/s/{number}.ts") };
            let fragment = if number % 700 == 0 { "#a" } else { "" };
            text += &format!("#EXTINF:4,\n{uri}\n");
            expected += &format!("#EXTINF:4,\n{}{fragment}\n", storage.link(&key));
        }
        assert_eq!(storage.presign(&text, "v/index.m3u8", Nested::Refuse).unwrap(), expected);
    }
}

const MULTIVARIANT: &str = "#EXTM3U\n#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"a\",NAME=\"en\",URI=\"a/en &.m3u8\"\n\
     #EXT-X-STREAM-INF:BANDWIDTH=1\n\n# a comment\nv/1.m3u8\n#EXT-X-SESSION-KEY:METHOD=AES-128,URI=\"key\"\n";

#[test]
fn nested_playlists_lead_where_the_caller_says() {
    let key = STORAGE.link("f/key");
    let urls = |media: &str, variant: &str| {
        let text = MULTIVARIANT.replace("\"key\"", &format!("\"{key}\""));
        text.replace("a/en &.m3u8", media).replace("v/1.m3u8", variant)
    };
    let presign = |nested| STORAGE.presign(MULTIVARIANT, "f/index.m3u8", nested).unwrap();
    assert_eq!(presign(Nested::Keep), urls("a/en &.m3u8", "v/1.m3u8"));
    let links = ["f/a/en &.m3u8", "f/v/1.m3u8"].map(|key| STORAGE.link(key));
    assert_eq!(presign(Nested::Sign), urls(&links[0], &links[1]));
    let template = "https://app.example/hls?key={key}&p={path}";
    let [media, variant] = [("f%2Fa%2Fen%20%26.m3u8", "f/a/en%20%26.m3u8"), ("f%2Fv%2F1.m3u8", "f/v/1.m3u8")]
        .map(|(key, path)| format!("https://app.example/hls?key={key}&p={path}"));
    assert_eq!(presign(Nested::parse(template).unwrap()), urls(&media, &variant));

    let request = Request::get(STORAGE.host, "f/index.m3u8").sign_at(NOW);
    let mut keys = Vec::new();
    let signed = STORAGE.signer().presign_playlist_with(MULTIVARIANT, &request, |key| {
        keys.push(key.to_owned());
        Ok::<_, PlaylistError>(format!("/app/{}", keys.len()))
    });
    assert_eq!(signed.unwrap(), urls("/app/1", "/app/2"));
    assert_eq!(keys, ["f/a/en &.m3u8", "f/v/1.m3u8"]);
}

#[test]
fn nested_playlists_are_an_error_without_a_choice() {
    let error = STORAGE.presign(MULTIVARIANT, "f/index.m3u8", Nested::default()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "line 2: URI \"a/en &.m3u8\" leads to a playlist, whose own URIs would not be signed: choose where nested \
         playlists lead: a template with {key}, keep or sign"
    );
    assert_eq!(error.line(), Some(2));
    for report in
        ["#EXT-X-RENDITION-REPORT:URI=\"../1M/low.m3u8\"", "#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=1,URI=\"i\""]
    {
        let text = format!("#EXTM3U\n\n{report}\n");
        assert_eq!(STORAGE.presign(&text, "f/i.m3u8", Nested::Refuse).unwrap_err().line(), Some(3));
        assert_eq!(STORAGE.presign(&text, "f/i.m3u8", Nested::Keep), Ok(text));
    }
    for template in ["", "https://app.example/", "Keep", "{Key}"] {
        assert!(matches!(Nested::parse(template), Err(PlaylistError::Template { .. })), "{template}");
    }
    // The URL of a callback stays in its line.
    let request = Request::get(STORAGE.host, "f/i.m3u8").sign_at(NOW);
    for url in ["", "#a", "a b", "a\nb", "a\"b", "a\u{0}"] {
        let signed = STORAGE
            .signer()
            .presign_playlist_with(MULTIVARIANT, &request, |_| Ok::<_, PlaylistError>(url.to_owned()));
        assert_eq!(signed.unwrap_err().line(), Some(2), "{url:?}");
    }
}

/// draft-pantos-hls-rfc8216bis section 4.3.
#[test]
fn variables_that_the_playlist_defines_are_replaced_in_uris() {
    let text = "#EXTM3U\n#EXT-X-DEFINE:NAME=\"path\",VALUE=\"ü/1\"\n#EXT-X-DEFINE:VALUE=\"../{$path}\",NAME=\"up\"\n\
                #EXT-X-DEFINE:QUERYPARAM=\"token\"\n#EXTINF:4,{$other}\n{$up}/{$path}.ts#{$path}\n\
                #EXT-X-MAP:URI=\"{$path}\"\n{ $a }\n";
    let links = ["ü/1/ü/1.ts", "v/ü/1", "v/{ $a }"].map(|key| STORAGE.link(key));
    let expected = text
        .replace("{$up}/{$path}.ts#{$path}", &format!("{}#ü/1", links[0]))
        .replace("URI=\"{$path}\"", &format!("URI=\"{}\"", links[1]))
        .replace("{ $a }", &links[2]);
    assert_eq!(STORAGE.presign(text, "v/index.m3u8", Nested::Refuse).unwrap(), expected);

    for (lines, message) in [
        ("{$a}", "line 2: URI \"{$a}\" has a variable that no line above defines"),
        ("{$a", "line 2: URI \"{$a\" has a { that begins a variable and no } after it"),
        (
            "#EXT-X-DEFINE:IMPORT=\"a\"\n{$a}",
            "line 3: URI \"{$a}\" has a variable whose value is not in this playlist (IMPORT or QUERYPARAM): replace \
             the variable by its value",
        ),
        ("#EXT-X-DEFINE:NAME=\"a\"", "line 2 defines a variable without a VALUE"),
        ("#EXT-X-DEFINE:VALUE=\"a\"", "line 2 defines a variable without a NAME, IMPORT or QUERYPARAM"),
        (
            "#EXT-X-DEFINE:NAME=\"a\",VALUE=\"1\"\n#EXT-X-DEFINE:IMPORT=\"a\"",
            "line 3 defines a variable for the second time",
        ),
    ] {
        let error = STORAGE.presign(&format!("#EXTM3U\n{lines}\n"), "i", Nested::Refuse).unwrap_err();
        assert_eq!(error.to_string(), message);
    }
}

#[test]
fn a_text_that_is_no_playlist_is_refused() {
    for text in ["", "\n#EXTM3U", "#EXTM3U8", "#extm3u", "<html>", "[playlist]\n"] {
        let error = STORAGE.presign(text, "i", Nested::Refuse).unwrap_err();
        assert_eq!(error.to_string(), "line 1 is not #EXTM3U, the first line of every HLS playlist");
    }
    let error = STORAGE.presign("\u{feff}#EXTM3U\n", "i", Nested::Refuse).unwrap_err();
    assert!(error.to_string().starts_with("line 1 begins with a byte order mark"));
    let error = STORAGE.presign("#EXTM3U\na\n# \0\n", "i", Nested::Refuse).unwrap_err();
    assert_eq!(error.to_string(), "line 3 has a NUL character");
    for (line, rule) in [
        ("#EXT-X-MAP:URI=\"a", "has a quoted value without a closing quote"),
        ("#EXT-X-MAP:URI=a.mp4", "has a URI that is not in quotes"),
        ("#EXT-X-MAP:URI", "has a URI that is not in quotes"),
    ] {
        let error = STORAGE.presign(&format!("#EXTM3U\n\n{line}\n"), "i", Nested::Refuse).unwrap_err();
        assert_eq!(error.to_string(), format!("line 3 {rule}"));
    }
    for text in ["#EXTM3U", "#EXTM3U ", "#EXTM3U x-tvg-url=\"a\"\r\n"] {
        assert_eq!(STORAGE.presign(text, "i", Nested::Refuse).unwrap(), text);
    }
}

#[test]
fn requests_that_cannot_sign_a_playlist_are_refused() {
    let presign =
        |request: Request| STORAGE.signer().presign_playlist("#EXTM3U\na\n", &request, Nested::Refuse);
    let message = |request| presign(request).unwrap_err().to_string();
    assert_eq!(
        message(Request::put("b", "i")),
        "players read the files of a playlist with GET: a playlist cannot be signed for method \"PUT\""
    );
    assert_eq!(message(Request::get("b", "")), "the key is empty: a link to an object needs a key");
    assert_eq!(
        message(Request::get("b", "a/../i")),
        "the playlist's key \"a/../i\" has a . or .. segment, which players remove from links"
    );
    assert_eq!(message(Request::get("", "i")), "bucket \"\" must not be empty");
    assert_eq!(
        message(Request::get("b", "i").expires_in(0)),
        "expires_in must be 1 to 604800 seconds, got 0"
    );
    // A signed query is that of all links.
    let signed =
        presign(Request::get("media.example.com", "i").query(&[("response-cache-control", "private")]));
    assert!(signed.unwrap().contains("/a?"));
}

#[test]
fn the_first_bad_line_is_named() {
    let long = "a".repeat(presign::MAX_KEY_BYTES);
    let text = format!("#EXTM3U\n{long}\n{long}a\n%\n");
    let error = STORAGE.presign(&text, "i", Nested::Refuse).unwrap_err();
    assert_eq!(error.to_string(), "line 3: the key is 1025 bytes long, but the limit is 1024 bytes");
    assert_eq!(error.line(), Some(3));
}

/// A playlist over 16 MiB, lines of a megabyte, and definitions that grow.
#[test]
fn long_inputs_are_refused_or_take_linear_time() {
    let mega = "a".repeat(1 << 20);
    let error = STORAGE.presign(&format!("#EXTM3U\n{}", mega.repeat(100)), "i", Nested::Refuse).unwrap_err();
    assert_eq!(error.to_string(), "the playlist is longer than 16777216 bytes, the limit");
    for line in
        [format!("#{mega}"), format!("#EXTINF:4,{mega}"), format!("#EXT-X-MAP:{}", "A=\"\",".repeat(200_000))]
    {
        let text = format!("#EXTM3U\n{line}\n");
        assert_eq!(STORAGE.presign(&text, "i", Nested::Refuse).unwrap(), text);
    }
    for uri in [mega.clone(), "a/../".repeat(200_000), "%41".repeat(300_000), format!("{mega}/..")] {
        let error = STORAGE.presign(&format!("#EXTM3U\n{uri}\n"), "i", Nested::Refuse).unwrap_err();
        assert!(error.to_string().ends_with("is over 8192 bytes long, which no key needs"), "{error}");
        assert!(error.to_string().len() < 250);
    }
    let doubling = |number: usize| {
        format!("#EXT-X-DEFINE:NAME=\"{}\",VALUE=\"{{${number}}}{{${number}}}\"\n", number + 1)
    };
    let lines: String = (0..900).map(doubling).collect();
    let text = format!("#EXTM3U\n#EXT-X-DEFINE:NAME=\"0\",VALUE=\"ab\"\n{lines}");
    let error = STORAGE.presign(&text, "i", Nested::Refuse).unwrap_err();
    assert_eq!(error.to_string(), "line 15 is over 8192 bytes long once its variables are replaced");
    let define = |number: usize| format!("#EXT-X-DEFINE:NAME=\"{number}\",VALUE=\"\"\n");
    let text: String = (0..1001).map(define).collect();
    let error = STORAGE.presign(&format!("#EXTM3U\n{text}"), "i", Nested::Refuse).unwrap_err();
    assert_eq!(error.to_string(), "line 1002 defines a variable too many: a playlist can have 1000");

    // A short line can use a long value, so that the uses are counted as the text of the playlist is: 8 kB in 2 097 lines.
    let value = "a/../".repeat(1_600);
    let uses = "{$a}b\n".repeat(3_000);
    let playlist = format!("#EXTM3U\n#EXT-X-DEFINE:NAME=\"a\",VALUE=\"{value}\"\n{uses}");
    let error = STORAGE.presign(&playlist, "i", Nested::Refuse).unwrap_err();
    assert_eq!(
        error.to_string(),
        "line 2100: URI \"{$a}b\" uses variables once too often: a playlist can have 16777216 bytes of their values"
    );
    let reports = "#EXT-X-RENDITION-REPORT:URI=\"a\"\n".repeat(200_001);
    let error = STORAGE.presign(&format!("#EXTM3U\n{reports}"), "i", Nested::Template("{key}")).unwrap_err();
    assert_eq!(error.to_string(), "line 200002 has a URI too many: a playlist can have 200000");
}

#[test]
fn what_happens_to_nested_playlists_has_a_name() {
    assert!(matches!(Nested::parse("keep"), Ok(Nested::Keep)));
    assert!(matches!(Nested::parse("sign"), Ok(Nested::Sign)));
    assert!(matches!(
        Nested::parse("https://h.example/{key}"),
        Ok(Nested::Template("https://h.example/{key}"))
    ));
    assert!(Nested::parse("kept").is_err());
}
