//! The C programs in `tests/c`: compiled as C99 against the shared library and as C++17 against the static one, under
//! gcc's sanitizers and under valgrind. (valgrind's processor has no SHA instructions: it sees the portable code.)

use std::path::PathBuf;
use std::process::Command;

use crate::build::{Profile, here, libraries, run, scratch};
use crate::vectors;

const PROGRAMS: [&str; 12] = [
    "abi",
    "options",
    "misuse",
    "memory",
    "batch",
    "vectors",
    "links",
    "refusals",
    "forms",
    "misuse_results",
    "results",
    "sharing",
];

const WARNINGS: [&str; 5] = ["-Wall", "-Wextra", "-Wconversion", "-Werror", "-pedantic"];

/// How a program is compiled, linked and run.
struct Way {
    name: &'static str,
    compiler: &'static str,
    options: &'static [&'static str],
    profile: Profile,
    is_static: bool,
    has_valgrind: bool,
    /// For how many seconds `sharing` shares.
    seconds: &'static str,
}

fn compile(program: &str, way: &Way) -> PathBuf {
    let out = scratch(&format!("programs-{}", way.name)).join(program);
    let mut compiler = Command::new(way.compiler);
    compiler.args(way.options).args(WARNINGS).arg("-g");
    compiler.arg("-I").arg(here("../../include")).arg("-I").arg(vectors::write_table());
    compiler.arg(here("tests/c").join(program).with_extension("c")).arg("-o").arg(&out);
    let library = if way.is_static { "libpresign.a" } else { "libpresign.so" };
    // Behind -x c++ everything would be read as C++.
    compiler.args(["-x", "none"]).arg(libraries(way.profile).join(library));
    run(compiler.args(["-lpthread", "-ldl", "-lm"]));
    out
}

fn valgrind(program: &str) -> Command {
    let mut valgrind = Command::new("valgrind");
    valgrind.args(["--quiet", "--error-exitcode=99", "--fair-sched=yes"]);
    // Not "possible": std keeps one handle for each C thread that starts threads, by a pointer into its middle.
    valgrind.arg("--errors-for-leak-kinds=definite,indirect");
    // A forked child has no use for what the threads that it does not have had in their hands.
    valgrind.arg(if program == "sharing" { "--leak-check=no" } else { "--leak-check=full" });
    valgrind
}

fn compile_and_run_all(way: &Way) {
    // The name that is asked for when a program starts is the soname.
    let soname = format!("libpresign.so.{}", env!("CARGO_PKG_VERSION_MAJOR"));
    let installed = scratch(&format!("libraries-{}", way.name));
    std::fs::copy(libraries(way.profile).join("libpresign.so"), installed.join(soname)).unwrap();
    for program in PROGRAMS {
        let binary = compile(program, way);
        let mut command = if way.has_valgrind { valgrind(program) } else { Command::new("env") };
        run(command.arg(binary).arg(way.seconds).env("LD_LIBRARY_PATH", &installed));
    }
}

#[test]
fn as_c99_with_the_shared_library() {
    compile_and_run_all(&Way {
        name: "c99",
        compiler: "gcc",
        options: &["-std=c99"],
        profile: Profile::Debug,
        is_static: false,
        has_valgrind: false,
        seconds: "2",
    });
}

#[test]
fn as_cpp17_with_the_static_library() {
    compile_and_run_all(&Way {
        name: "cpp17",
        compiler: "g++",
        options: &["-std=c++17", "-x", "c++"],
        profile: Profile::Debug,
        is_static: true,
        has_valgrind: false,
        seconds: "1",
    });
}

#[test]
fn under_address_and_undefined_sanitizers() {
    compile_and_run_all(&Way {
        name: "sanitized",
        compiler: "gcc",
        options: &["-std=c99", "-fsanitize=address,undefined", "-fno-sanitize-recover=all"],
        profile: Profile::Debug,
        is_static: true,
        has_valgrind: false,
        seconds: "1",
    });
}

#[test]
fn under_valgrind() {
    compile_and_run_all(&Way {
        name: "valgrind",
        compiler: "gcc",
        options: &["-std=c99"],
        profile: Profile::Release,
        is_static: false,
        has_valgrind: true,
        seconds: "1",
    });
}

/// The lines between the stars at the top of the header.
#[test]
fn the_example_in_the_header_works() {
    let header = std::fs::read_to_string(here("../../include/presign.h")).unwrap();
    let example: String = header
        .lines()
        .map(|line| line.strip_prefix(" *     "))
        .skip_while(Option::is_none)
        .map_while(|line| line)
        .map(|line| format!("    {line}\n"))
        .collect();
    assert!((10..15).contains(&example.lines().count()), "{example}");
    let source = scratch("example").join("example.c");
    let headers = "#include <presign.h>\n#include <stdio.h>\n#include <stdlib.h>\n#include <time.h>\n";
    let program =
        format!("{headers}int main(void) {{\n{example}    presign_signer_free(signer);\n    return 0;\n}}\n");
    std::fs::write(&source, program).unwrap();
    let out = source.with_extension("");
    let mut compiler = Command::new("gcc");
    compiler.arg("-std=c99").args(WARNINGS).arg("-I").arg(here("../../include")).arg(&source);
    compiler
        .arg(libraries(Profile::Debug).join("libpresign.a"))
        .args(["-lpthread", "-ldl", "-lm", "-o"])
        .arg(&out);
    run(&mut compiler);
    let mut with_keys = Command::new(&out);
    with_keys.envs([("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE"), ("AWS_SECRET_ACCESS_KEY", "secret")]);
    let url = run(&mut with_keys);
    assert!(url.starts_with("https://my-bucket.s3.us-east-1.amazonaws.com/image.jpg?X-Amz-"), "{url}");
    let without_keys = run(Command::new(&out).env_remove("AWS_ACCESS_KEY_ID"));
    assert_eq!(without_keys, "the access key, the secret key or the session token breaks a rule\n");
}
