package io.github.presign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another project that uses the jars, built by Maven without a network. Runs when the jars are made. */
class StrangerIT {
    private static final String VERSION = System.getProperty("presign.version");
    private static final String NATIVES = "natives-" + NativeLibrary.platform();
    private static final Path JAR =
            Path.of("target/presign-" + VERSION + ".jar").toAbsolutePath();
    private static final Path NATIVES_JAR =
            Path.of("target/presign-" + VERSION + "-" + NATIVES + ".jar").toAbsolutePath();

    private static final String PROGRAM = """
            package stranger;

            import io.github.presign.Signer;
            import java.time.Duration;

            public class Main {
                public static void main(String[] args) {
                    try (Signer signer =
                            Signer.builder("AKIDEXAMPLE", "secret").endpoint("files.example").build()) {
                        System.out.println(signer.get("photos", "cat.jpg", Duration.ofHours(1)));
                    }
                }
            }
            """;

    @TempDir
    static Path folder;

    /** Where the classes of the stranger's project are. */
    private static Path classes;

    @BeforeAll
    static void buildTheStrangersProject() throws Exception {
        Path project = folder.resolve("project");
        Path sources = Files.createDirectories(project.resolve("src/main/java/stranger"));
        Files.writeString(sources.resolve("Main.java"), PROGRAM);
        Files.writeString(
                project.resolve("src/main/java/module-info.java"), "module stranger { requires io.github.presign; }");
        Files.writeString(
                project.resolve("pom.xml"), """
                <project xmlns="http://maven.apache.org/POM/4.0.0">
                  <modelVersion>4.0.0</modelVersion>
                  <groupId>stranger</groupId>
                  <artifactId>stranger</artifactId>
                  <version>1</version>
                  <properties>
                    <maven.compiler.release>22</maven.compiler.release>
                    <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
                  </properties>
                  <dependencies>
                    <dependency>
                      <groupId>io.github.presign</groupId>
                      <artifactId>presign</artifactId>
                      <version>VERSION</version>
                    </dependency>
                    <dependency>
                      <groupId>io.github.presign</groupId>
                      <artifactId>presign</artifactId>
                      <version>VERSION</version>
                      <classifier>NATIVES</classifier>
                    </dependency>
                  </dependencies>
                  <build>
                    <plugins>
                      <plugin>
                        <artifactId>maven-resources-plugin</artifactId>
                        <version>3.5.0</version>
                      </plugin>
                      <plugin>
                        <artifactId>maven-compiler-plugin</artifactId>
                        <version>3.16.0</version>
                      </plugin>
                    </plugins>
                  </build>
                </project>
                """.replace("VERSION", VERSION).replace("NATIVES", NATIVES));
        StructTest.run(
                project,
                System.getProperty("maven.home") + "/bin/mvn",
                "--offline",
                "--batch-mode",
                "-Dmaven.repo.local=" + repository(),
                "compile");
        classes = project.resolve("target/classes");
    }

    /** Returns a repository with what Maven downloaded for this project, and the jars that were built. */
    private static Path repository() throws IOException {
        Path repository = folder.resolve("repository");
        Path downloaded = Path.of(System.getProperty("maven.repository"));
        linkAllBut(downloaded, repository, "io");
        linkAllBut(downloaded.resolve("io"), repository.resolve("io"), "github");
        Path ours = Files.createDirectories(repository.resolve("io/github/presign"));
        install(ours, "presign-parent", Path.of("../pom.xml"), ".pom");
        install(ours, "presign", Path.of("pom.xml"), ".pom");
        install(ours, "presign", JAR, ".jar");
        install(ours, "presign", NATIVES_JAR, "-" + NATIVES + ".jar");
        return repository;
    }

