//! The lists of codes.

use std::collections::BTreeSet;

use presign::{Addressing, Cause, ErrorKind, Reason, Warning};

#[test]
fn no_two_codes_of_a_list_have_the_same_name_or_sentence() {
    let lists = [
        ErrorKind::ALL.map(|kind| [kind.name(), kind.message()]).to_vec(),
        Reason::ALL.map(|reason| [reason.name(), reason.meaning()]).to_vec(),
        Cause::ALL.map(|cause| [cause.name(), cause.message()]).to_vec(),
        Warning::ALL.map(|warning| [warning.name(), warning.message()]).to_vec(),
        Addressing::ALL.map(|addressing| [addressing.name(), addressing.meaning()]).to_vec(),
    ];
    for rows in lists {
        for column in [0, 1] {
            let texts: BTreeSet<_> = rows.iter().map(|row| row[column]).collect();
            assert_eq!(texts.len(), rows.len());
        }
        let is_allowed = |byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-');
        assert!(rows.iter().flat_map(|[name, _]| name.bytes()).all(is_allowed));
    }
}

/// Bindings keep tables of texts that they index by number.
#[test]
fn numbers_begin_at_1_and_leave_none_out() {
    let lists = [
        ErrorKind::ALL.map(|kind| kind as usize).to_vec(),
        Reason::ALL.map(|reason| reason as usize).to_vec(),
        Cause::ALL.map(|cause| cause as usize).to_vec(),
        Warning::ALL.map(|warning| warning as usize).to_vec(),
    ];
    for numbers in lists {
        assert_eq!(numbers, (1..=numbers.len()).collect::<Vec<_>>());
    }
}
