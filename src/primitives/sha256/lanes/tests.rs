//! Tests every kernel against the sha2 and hmac crates.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::cast_possible_truncation)]

use hmac::{Hmac, KeyInit, Mac};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use sha2::{Digest, Sha256};

use super::shared_message::{MOST_TO_SIGN, ToSign};
use super::*;
use crate::primitives::random;
use crate::primitives::sha256::HmacKey;

/// Returns the kernels that this CPU supports, and AVX-512's as it is on a CPU without SHA instructions.
fn kernels() -> Vec<Kernel> {
    let kernels = Kernel::supported();
    #[cfg(target_arch = "x86_64")]
    let kernels = kernels.flat_map(|kernel| match kernel {
        Kernel::Avx512(avx512) => vec![kernel, Kernel::Avx512(avx512.without_sha_ni())],
        _ => vec![kernel],
    });
    kernels.collect()
}

/// A batch of messages `front key tail`, where the front begins with a line of some length, and the text that is
/// signed: `before` and the hexadecimal digits of a message's digest.
#[derive(Debug, Clone)]
struct Case {
    front: Vec<u8>,
    line: usize,
    keys: Vec<Vec<u8>>,
    tail: Vec<u8>,
    before: Vec<u8>,
    hmac_key: [u8; 32],
}

fn expected(case: &Case, key: &[u8]) -> Vec<u8> {
    let digest = hex(&Sha256::digest([&case.front, key, &case.tail].concat()));
    let mut mac = Hmac::<Sha256>::new_from_slice(&case.hmac_key).unwrap();
    mac.update(&case.before);
    mac.update(&digest);
    hex(&mac.finalize().into_bytes())
}

fn hex(bytes: &[u8]) -> Vec<u8> {
    bytes.iter().flat_map(|byte| format!("{byte:02x}").into_bytes()).collect()
}

/// The padding is written by hand here: a one bit, zeros, and the length, including the block of the inner pad.
fn to_sign(case: &Case) -> ToSign {
    let key = HmacKey::new(&case.hmac_key);
    let start = case.before.len() / 64 * 64;
    let mut inner = key.inner;
    crate::primitives::sha256::compress(&mut inner, case.before[..start].as_chunks().0);
    let mut text = case.before[start..].to_vec();
    let digest_at = text.len();
    text.extend([0; 64]);
    text.push(0x80);
    while text.len() % 64 != 56 {
        text.push(0);
    }
    text.extend((8 * (64 + case.before.len() as u64 + 64)).to_be_bytes());
    let count = text.len() / 64;
    text.resize(MOST_TO_SIGN * 64, 0);
    let mut blocks = [[0; 64]; MOST_TO_SIGN];
    blocks.copy_from_slice(text.as_chunks().0);
    ToSign { blocks, count, digest_at, key: HmacKey { inner, outer: key.outer } }
}

/// Returns the signatures of the lanes, in groups of lanes with the same number of blocks.
fn signed(case: &Case, kernel: Kernel, group: usize) -> Vec<Vec<u8>> {
    let tail = [&*case.tail, &TAIL_PADDING].concat();
    let (line, path) = case.front.split_at(case.line);
    let message = SharedMessage::new(line, path, &tail, case.tail.len(), to_sign(case));
    let (skipped, _) = message.front();
    let mut signatures = vec![Vec::new(); case.keys.len()];
    let mut rest: Vec<usize> = (0..case.keys.len()).collect();
    let mut kept = Schedules::default();
    while let Some(first) = rest.first() {
        let blocks = message.blocks(case.keys[*first].len());
        let (mut same, others): (Vec<_>, Vec<_>) =
            rest.iter().partition(|index| message.blocks(case.keys[**index].len()) == blocks);
        let more = same.split_off(same.len().min(group));
        rest = [more, others].concat();
        let texts: Vec<Vec<u8>> = same
            .iter()
            .map(|index| {
                let mut text = [&case.front, &*case.keys[*index], &case.tail].concat();
                text[..case.line].fill(b'!'); // the kernel fills in the line
                text[skipped..].to_vec()
            })
            .collect();
        let lanes: Vec<Lane> = texts
            .iter()
            .zip(&same)
            .map(|(text, index)| Lane {
                blocks: &text.as_chunks().0[..blocks.own],
                key_end: case.front.len() + case.keys[*index].len(),
            })
            .collect();
        let mut out = [[b'?'; 64]; MOST_LANES];
        kernel.sign(&message, &lanes, &mut kept, &mut out);
        for (index, signature) in same.iter().zip(out) {
            signatures[*index] = signature.to_vec();
        }
    }
    signatures
}

