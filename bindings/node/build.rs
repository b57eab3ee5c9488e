//! Lets the linker leave Node's functions undefined where it would not by itself (macOS, Windows).

fn main() {
    napi_build::setup();
}
