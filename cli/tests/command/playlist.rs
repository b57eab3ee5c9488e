//! `presign playlist`: each URI has the URL that `presign s3://...` prints for its object.

use crate::runner::{Presign, SIGN_AT};

const WORDS: [&str; 4] = ["--endpoint-url", "h", "--sign-at", SIGN_AT];
const MEDIA: &str = "#EXTM3U\r\n#EXT-X-MAP:URI=\"init%20v1.mp4\"\r\n#EXTINF:4,\r\n../b/1.mp4\r\n";
const MULTIVARIANT: &str = "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nv/ü.m3u8\n";

fn playlist<'a>(words: &[&'a str]) -> Vec<&'a str> {
    [&["playlist", "s3://bucket/a/index.m3u8"], words, &WORDS].concat()
}

fn link(key: &str, words: &[&str]) -> String {
    Presign::new().link([&[&*format!("s3://bucket/{key}")], words, &WORDS].concat())
}

#[test]
fn uris_have_the_urls_of_single_calls() {
    for words in [
        &[][..],
        &["--expires-in", "6h"],
        &["--v2"],
        &["--stable-for", "1h", "--query", "response-cache-control=private"],
        &["--content-type", "video/mp4"],
    ] {
        let [init, segment] = ["a/init v1.mp4", "b/1.mp4"].map(|key| link(key, words));
        let expected = MEDIA.replace("init%20v1.mp4", &init).replace("../b/1.mp4", &segment);
        let presign = Presign::new().file("index.m3u8", MEDIA);
        for outcome in [
            presign.run(playlist(&[&["index.m3u8"], words].concat())),
            presign.run_with(playlist(&[&["-"], words].concat()), MEDIA),
            presign.run_with(playlist(words), MEDIA),
        ] {
            assert_eq!((outcome.code, &*outcome.stdout, &*outcome.stderr), (Some(0), &*expected, ""));
        }
    }
}

#[test]
fn nested_playlists_lead_where_the_option_says() {
    let template = "https://app.example/hls?key={key}";
    for (nested, expected) in [
        ("keep", "v/ü.m3u8".to_owned()),
        ("sign", link("a/v/ü.m3u8", &[])),
        (template, "https://app.example/hls?key=a%2Fv%2F%C3%BC.m3u8".to_owned()),
        ("/hls/{path}", "/hls/a/v/%C3%BC.m3u8".to_owned()),
    ] {
        let outcome = Presign::new().run_with(playlist(&["--nested", nested]), MULTIVARIANT);
        assert_eq!(outcome.stdout, MULTIVARIANT.replace("v/ü.m3u8", &expected), "{nested}");
    }
    let message = Presign::new().run_with(playlist(&[]), MULTIVARIANT).refusal(1);
    assert!(message.starts_with("presign: line 3: URI \"v/ü.m3u8\" leads to a playlist"), "{message}");
    assert!(message.ends_with("(--nested)\n"), "{message}");
    let message = Presign::new().run_with(playlist(&["--nested", "https://app/"]), MULTIVARIANT).refusal(1);
    assert!(message.contains("\"https://app/\", must contain {key} or {path}"), "{message}");
}

#[test]
fn a_bad_playlist_is_refused_with_its_line() {
    for (text, expected) in [
        (&b"<html>\n"[..], "line 1 is not #EXTM3U"),
        (b"", "line 1 is not #EXTM3U"),
        (b"#EXTM3U\n\n\xff\n", "line 3 is not UTF-8"),
        (b"#EXTM3U\n\na?b\x1b[31m\n", "line 3: URI \"a\" has a query"),
        (b"#EXTM3U\n\x1b[31m\n", "line 2: URI \"\\u{1b}[31m\" has a control character"),
        (b"#EXTM3U\n../../a\n", "line 2: URI \"../../a\" leads above the bucket"),
    ] {
        let message = Presign::new().run_with(playlist(&[]), text).refusal(1);
        assert!(message.starts_with(&format!("presign: {expected}")), "{message}");
    }
    let long = [b"#EXTM3U\n".to_vec(), vec![b'#'; 20 << 20]].concat();
    let message = Presign::new().run_with(playlist(&[]), long).refusal(1);
    assert_eq!(message, "presign: the playlist is longer than 16777216 bytes, the limit\n");
}

#[test]
fn a_command_line_that_names_no_playlist_is_refused() {
    let refusal = |words: &[&str], code| Presign::new().run_with(words, MEDIA).refusal(code);
    assert!(refusal(&["playlist"], 2).contains("<URI>"));
    assert!(refusal(&["playlist", "a/index.m3u8"], 2).contains("does not begin with s3://"));
    assert!(refusal(&["playlist", "s3://bucket"], 1).contains("the key is empty"));
    assert!(refusal(&["playlist", "s3://bucket/a", "no-such-file"], 1).contains("cannot read no-such-file"));
    assert!(refusal(&["playlist", "s3://bucket/a", "--method", "PUT"], 1).contains("method \"PUT\""));
    assert!(refusal(&["playlits", "s3://bucket/a"], 2).contains("did you mean 'presign playlist'"));
}