fn case(keys: impl Strategy<Value = Vec<Vec<u8>>>) -> impl Strategy<Value = Case> {
    let bytes = |length: std::ops::Range<usize>| vec(any::<u8>(), length);
    (bytes(1..34), bytes(0..200), keys, bytes(65..400), bytes(0..200), any::<[u8; 32]>()).prop_map(
        |(line, path, keys, tail, before, hmac_key)| Case {
            line: line.len(),
            front: [line, path].concat(),
            keys,
            tail,
            before,
            hmac_key,
        },
    )
}

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, ..random::config() }
}

fn agree(case: &Case, group: usize) -> Result<(), TestCaseError> {
    let wanted: Vec<_> = case.keys.iter().map(|key| expected(case, key)).collect();
    for kernel in kernels() {
        prop_assert_eq!(&signed(case, kernel, group), &wanted, "{:?}, groups of {}", kernel, group);
    }
    Ok(())
}

proptest! {
    #![proptest_config(config(400))]

    #[test]
    fn every_kernel_signs_keys_of_mixed_lengths(case in case(vec(vec(any::<u8>(), 1..200), 1..70)), group in 1..=MOST_LANES) {
        agree(&case, group)?;
    }

    /// Schedules are shared between lanes whose keys have the same length.
    #[test]
    fn every_kernel_signs_keys_of_one_length_on_a_shared_schedule(
        case in case((1..300_usize).prop_flat_map(|length| vec(vec(any::<u8>(), length), 1..70))),
        group in 1..=MOST_LANES,
    ) {
        agree(&case, group)?;
    }

    /// Schedules shared between lanes of one length must not be used for lanes of the next.
    #[test]
    fn a_schedule_is_not_reused_for_another_key_length(
        case in case(vec((1..40_usize, any::<u8>()), 1..6).prop_map(|runs| {
            runs.iter().flat_map(|(length, byte)| vec![vec![*byte; *length]; 16]).collect()
        })),
        group in select(vec![8, 16]),
    ) {
        agree(&case, group)?;
    }

    #[test]
    fn every_kernel_signs_keys_of_the_longest_encoded_length(case in case(vec(vec(any::<u8>(), 1000..3073), 1..20))) {
        agree(&case, MOST_LANES)?;
    }
}

fn packed(state: crate::primitives::sha256::State) -> Pairs {
    std::array::from_fn(|at| u64::from(state[2 * at + 1]) << 32 | u64::from(state[2 * at]))
}

proptest! {
    #![proptest_config(config(2000))]

    #[test]
    fn one_url_is_signed_in_each_way(case in case(vec(vec(any::<u8>(), 1..200), 1)), cut in 0..8_usize) {
        let mut request = [&case.front, &*case.keys[0], &case.tail].concat();
        crate::primitives::sha256::pad(&mut request, 0, 0);
        let blocks = request.as_chunks().0;
        let (first, rest) = blocks.split_at(cut.min(blocks.len()));
        let ToSign { blocks, count, digest_at, key } = &to_sign(&case);
        let (inner, outer) = (&packed(key.inner), &packed(key.outer));
        let single = Single { request: [first, rest], to_sign: &blocks[..*count], digest_at: *digest_at, inner, outer };
        let wanted = expected(&case, &case.keys[0]);
        prop_assert_eq!(&portable::sign_single(&single)[..], &wanted[..]);
        #[cfg(target_arch = "x86_64")]
        if let Some(sha_ni) = <sha_ni::ShaNi as implementation::Implementation>::detect() {
            prop_assert_eq!(&sha_ni.sign_single(&single)[..], &wanted[..]);
        }
        #[cfg(target_arch = "aarch64")]
        if let Some(arm_sha2) = <arm_sha2::ArmSha2 as implementation::Implementation>::detect() {
            prop_assert_eq!(&arm_sha2.sign_single(&single)[..], &wanted[..]);
        }
    }
}

