//! One signer signs correctly on many threads, around midnight, and after a fork.
#![allow(clippy::unwrap_used)]

mod naive;

use std::thread;

use presign::{Request, Signer};

const MIDNIGHT: i64 = 1_369_353_600;

fn signer() -> Signer {
    Signer::builder("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
        .endpoint("https://s-dt2.cloud.gcore.lu")
        .region("s-dt2")
        .build()
        .unwrap()
}

fn link(signer: &Signer, sign_at: i64) -> String {
    signer.presign(&Request::get("b", "k").sign_at(sign_at).expires_in(60)).unwrap()
}

fn expected(sign_at: i64) -> String {
    let case = naive::Case {
        access_key: "AKIAIOSFODNN7EXAMPLE".to_owned(),
        secret_key: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY".to_owned(),
        session_token: None,
        region: "s-dt2".to_owned(),
        endpoint: "https://s-dt2.cloud.gcore.lu".to_owned(),
        addressing: naive::Addressing::Path,
        method: "GET".to_owned(),
        bucket: "b".to_owned(),
        key: "k".to_owned(),
        query: Vec::new(),
        headers: Vec::new(),
        sign_at,
        lifetime: 60,
    };
    naive::v4(&case).url
}

/// Returns times around midnight, of days that share a slot of the cache, in changing order.
fn times() -> impl Iterator<Item = i64> {
    let days = [0, 1, 0, -1, 4, 0, 8, 4, -4, 0];
    days.into_iter().flat_map(|day| [-1, 0, 1].map(|second| MIDNIGHT + day * 86_400 + second))
}

#[test]
fn urls_are_right_in_any_order_of_times() {
    let signer = signer();
    for time in times() {
        assert_eq!(link(&signer, time), expected(time));
    }
}

#[test]
fn urls_are_right_on_eight_threads_that_replace_each_others_days() {
    let signer = signer();
    let wanted: Vec<(i64, String)> = times().map(|time| (time, expected(time))).collect();
    thread::scope(|scope| {
        for offset in 0..8 {
            let (signer, wanted) = (&signer, &wanted);
            scope.spawn(move || {
                for (time, link_wanted) in wanted.iter().cycle().skip(offset * 3).take(3_000) {
                    assert_eq!(&link(signer, *time), link_wanted);
                }
            });
        }
    });
}

/// A fork copies the cache of day keys while other threads write it. The child must sign correctly.
#[cfg(unix)]
#[test]
fn right_in_the_child_of_a_fork() {
    use std::sync::atomic::{AtomicBool, Ordering};

    let signer = signer();
    let wanted: Vec<(i64, String)> = times().map(|time| (time, expected(time))).collect();
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while !done.load(Ordering::Relaxed) {
                    times().for_each(|time| drop(link(&signer, time)));
                }
            });
        }
        let results: Vec<i32> = (0..50).map(|_| in_a_child(|| sign_all(&signer, &wanted))).collect();
        done.store(true, Ordering::Relaxed);
        assert_eq!(results, [0; 50]);
    });
}

#[cfg(unix)]
fn sign_all(signer: &Signer, wanted: &[(i64, String)]) -> bool {
    // Comparing without assert!: a panic in the child would take locks that other threads may have held.
    wanted.iter().all(|(time, link_wanted)| &link(signer, *time) == link_wanted)
}

/// A batch in the child starts its own threads. If it cannot, the caller's thread signs.
#[cfg(unix)]
#[test]
fn threads_in_the_child_of_a_fork() {
    use presign::Links;

    let (signer, keys) = (signer(), vec!["k".to_owned(); 5000]);
    let template = signer.template(&Request::get("b", "").sign_at(MIDNIGHT).expires_in(60)).unwrap();
    let mut links = template.presign_many(&keys, 4).unwrap();
    let wanted = expected(MIDNIGHT);
    let right = |links: &Links| links.len() == 5000 && links.iter().all(|link| link == wanted);
    assert!(right(&links));
    let signs_with_threads = || template.presign_many(&keys, 4).is_ok_and(|links| right(&links));
    assert_eq!(in_a_child(signs_with_threads), 0);
    let without_threads = in_a_child_with(&mut links, |links| {
        take_threads_away();
        thread::Builder::new().spawn(|| ()).is_err()
            && template.batch().threads(4).presign_into(&keys, links).is_ok()
            && right(links)
    });
    assert_eq!(without_threads, 0);
}

/// Limits the process to one thread. Root has no such limit, so root becomes the user nobody.
#[cfg(unix)]
fn take_threads_away() {
    let limit = libc::rlimit { rlim_cur: 1, rlim_max: 1 };
    // SAFETY: the pointer is to a live value; both calls only concern this process.
    unsafe {
        libc::setrlimit(libc::RLIMIT_NPROC, &raw const limit);
        libc::setuid(65_534);
    }
}

/// Returns the exit status of a forked child that does `work`; the child is killed after ten seconds.
#[cfg(unix)]
fn in_a_child(work: impl Fn() -> bool) -> i32 {
    in_a_child_with(&mut (), |()| work())
}

#[cfg(unix)]
fn in_a_child_with<T>(value: &mut T, work: impl FnOnce(&mut T) -> bool) -> i32 {
    // SAFETY: the child calls code that allocates (glibc's malloc is usable after fork) and exits with _exit, so
    // nothing of the test harness runs in it.
    let child = unsafe { libc::fork() };
    assert!(child >= 0, "fork failed");
    if child == 0 {
        // SAFETY: both only concern the calling process.
        unsafe {
            libc::alarm(10);
            libc::_exit(i32::from(!work(value)));
        }
    }
    let mut status = 0;
    // SAFETY: the child is ours and is waited for once; the pointer is to a live integer.
    assert_eq!(unsafe { libc::waitpid(child, &raw mut status, 0) }, child);
    status
}
