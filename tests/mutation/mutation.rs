//! Which mutant a test program runs: the one whose number `PRESIGN_MUTANT` has, or none.
//!
//! With `PRESIGN_MUTANTS_REACHED=FILE` and no number, the program appends to FILE the number of each mutant whose code
//! it would have run.

use std::env;
use std::fs::File;
use std::io::Write;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering::Relaxed};

const UNREAD: u32 = u32::MAX;
const RECORDING: u32 = u32::MAX - 1;
static CHOSEN: AtomicU32 = AtomicU32::new(UNREAD);
static REACHED: [AtomicBool; MUTANTS] = [const { AtomicBool::new(false) }; MUTANTS];

/// Whether `number` is the chosen mutant.
#[inline]
pub fn chosen(number: u32) -> bool {
    let chosen = CHOSEN.load(Relaxed);
    chosen == number || (chosen >= RECORDING && !REACHED[number as usize].load(Relaxed) && first_reached(number))
}

#[cold]
fn first_reached(number: u32) -> bool {
    if let Ok(text) = env::var("PRESIGN_MUTANT") {
        CHOSEN.store(text.parse().unwrap(), Relaxed);
        return chosen(number);
    }
    match env::var("PRESIGN_MUTANTS_REACHED") {
        Ok(path) => {
            CHOSEN.store(RECORDING, Relaxed);
            if !REACHED[number as usize].swap(true, Relaxed) {
                let mut file = File::options().append(true).create(true).open(path).unwrap();
                file.write_all(format!("{number}\n").as_bytes()).unwrap();
            }
        }
        Err(_) => CHOSEN.store(0, Relaxed),
    }
    false
}