    private static void linkAllBut(Path from, Path to, String name) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> entries = Files.list(from)) {
            for (Path entry : entries.toList()) {
                if (!entry.endsWith(name)) {
                    Files.createSymbolicLink(to.resolve(entry.getFileName()), entry);
                }
            }
        }
    }

    private static void install(Path group, String artifact, Path file, String end) throws IOException {
        Path target = Files.createDirectories(group.resolve(artifact).resolve(VERSION));
        Files.copy(file, target.resolve(artifact + "-" + VERSION + end));
    }

    /** Runs Java, and returns its status with its output. */
    private static String java(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() + " " + output;
    }

    private static void assertPrintsALink(String output) {
        assertTrue(output.startsWith("0 https://files.example/photos/cat.jpg?X-Amz-Algorithm="), output);
        // One line, without a warning about native access.
        assertEquals(1, output.lines().count(), output);
    }

    @Test
    void itRunsFromTheClassPath() throws Exception {
        assertPrintsALink(java(
                "--enable-native-access=ALL-UNNAMED", "-cp", classes + ":" + JAR + ":" + NATIVES_JAR, "stranger.Main"));
    }

    @Test
    void itRunsAsModules() throws Exception {
        assertPrintsALink(java(
                "--enable-native-access=io.github.presign",
                "--illegal-native-access=deny",
                "-p",
                classes + ":" + JAR + ":" + NATIVES_JAR,
                "--add-modules",
                "io.github.presign.natives",
                "-m",
                "stranger/stranger.Main"));
        assertPrintsALink(java(
                "--enable-native-access=io.github.presign",
                "-p",
                classes + ":" + JAR,
                "-cp",
                NATIVES_JAR.toString(),
                "-m",
                "stranger/stranger.Main"));
    }

    @Test
    void withoutANativesJarTheLibraryIsLoadedFromThePathOrTheErrorSaysWhatToDo() throws Exception {
        Path installed = Files.createDirectories(folder.resolve("installed"));
        Path library = installed.resolve("libpresign.so." + NativeLibrary.ABI_VERSION);
        Path built = Path.of("natives/io/github/presign/natives", NativeLibrary.platform(), "libpresign.so");
        String[] arguments = {
            "--enable-native-access=ALL-UNNAMED",
            "-Djava.library.path=" + installed,
            "-cp",
            classes + ":" + JAR,
            "stranger.Main"
        };
        String missing = java(arguments);
        assertTrue(missing.startsWith("1 "), missing);
        assertTrue(
                missing.contains("libpresign is not found for " + NativeLibrary.platform()
                        + ": add the jar of presign with the classifier " + NATIVES),
                missing);
        Files.writeString(library, "no library");
        assertTrue(java(arguments).contains("libpresign.so.1 cannot be loaded: it must be libpresign for "));
        // A library that has nothing of presign.
        Files.writeString(installed.resolve("other.c"), "int other;\n");
        StructTest.run(installed, "cc", "-shared", "-o", library.toString(), "other.c");
        assertTrue(java(arguments).contains("the library that was found is not libpresign, or is older"));
        Files.writeString(installed.resolve("other.c"), "unsigned presign_abi_version(void) { return 2; }\n");
        StructTest.run(installed, "cc", "-shared", "-o", library.toString(), "other.c");
        assertTrue(java(arguments).contains("libpresign has ABI 2, and this package is for ABI 1"));
        Files.delete(library);
        Files.copy(built, library);
        assertPrintsALink(java(arguments));
    }

    @Test
    void nothingStaysInTheTemporaryFolder() throws Exception {
        Path temporary = Files.createDirectories(folder.resolve("temporary"));
        assertPrintsALink(java(
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.io.tmpdir=" + temporary,
                "-XX:-UsePerfData",
                "-cp",
                classes + ":" + JAR + ":" + NATIVES_JAR,
                "stranger.Main"));
        try (Stream<Path> left = Files.list(temporary)) {
            assertEquals(List.of(), left.toList());
        }
    }

    @Test
    void theVersionIsThatOfTheLibrary() {
        assertEquals(VERSION, Presign.libraryVersion());
        assertTrue(Repository.read("Cargo.toml").contains("\nversion = \"" + VERSION + "\"\n"));
    }
}