#[test]
fn every_kernel_signs_every_number_of_lanes() {
    for lanes in 1..=MOST_LANES {
        for mixed in [0, 1] {
            let keys = (0..lanes).map(|lane| vec![b'a' + lane as u8; 20 + mixed * lane % 3]).collect();
            let case = Case {
                front: b"GET\n/".to_vec(),
                line: 4,
                keys,
                tail: vec![b't'; 150],
                before: vec![b'b'; 69],
                hmac_key: [b'k'; 32],
            };
            agree(&case, lanes).unwrap();
        }
    }
}

/// Blocks that differ in the same way in each of their words, or that have no bit in common.
#[test]
fn every_kernel_tells_blocks_apart() {
    let keys = (0..MOST_LANES).map(|lane| vec![[0x55, 0xaa][lane % 2]; 300]).collect();
    let case = Case {
        front: b"GET\n/".to_vec(),
        line: 4,
        keys,
        tail: vec![b't'; 150],
        before: vec![b'b'; 69],
        hmac_key: [b'k'; 32],
    };
    agree(&case, 8).unwrap();
}

/// The digits of a digest begin at any byte of a block.
#[test]
fn every_kernel_signs_a_digest_at_every_position() {
    for before in 0..130 {
        let case = Case {
            front: b"GET\n/".to_vec(),
            line: 4,
            keys: (0..MOST_LANES).map(|lane| vec![b'a' + lane as u8; 20]).collect(),
            tail: vec![b't'; 150],
            before: vec![b'b'; before],
            hmac_key: [b'k'; 32],
        };
        agree(&case, MOST_LANES).unwrap();
    }
}

#[cfg(target_arch = "x86_64")]
#[test]
fn the_table_has_a_kernel_for_the_instructions_of_this_cpu_the_best_first() {
    let has_avx512 = is_x86_feature_detected!("avx512f")
        && is_x86_feature_detected!("avx512bw")
        && is_x86_feature_detected!("avx512vl");
    let expected = [
        ("avx512", has_avx512),
        ("sha_ni", is_x86_feature_detected!("sha") && is_x86_feature_detected!("sse4.1")),
        ("avx2", is_x86_feature_detected!("avx2")),
        ("portable", true),
    ];
    let expected = expected.into_iter().filter(|(_, has)| *has).map(|(name, _)| name);
    assert!(Kernel::supported().map(Kernel::name).eq(expected));
}

#[cfg(target_arch = "aarch64")]
#[test]
fn the_table_has_the_kernel_for_the_sha_instructions_of_this_cpu_first() {
    let has_sha2 = std::arch::is_aarch64_feature_detected!("sha2");
    let expected = if has_sha2 { vec!["arm_sha2", "portable"] } else { vec!["portable"] };
    assert!(Kernel::supported().map(Kernel::name).eq(expected));
}

#[cfg(target_feature = "simd128")]
#[test]
fn the_table_has_the_kernel_for_the_vectors_of_webassembly_first() {
    assert!(Kernel::supported().map(Kernel::name).eq(["simd128", "portable"]));
}

/// Tests and benches choose a kernel so.
#[cfg(feature = "force-kernel")]
#[test]
fn a_forced_kernel_is_used() {
    let first = Kernel::supported().next().unwrap();
    assert!(force::kernels().into_iter().rev().eq(Kernel::supported()));
    for kernel in force::kernels() {
        force::force(Some(kernel));
        assert_eq!(Kernel::best(), kernel);
    }
    force::force(None);
    assert_eq!(Kernel::best(), first);
}

#[test]
fn no_kernel_has_more_lanes_than_there_are() {
    assert!(Kernel::supported().all(|kernel| (1..=MOST_LANES).contains(&kernel.lanes())));
}
