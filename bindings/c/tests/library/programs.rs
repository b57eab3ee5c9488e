//! Compiles the C programs in `tests/c` as C99 with the shared library and as C++17 with the static one, and runs them
//! plain, with gcc's sanitizers and in valgrind. (valgrind emulates no SHA instructions, so there the portable code runs.)

use std::path::PathBuf;
use std::process::Command;

use crate::build::{Profile, here, libraries, run, scratch};
use crate::url_table;

pub const PROGRAMS: [&str; 15] = [
    "abi",
    "errors",
    "options",
    "misuse",
    "memory",
    "batch",
    "vectors",
    "links",
    "refusals",
    "forms",
    "playlists",
    "misuse_results",
    "results",
    "sharing",
    "surroundings",
];

/// Those with threads, signals and forks, which need POSIX.
pub const POSIX_PROGRAMS: [&str; 2] = ["sharing", "surroundings"];

pub const WARNINGS: [&str; 5] = ["-Wall", "-Wextra", "-Wconversion", "-Werror", "-pedantic"];

/// How a program is compiled, linked and run.
struct Build {
    name: &'static str,
    compiler: &'static str,
    options: &'static [&'static str],
    profile: Profile,
    is_static: bool,
    has_valgrind: bool,
    /// For how many seconds the threads of `sharing` sign.
    seconds: &'static str,
}

fn compile(program: &str, build: &Build) -> PathBuf {
    let out = scratch(&format!("programs-{}", build.name)).join(program);
    let mut compiler = Command::new(build.compiler);
    compiler.args(build.options).args(WARNINGS).arg("-g");
    compiler.arg("-I").arg(here("../../include")).arg("-I").arg(url_table::write());
    compiler.arg(here("tests/c").join(program).with_extension("c")).arg("-o").arg(&out);
    let library = if build.is_static { "libpresign.a" } else { "libpresign.so" };
    // After -x c++, the compiler would parse the library as C++ source.
    compiler.args(["-x", "none"]).arg(libraries(build.profile).join(library));
    run(compiler.args(["-lpthread", "-ldl", "-lm"]));
    out
}

fn valgrind(program: &str) -> Command {
    let mut valgrind = Command::new("valgrind");
    valgrind.args(["--quiet", "--error-exitcode=99", "--fair-sched=yes"]);
    // Without "possible": for each C thread that starts threads, std keeps a handle by a pointer into its middle.
    valgrind.arg("--errors-for-leak-kinds=definite,indirect");
    // In a forked child, memory of threads that the child does not have looks leaked.
    valgrind.arg(if program == "sharing" { "--leak-check=no" } else { "--leak-check=full" });
    valgrind
}

fn compile_and_run_all(build: &Build) {
    // At startup the loader looks for the soname.
    let soname = format!("libpresign.so.{}", env!("PRESIGN_ABI_VERSION"));
    let installed = scratch(&format!("libraries-{}", build.name));
    std::fs::copy(libraries(build.profile).join("libpresign.so"), installed.join(soname)).unwrap();
    for program in PROGRAMS {
        let binary = compile(program, build);
        let mut command = if build.has_valgrind { valgrind(program) } else { Command::new("env") };
        run(command.arg(binary).arg(build.seconds).env("LD_LIBRARY_PATH", &installed));
    }
}

#[test]
fn programs_pass_as_c99_with_the_shared_library() {
    compile_and_run_all(&Build {
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
fn programs_pass_as_cpp17_with_the_static_library() {
    compile_and_run_all(&Build {
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
fn programs_pass_address_and_undefined_sanitizers() {
    compile_and_run_all(&Build {
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
fn programs_pass_valgrind() {
    compile_and_run_all(&Build {
        name: "valgrind",
        compiler: "gcc",
        options: &["-std=c99"],
        profile: Profile::Release,
        is_static: false,
        has_valgrind: true,
        seconds: "1",
    });
}

/// Both are checked by the compiler alone: a 32-bit program needs no 32-bit C library for this.
#[test]
fn structs_keep_their_layout_with_64_and_with_32_bits() {
    for (compiler, standard) in [("gcc", "-std=c11"), ("g++", "-std=c++17")] {
        for bits in ["-m64", "-m32"] {
            let mut check = Command::new(compiler);
            check.args([bits, standard, "-ffreestanding", "-fsyntax-only"]).args(WARNINGS);
            check
                .arg("-I")
                .arg(here("../../include"))
                .args(["-x", if compiler == "g++" { "c++" } else { "c" }]);
            run(check.arg(here("tests/c/layout.c")));
        }
    }
}

/// The example is the indented part of the comment at the top of the header.
#[test]
fn the_example_in_the_header_compiles_and_prints_a_url() {
    let header = std::fs::read_to_string(here("../../include/presign.h")).unwrap();
    let example: String = header
        .lines()
        .map(|line| line.strip_prefix(" *     "))
        .skip_while(Option::is_none)
        .map_while(|line| line)
        .map(|line| format!("    {line}\n"))
        .collect();
    assert!((10..20).contains(&example.lines().count()), "{example}");
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
    assert!(without_keys.contains("access key"), "{without_keys}");
}
