package io.github.presign;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Finds and loads libpresign: from a natives jar, else from the folders of java.library.path. */
final class NativeLibrary {
    /** PRESIGN_ABI_VERSION of the header that this package is written for. */
    static final int ABI_VERSION = 1;

    private static final String FILE = System.mapLibraryName("presign");

    private NativeLibrary() {}

    /** Returns the folder name of this platform in natives jars. */
    static String platform() {
        String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String system = name.startsWith("mac") ? "macos" : name.startsWith("windows") ? "windows" : name;
        String processor = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return system + "-"
                + switch (processor) {
                    case "amd64", "x86_64" -> "x86_64";
                    case "arm64", "aarch64" -> "aarch64";
                    default -> processor;
                };
    }

    /** Loads the library for as long as the process runs. */
    static SymbolLookup load() {
        String platform = platform();
        String resource = "io/github/presign/natives/" + platform + "/" + FILE;
        // The class loader finds it in other modules too, since the folder's name cannot be that of a package.
        try (InputStream packed = NativeLibrary.class.getClassLoader().getResourceAsStream(resource)) {
            if (packed != null) {
                return extracted(packed);
            }
        } catch (IOException error) {
            throw new UnsatisfiedLinkError("the library " + resource
                    + " of the natives jar cannot be written to a temporary folder (java.io.tmpdir): " + error);
        }
        String folders = System.getProperty("java.library.path", "");
        for (String folder : folders.split(File.pathSeparator, -1)) {
            // Distributions install the file under its soname, and the other name for compilers alone.
            for (String file : new String[] {FILE + "." + ABI_VERSION, FILE}) {
                Path path = Path.of(folder, file);
                if (!folder.isEmpty() && Files.isRegularFile(path)) {
                    return opened(path.toAbsolutePath());
                }
            }
        }
        throw new UnsatisfiedLinkError("libpresign is not found for " + platform
                + ": add the jar of presign with the classifier natives-" + platform
                + " to the class path, or a folder with " + FILE + " to java.library.path (now " + folders + ")");
    }

    /** Copies the library to a folder that only its owner can read, and loads it from there. */
    private static SymbolLookup extracted(InputStream packed) throws IOException {
        Path folder = Files.createTempDirectory("presign");
        Path file = folder.resolve(FILE);
        try {
            Files.copy(packed, file);
            return opened(file);
        } finally {
            // What is loaded needs no file any more, except on Windows, which refuses to delete it.
            if (!platform().startsWith("windows")) {
                Files.deleteIfExists(file);
                Files.deleteIfExists(folder);
            }
        }
    }

    @SuppressWarnings("restricted") // Users allow this with --enable-native-access.
    private static SymbolLookup opened(Path file) {
        try {
            return SymbolLookup.libraryLookup(file, Arena.global());
        } catch (IllegalArgumentException error) {
            throw new UnsatisfiedLinkError(file + " cannot be loaded: it must be libpresign for " + platform() + " ("
                    + error.getMessage() + ")");
        }
    }
}
