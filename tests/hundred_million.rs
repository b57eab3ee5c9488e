//! A hundred million links, made by each kernel of the CPU in turn. One in about a thousand, at random, is compared with the
//! naive signer's: `make test-hundred-million`.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod naive;

use presign::force::{self, Kernel};
use presign::{BatchError, Keys, Links, Request, Signer};

const LINKS: usize = 100_000_000;
/// Keys that are made at a time.
const STRETCH: usize = 1_000_000;

/// Lengths change at every power of ten, and some keys need escaping.
fn key(number: usize) -> String {
    match number % 1000 {
        7 => format!("Fotos/Größe {number}+1 %.jpg"),
        _ => format!("photos/2026/11/22/user-{}/image-{number}.jpg", number / 100),
    }
}

#[test]
#[ignore = "a minute in a release build, far longer in others"]
fn a_hundred_million_links() {
    let mut case = naive::Case {
        access_key: "AKIAIOSFODNN7EXAMPLE".to_owned(),
        secret_key: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY".to_owned(),
        session_token: None,
        region: "us-east-1".to_owned(),
        endpoint: "https://s3.us-east-1.amazonaws.com".to_owned(),
        addressing: naive::Addressing::Virtual,
        method: "GET".to_owned(),
        bucket: "example-bucket".to_owned(),
        key: String::new(),
        query: Vec::new(),
        headers: Vec::new(),
        sign_at: 1_795_305_600,
        lifetime: 3600,
    };
    let signer = Signer::builder(&case.access_key, &case.secret_key).build().unwrap();
    let request = Request::get("example-bucket", "").sign_at(case.sign_at).expires_in(case.lifetime);
    let template = signer.template(&request).unwrap();
    // xorshift64: the same positions in every run.
    let mut random = 0x9e37_79b9_7f4a_7c15_u64;
    let mut distance = move || {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        usize::try_from(random % 2000).unwrap() + 1
    };
    let (mut next, mut compared, mut seen) = (0, 0, 0);
    let kernels = force::kernels();
    for (first, kernel) in (0..LINKS).step_by(STRETCH).zip(kernels.iter().cycle()) {
        force::force(Some(*kernel));
        let keys: Vec<String> = (first..first + STRETCH).map(key).collect();
        let compare = |links: &Links| {
            while next < seen + links.len() {
                case.key = key(next);
                assert_eq!(links.get(next - seen), Some(naive::v4(&case).url.as_str()), "link {next}");
                (next, compared) = (next + distance(), compared + 1);
            }
            seen += links.len();
            Ok::<(), BatchError>(())
        };
        assert_eq!(keys.count(), STRETCH);
        template.batch().threads(0).chunks(&keys, &mut Links::default(), compare).unwrap();
    }
    assert_eq!(seen, LINKS);
    let names: Vec<&str> = kernels.into_iter().map(Kernel::name).collect();
    println!("{LINKS} links by {}, {compared} of them compared", names.join(", "));
}
