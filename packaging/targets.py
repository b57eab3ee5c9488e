"""The table of targets: what builds and runs each, and the names that its packages have."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Need:
    """A file or program that building needs, and the Debian package that has it."""

    path: str
    package: str


@dataclass(frozen=True)
class Target:
    """One target of rustc. A package that is None is not made for it."""

    triple: str
    # The architecture whose libstd-rust-web-dev Debian has. None: it is built from source (`-Zbuild-std`).
    debian_std: str | None = None
    # What `-Zbuild-std` compiles.
    std_crates: str = "std,panic_unwind"
    # The prefix of the GNU binutils, and the C compiler that links.
    binutils: str = ""
    cc: str = "cc"
    # The target in zig's words, with the lowest glibc that packages run on. zig has musl too.
    zig: str | None = None
    # What runs a program of this target. Empty: this machine does.
    runner: tuple[str, ...] = ()
    needs: tuple[Need, ...] = ()

    # libpresign-VERSION-TRIPLE with this suffix.
    archive: str | None = None
    # The architecture of the .deb packages.
    deb: str | None = None
    # The platform tag of the wheel.
    wheel: str | None = None
    # The npm package presign-PLATFORM, and its "os", "cpu" and "libc".
    npm: str | None = None
    npm_fields: dict[str, str] = field(default_factory=dict)
    # The platform of the jar with the library, as io.github.presign.NativeLibrary names it.
    java: str | None = None
    # The archive that the module for Go links on this GOOS and GOARCH.
    go: str | None = None
    # The name of the program `presign`, where it is a package by itself.
    command: str | None = None

    @property
    def musl(self) -> bool:
        """Whether the C library is musl, which Debian's compilers do not link."""
        return self.triple.endswith("-musl")

    @property
    def windows(self) -> bool:
        """Whether programs run on Windows."""
        return "-windows-" in self.triple

    @property
    def wasm(self) -> bool:
        """Whether this is WebAssembly."""
        return self.triple.startswith("wasm32-")


def _qemu(processor: str, root: str) -> tuple[str, ...]:
    return (f"qemu-{processor}-static", "-L", root)


_QEMU = "qemu-user-static"
_AARCH64 = (
    Need("aarch64-linux-gnu-gcc", "gcc-aarch64-linux-gnu"),
    Need("/usr/aarch64-linux-gnu/lib/libc.so", "libc6-dev-arm64-cross"),
    Need("qemu-aarch64-static", _QEMU),
)

TARGETS: dict[str, Target] = {
    target.triple: target
    for target in (
        Target(
            "x86_64-unknown-linux-gnu",
            debian_std="amd64",
            zig="x86_64-linux-gnu.2.17",
            archive="tar.gz",
            deb="amd64",
            wheel="manylinux2014_x86_64",
            npm="linux-x64-gnu",
            npm_fields={"os": "linux", "cpu": "x64", "libc": "glibc"},
            java="linux-x86_64",
            go="linux_amd64",
        ),
        Target(
            "aarch64-unknown-linux-gnu",
            debian_std="arm64",
            binutils="aarch64-linux-gnu-",
            cc="aarch64-linux-gnu-gcc",
            zig="aarch64-linux-gnu.2.17",
            runner=_qemu("aarch64", "/usr/aarch64-linux-gnu"),
            needs=_AARCH64,
            archive="tar.gz",
            deb="arm64",
            wheel="manylinux2014_aarch64",
            npm="linux-arm64-gnu",
            npm_fields={"os": "linux", "cpu": "arm64", "libc": "glibc"},
            java="linux-aarch64",
            go="linux_arm64",
        ),
        Target(
            "x86_64-unknown-linux-musl",
            zig="x86_64-linux-musl",
            archive="tar.gz",
            wheel="musllinux_1_2_x86_64",
            npm="linux-x64-musl",
            npm_fields={"os": "linux", "cpu": "x64", "libc": "musl"},
            command="presign",
        ),
        Target(
            "aarch64-unknown-linux-musl",
            binutils="aarch64-linux-gnu-",
            zig="aarch64-linux-musl",
            runner=("qemu-aarch64-static",),
            needs=_AARCH64,
            archive="tar.gz",
            wheel="musllinux_1_2_aarch64",
            npm="linux-arm64-musl",
            npm_fields={"os": "linux", "cpu": "arm64", "libc": "musl"},
            command="presign",
        ),
        Target(
            "x86_64-pc-windows-gnu",
            binutils="x86_64-w64-mingw32-",
            cc="x86_64-w64-mingw32-gcc-posix",
            runner=("wine",),
            needs=(
                Need("x86_64-w64-mingw32-gcc-posix", "gcc-mingw-w64-x86-64-posix"),
                Need("wine", "wine"),
                Need("/usr/lib/wine/wine64", "wine64"),
            ),
            archive="zip",
            command="presign.exe",
        ),
        Target("wasm32-unknown-unknown", std_crates="std,panic_abort"),
        # The tests alone, for a processor of 32 bits and one that is big-endian.
        Target(
            "i686-unknown-linux-gnu",
            binutils="i686-linux-gnu-",
            cc="i686-linux-gnu-gcc",
            # A processor of 64 bits runs programs of 32.
            needs=(
                Need("i686-linux-gnu-gcc", "gcc-i686-linux-gnu"),
                Need("/usr/i686-linux-gnu/lib/libc.so", "libc6-dev-i386-cross"),
                Need("/lib/ld-linux.so.2", "libc6-i386"),
                Need("/usr/lib32/libgcc_s.so.1", "lib32gcc-s1"),
            ),
        ),
        Target(
            "s390x-unknown-linux-gnu",
            binutils="s390x-linux-gnu-",
            cc="s390x-linux-gnu-gcc",
            runner=_qemu("s390x", "/usr/s390x-linux-gnu"),
            needs=(
                Need("s390x-linux-gnu-gcc", "gcc-s390x-linux-gnu"),
                Need("/usr/s390x-linux-gnu/lib/libc.so", "libc6-dev-s390x-cross"),
                Need("qemu-s390x-static", _QEMU),
            ),
        ),
    )
}
