//! The programs in `tests/c` on another processor or system, which `make test-aarch64` and `make test-platforms` name in
//! `PRESIGN_TEST_TARGET`.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::build::{here, run, scratch, target_dir};
use crate::programs::{POSIX_PROGRAMS, PROGRAMS, WARNINGS};
use crate::url_table;

/// Starts `packaging/cross.py COMMAND TARGET OPTIONS -- ...`.
fn cross(command: &str, target: &str, options: &[&str]) -> Command {
    let mut cross = Command::new("python3");
    cross.arg(here("../../packaging/cross.py")).args([command, target]).args(options).arg("--");
    // The variables by which cargo runs this test lead to the ordinary toolchain's libraries.
    cross.env_remove("LD_LIBRARY_PATH").env("CARGO_TARGET_DIR", target_dir()).current_dir(here("../.."));
    cross
}

/// Builds the library and returns its archive, and what a program must link beside it.
fn build(target: &str, options: &[&str]) -> (PathBuf, Vec<String>) {
    let mut cargo = cross("cargo", target, options);
    cargo.args(["rustc", "--locked", "-p", "presign-c", "--lib", "--crate-type", "staticlib"]);
    cargo.args(["--message-format", "json", "--", "--print", "native-static-libs"]);
    // As packaging.mk builds the core's tests.
    cargo.env("CARGO_PROFILE_DEV_DEBUG", "false");
    let messages = run(&mut cargo);
    let messages = messages.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    let (mut archive, mut beside) = (None, Vec::new());
    for message in messages {
        let files = message["filenames"].as_array().into_iter().flatten();
        if message["package_id"].as_str().is_some_and(|package| package.contains("#presign-c@")) {
            archive = files
                .filter_map(|file| file.as_str())
                .find(|file| file.ends_with(".a"))
                .map(PathBuf::from)
                .or(archive);
        }
        if let Some(libraries) =
            message["message"]["message"].as_str().and_then(|text| text.strip_prefix("native-static-libs: "))
        {
            // The C compiler adds the libgcc that a static program needs, which is another one.
            let needed = libraries.split_ascii_whitespace().filter(|library| *library != "-lgcc_s");
            beside = needed.map(str::to_owned).collect();
        }
    }
    assert!(!beside.is_empty(), "rustc printed no native-static-libs");
    (archive.expect("cargo made no archive"), beside)
}

fn compile(target: &str, program: &str, archive: &Path, beside: &[String]) -> PathBuf {
    let out = scratch(&format!("programs-{target}")).join(program).with_extension("exe");
    let mut compiler = cross("cc", target, &[]);
    compiler.arg("-std=c99").args(WARNINGS).arg("-static").arg("-I").arg(here("../../include"));
    compiler.arg("-I").arg(url_table::write()).arg(here("tests/c").join(program).with_extension("c"));
    run(compiler.arg(archive).args(beside).arg("-lpthread").arg("-o").arg(&out));
    out
}

fn target() -> String {
    std::env::var("PRESIGN_TEST_TARGET").expect("PRESIGN_TEST_TARGET is a target of packaging/targets.py")
}

#[test]
#[ignore = "make test-aarch64 and make test-platforms run it"]
fn programs_pass_on_another_platform() {
    let target = target();
    let (archive, beside) = build(&target, &[]);
    for program in PROGRAMS {
        // They need fork, and pthread's and POSIX's signals, which Windows does not have.
        if POSIX_PROGRAMS.contains(&program) && target.contains("windows") {
            continue;
        }
        let binary = compile(&target, program, &archive, &beside);
        run(cross("run", &target, &[]).arg(binary).arg("1"));
    }
}

/// ThreadSanitizer knows Rust's locks and atomics, which helgrind and drd take for unprotected memory.
#[test]
#[ignore = "make test-threads runs it"]
fn no_threads_race_for_memory() {
    let (archive, beside) = build(&target(), &["--thread-sanitizer"]);
    for program in POSIX_PROGRAMS {
        let out = scratch("programs-thread-sanitizer").join(program);
        let mut compiler = Command::new("gcc");
        compiler.args(["-std=c99", "-g", "-fsanitize=thread", "-fno-builtin"]).args(WARNINGS);
        compiler.arg("-I").arg(here("../../include")).arg(here("tests/c").join(program).with_extension("c"));
        compiler.arg(here("tests/c/tsan_memory.c")).arg(&archive).args(&beside);
        run(compiler.arg("-lpthread").arg("-o").arg(&out));
        // A forked child has no threads, so they look lost there.
        run(Command::new(out).arg("2").env("TSAN_OPTIONS", "report_thread_leaks=0"));
    }
}
