package io.github.presign;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.foreign.MemoryLayout;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StructTest {
    private static List<Struct> structs() throws ReflectiveOperationException {
        List<Struct> structs = new ArrayList<>();
        for (Field field : Struct.class.getDeclaredFields()) {
            if (field.getType() == Struct.class) {
                structs.add((Struct) field.get(null));
            }
        }
        return structs;
    }

    @Test
    void everyStructHasTheFieldsOfTheCCompiler(@TempDir Path folder) throws Exception {
        List<String> ours = new ArrayList<>();
        StringBuilder program = new StringBuilder("#include <presign.h>\n#include <stdio.h>\nint main(void) {\n");
        for (Struct struct : structs()) {
            ours.add(struct.name() + " " + struct.size());
            program.append("printf(\"%s %zu\\n\", \"")
                    .append(struct.name())
                    .append("\", sizeof(")
                    .append(struct.name())
                    .append("));\n");
            for (MemoryLayout member : struct.layout().memberLayouts()) {
                String name = member.name().orElseThrow();
                ours.add(struct.name() + "." + name + " " + struct.at(name) + " " + member.byteSize());
                String field = struct.name() + ", " + name;
                program.append("printf(\"%s.%s %zu %zu\\n\", \"")
                        .append(struct.name())
                        .append("\", \"")
                        .append(name)
                        .append("\", offsetof(")
                        .append(field)
                        .append("), sizeof ((")
                        .append(struct.name())
                        .append(" *)0)->")
                        .append(name)
                        .append(");\n");
            }
        }
        program.append("}\n");
        Files.writeString(folder.resolve("layout.c"), program);
        run(folder, "cc", "-I" + Repository.ROOT.resolve("include"), "-o", "layout", "layout.c");
        assertEquals(
                ours, run(folder, folder.resolve("layout").toString()).lines().toList());
    }

    @Test
    void everyStructHasAllFieldsOfTheHeader() throws Exception {
        TreeMap<String, List<String>> header = new TreeMap<>();
        Matcher declared = Pattern.compile("typedef struct \\{\\n(.*?)\\n\\} (presign_\\w+);", Pattern.DOTALL)
                .matcher(Repository.read("include/presign.h"));
        while (declared.find()) {
            header.put(
                    declared.group(2),
                    declared.group(1)
                            .lines()
                            .map(String::strip)
                            .filter(line -> !line.startsWith("//"))
                            .map(line -> line.replaceFirst("\\[.*", "").replaceAll(".*\\W(\\w+);?$", "$1"))
                            .toList());
        }
        TreeMap<String, List<String>> ours = new TreeMap<>();
        for (Struct struct : structs()) {
            ours.put(
                    struct.name(),
                    struct.layout().memberLayouts().stream()
                            .map(member -> member.name().orElseThrow())
                            .toList());
        }
        assertEquals(header, ours);
    }

    static String run(Path folder, String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        return output;
    }
}
