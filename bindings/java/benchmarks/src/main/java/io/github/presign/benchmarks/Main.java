package io.github.presign.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs the benchmarks in turns with the same calls in C, and prints a table in markdown: medians of CPU time per link. A
 * missed bar makes it fail.
 */
public final class Main {
    private static final List<String> BENCHMARKS = List.of(
            "get",
            "templateUrl",
            "presign",
            "presignMany",
            "presignManyAsLinks",
            "presignRequests",
            "lookAlike",
            "s3Presigner",
            "minioJava");

    /** The names of what benches/c/call.c measures, in its order. */
    private static final List<String> IN_C = List.of(
            "presign_url in C",
            "presign_template_url in C",
            "presign_urls in C",
            "presign_urls_flat in C",
            "presign_requests in C");

    /**
     * How one time must compare with another.
     *
     * @param most the largest allowed ratio
     */
    private record Bar(String own, String other, double most) {}

    private static final List<Bar> BARS = List.of(
            new Bar("get", "presign_url in C", 1.5),
            new Bar("get", "s3Presigner", 1.0 / 60),
            new Bar("get", "minioJava", 1.0 / 25),
            new Bar("presignMany", "get", 0.6),
            new Bar("presignManyAsLinks", "get", 0.4));

    private Main() {}

    /** Takes the path of the program in C. */
    public static void main(String[] arguments) throws Exception {
        Map<String, List<Double>> times = new LinkedHashMap<>();
        for (String benchmark : BENCHMARKS) {
            inC(arguments[0], times);
            Options options = new OptionsBuilder()
                    .include("\\." + benchmark + "$")
                    .addProfiler(CpuTime.class)
                    .verbosity(VerboseMode.SILENT)
                    .build();
            for (RunResult result : new Runner(options).run()) {
                for (BenchmarkResult fork : result.getBenchmarkResults()) {
                    for (IterationResult iteration : fork.getIterationResults()) {
                        add(
                                times,
                                benchmark,
                                iteration.getSecondaryResults().get(CpuTime.NAME).getScore());
                    }
                }
            }
        }
        inC(arguments[0], times);
        System.out.println("| link | ns of CPU time |\n|---|--:|");
        times.forEach((name, all) -> System.out.printf(Locale.ROOT, "| %s | %.0f |%n", name, median(all)));
        boolean met = true;
        for (Bar bar : BARS) {
            double ratio = median(times.get(bar.own)) / median(times.get(bar.other));
            System.out.printf(
                    Locale.ROOT,
                    "%s beside %s: %.3f times as long (bar %.3f)%n",
                    bar.own,
                    bar.other,
                    ratio,
                    bar.most);
            met &= ratio <= bar.most;
        }
        System.exit(met ? 0 : 1);
    }

    private static void inC(String program, Map<String, List<Double>> times) throws Exception {
        Process process = new ProcessBuilder(program)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String[] columns = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                .strip()
                .split(" ");
        if (process.waitFor() != 0 || columns.length <= IN_C.size()) {
            throw new IllegalStateException(program + " failed");
        }
        for (int column = 0; column < IN_C.size(); column++) {
            add(times, IN_C.get(column), Double.parseDouble(columns[column]));
        }
    }

    private static void add(Map<String, List<Double>> times, String name, double time) {
        times.computeIfAbsent(name, unused -> new ArrayList<>()).add(time);
    }

    private static double median(List<Double> times) {
        double[] sorted = times.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
