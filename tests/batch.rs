//! A batch returns the URLs of single calls, in order, for any keys, buffers and threads.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use presign::{BatchError, Error, Keys, Links, Request, Signer, Template, Version};

const VERSIONS: [Version; 2] = [Version::V4, Version::V2];

fn template(version: Version) -> Template {
    Signer::builder("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
        .version(version)
        .build()
        .unwrap()
        .template(&Request::get("example-bucket", "").sign_at(1_795_305_600).expires_in(3600))
        .unwrap()
}

/// Returns long and short keys, some of which need escaping.
fn keys(count: usize) -> Vec<String> {
    (0..count)
        .map(|number| match number % 7 {
            0 => format!("photos/{number}.jpg"),
            1 => format!("{number}"),
            2 => format!("ümläut {number}/+%2F"),
            3 => "long/".repeat(number % 200) + "k",
            _ => format!("photos/2026/11/22/user-{number:08}/image-{number:08}.jpg"),
        })
        .collect()
}

/// Returns the URLs of single calls, which `tests/properties.rs` compares with the naive signer.
fn one_by_one(template: &Template, keys: &[String]) -> Vec<String> {
    keys.iter().map(|key| template.presign(key).unwrap()).collect()
}

/// Keys as bytes.
struct Bytes(Vec<Vec<u8>>);

impl Keys for Bytes {
    fn count(&self) -> usize {
        self.0.len()
    }

    fn key(&self, index: usize) -> &[u8] {
        &self.0[index]
    }
}

#[test]
fn the_same_as_one_by_one() {
    for version in VERSIONS {
        let template = template(version);
        for count in (0..70).chain([500, 1025, 5000]) {
            let keys = keys(count);
            let wanted = one_by_one(&template, &keys);
            for threads in [1, 2, 7] {
                let links = template.presign_many(&keys, threads).unwrap();
                assert!(links.iter().eq(wanted.iter()), "{count} keys, {threads} threads, {version:?}");
                assert_eq!(links.len(), count);
                assert_eq!(links.is_empty(), count == 0);
                assert_eq!(links.text().len(), template.batch().measure(&keys).unwrap());
            }
        }
    }
}

#[test]
fn links_of_an_earlier_batch_are_replaced() {
    for version in VERSIONS {
        let template = template(version);
        let mut links = Links::default();
        // The second batch is longer than the memory of the first, and begins in it.
        for count in [1500, 5000, 5, 0, 1500] {
            for threads in [1, 3] {
                let keys = keys(count);
                template.batch().threads(threads).presign_into(&keys, &mut links).unwrap();
                assert!(links.iter().eq(one_by_one(&template, &keys).iter()), "{count}, {version:?}");
            }
        }
    }
}

#[test]
fn zero_threads_means_all_cores_and_too_many_are_capped() {
    let (template, keys) = (template(Version::V4), keys(5000));
    assert!(template.presign_many(&keys, 0).unwrap().iter().eq(one_by_one(&template, &keys).iter()));
    assert!(template.presign_many(&keys, usize::MAX).unwrap().iter().eq(one_by_one(&template, &keys).iter()));
}

#[test]
fn a_separator_follows_each_link() {
    for version in VERSIONS {
        let (template, keys) = (template(version), keys(3000));
        let wanted: String = one_by_one(&template, &keys).iter().flat_map(|link| [link, "\n"]).collect();
        let batch = template.batch().separator(b'\n');
        let mut links = Links::default();
        batch.presign_into(&keys, &mut links).unwrap();
        assert_eq!(links.text(), wanted.as_bytes());
        assert_eq!(batch.measure(&keys), Ok(wanted.len()));
        assert_eq!(links.get(1), Some(format!("{}\n", template.presign(&keys[1]).unwrap()).as_str()));
        batch.separator(None).presign_into(&keys, &mut links).unwrap();
        assert_eq!(links.get(1), Some(template.presign(&keys[1]).unwrap().as_str()));
    }
}

#[test]
fn chunks_are_the_whole_batch_in_order() {
    for version in VERSIONS {
        let (template, keys) = (template(version), keys(5000));
        for threads in [1, 2] {
            let (mut seen, mut chunks) = (Vec::new(), 0);
            let sign = |links: &Links| {
                seen.extend(links.iter().map(str::to_owned));
                chunks += 1;
                Ok::<(), BatchError>(())
            };
            template.batch().threads(threads).chunks(&keys, &mut Links::default(), sign).unwrap();
            assert_eq!(seen, one_by_one(&template, &keys));
            assert!(chunks > 2);
        }
        let stop = BatchError { index: Some(7), error: Error::KeyEmpty };
        let mut calls = 0;
        let stopped = template.batch().chunks(&keys, &mut Links::default(), |_| {
            calls += 1;
            Err(stop.clone())
        });
        assert_eq!((stopped, calls), (Err(stop), 1));
    }
}

#[test]
fn a_slice_is_filled_or_left_untouched() {
    for version in VERSIONS {
        let (template, keys) = (template(version), keys(3000));
        let wanted = one_by_one(&template, &keys).concat();
        for threads in [1, 2] {
            let batch = template.batch().threads(threads);
            let mut offsets = vec![7; keys.len() + 1];
            for room in [0, 1, wanted.len() - 1] {
                let mut out = vec![b'?'; room];
                assert_eq!(batch.presign_to_slice(&keys, &mut out, &mut offsets), Ok(wanted.len()));
                assert!(offsets.iter().all(|offset| *offset == 7) && out.iter().all(|byte| *byte == b'?'));
            }
            for more in [0, 1000] {
                let mut out = vec![b'?'; wanted.len() + more];
                assert_eq!(batch.presign_to_slice(&keys, &mut out, &mut offsets), Ok(wanted.len()));
                let (links, rest) = out.split_at(wanted.len());
                assert_eq!(links, wanted.as_bytes());
                assert!(rest.iter().all(|byte| *byte == b'?'), "nothing behind the links is touched");
                let lens = offsets.windows(2).map(|pair| pair[1] - pair[0]);
                assert!(lens.eq(keys.iter().map(|key| template.presign(key).unwrap().len() as u64)));
                assert_eq!(offsets[0], 0);
            }
            for count in [0, keys.len(), keys.len() + 2] {
                let wrong = batch.presign_to_slice(&keys, &mut vec![0; wanted.len()], &mut vec![7; count]);
                assert_eq!(wrong, Err(Error::Memory.into()));
            }
        }
        assert_eq!(template.batch().presign_to_slice(&[] as &[&str], &mut [], &mut [7]), Ok(0));
    }
}

#[test]
fn the_first_bad_key_is_named() {
    let wrong: [(&[u8], Error); 6] = [
        (b"", Error::KeyEmpty),
        (b"s3://bucket/a", Error::KeyIsUri),
        (&[b'a'; 1025], Error::KeyTooLong { bytes: 1025 }),
        (b"a\xff", Error::KeyNotText),
        (&[0xff; 1025], Error::KeyTooLong { bytes: 1025 }),
        (&[b"a".repeat(40), vec![0xc3]].concat(), Error::KeyNotText),
    ];
    for version in VERSIONS {
        let template = template(version);
        for (first, error) in &wrong {
            for index in [0, 31, 1024, 2999] {
                let mut keys = Bytes(keys(3000).into_iter().map(String::into_bytes).collect());
                for (key, (other, _)) in keys.0[index..].iter_mut().step_by(97).zip(wrong.iter().cycle()) {
                    *key = other.to_vec();
                }
                keys.0[index] = first.to_vec();
                let expected = BatchError { index: Some(index), error: error.clone() };
                for threads in [1, 3] {
                    let batch = template.batch().threads(threads);
                    let mut links = template.presign_many(&["a"], 1).unwrap();
                    assert_eq!(batch.presign_into(&keys, &mut links), Err(expected.clone()), "{version:?}");
                    assert!(links.is_empty() && links.text().is_empty());
                    let (mut out, mut offsets) = (vec![b'?'; 2_000_000], vec![7; 3001]);
                    assert_eq!(batch.presign_to_slice(&keys, &mut out, &mut offsets), Err(expected.clone()));
                    assert!(
                        offsets.iter().all(|offset| *offset == 7) && out.iter().all(|byte| *byte == b'?')
                    );
                    assert_eq!(batch.measure(&keys), Err(expected.clone()));
                    let chunks = batch.chunks(&keys, &mut links, |_| Ok(()));
                    assert_eq!(chunks, Err(expected.clone()));
                }
            }
        }
    }
    let error = BatchError { index: Some(3), error: Error::KeyEmpty };
    assert_eq!(
        error.to_string(),
        "item number 3, counted from 0: the key is empty: a link to an object needs a key"
    );
}

/// A number of empty keys for whose URLs no memory suffices.
struct Endless(usize);

impl Keys for Endless {
    fn count(&self) -> usize {
        self.0
    }

    fn key(&self, _: usize) -> &[u8] {
        b"a"
    }
}

#[test]
fn a_size_that_overflows_is_an_error() {
    for version in VERSIONS {
        let template = template(version);
        for keys in [usize::MAX, usize::MAX / 2, usize::MAX / 8].map(Endless) {
            for threads in [1, 2] {
                assert_eq!(template.presign_many(&keys, threads).unwrap_err(), Error::Memory.into());
            }
            assert_eq!(template.batch().presign_to_slice(&keys, &mut [], &mut []), Err(Error::Memory.into()));
        }
    }
    let template = template(Version::V4);
    assert_eq!(template.batch().measure(&Endless(usize::MAX / 100)), Err(Error::Memory.into()));
}

#[test]
fn links_are_read_by_number_and_taken_apart() {
    let template = template(Version::V4);
    let links = template.presign_many(&["a", "b"], 1).unwrap();
    assert_eq!(links.get(2), None);
    assert!(!format!("{links:?}").contains("Signature"));
    let (text, offsets) = links.clone().into_parts();
    assert_eq!((&*text, &*offsets), (links.text(), links.offsets()));
    assert_eq!(offsets.len(), 3);
    for none in [Links::default(), template.presign_many(&[] as &[String], 1).unwrap()] {
        assert_eq!((none.offsets(), none.text()), (&[0][..], &[][..]));
        assert_eq!(none.into_parts(), (Vec::new(), vec![0]));
    }
}
