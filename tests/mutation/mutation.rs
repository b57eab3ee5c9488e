//! Which mutant a test program runs: the one whose number `PRESIGN_MUTANT` has, or none.
//!
//! With `PRESIGN_MUTANTS_REACHED=FILE` and no number, the program appends to FILE the number of each mutant whose code
//! it would have run.

use std::env;
use std::fs::File;
use std::io::Write;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering::Relaxed};

const UNREAD: u32 = u32::MAX;
const RECORDING: u32 = u32::MAX - 1;
static CHOSEN: AtomicU32 = AtomicU32::new(UNREAD);
static FILE: OnceLock<File> = OnceLock::new();
static REACHED: [AtomicBool; MUTANTS] = [const { AtomicBool::new(false) }; MUTANTS];

/// Whether `number` is the chosen mutant.
#[inline]
pub fn chosen(number: u32) -> bool {
    let chosen = CHOSEN.load(Relaxed);
    chosen == number || (chosen >= RECORDING && !REACHED[number as usize].load(Relaxed) && first_reached(number))
}

#[cold]
fn first_reached(number: u32) -> bool {
    if CHOSEN.load(Relaxed) == UNREAD {
        if let Ok(text) = env::var("PRESIGN_MUTANT") {
            CHOSEN.store(text.parse().unwrap(), Relaxed);
            return chosen(number);
        }
        CHOSEN.store(if env::var_os("PRESIGN_MUTANTS_REACHED").is_some() { RECORDING } else { 0 }, Relaxed);
    }
    if CHOSEN.load(Relaxed) == RECORDING && !REACHED[number as usize].swap(true, Relaxed) {
        record(number);
    }
    false
}

/// Appends a line without an allocation after the first, because some tests count those.
fn record(number: u32) {
    let open = || {
        let path = env::var_os("PRESIGN_MUTANTS_REACHED").unwrap();
        File::options().append(true).create(true).open(path).unwrap()
    };
    let mut line = [0; 16];
    let mut rest = &mut line[..];
    writeln!(rest, "{number}").unwrap();
    let length = 16 - rest.len();
    let mut file = FILE.get_or_init(open);
    file.write_all(&line[..length]).unwrap();
}
