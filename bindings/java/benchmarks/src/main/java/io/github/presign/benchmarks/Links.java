package io.github.presign.benchmarks;

import io.github.presign.Presigned;
import io.github.presign.Request;
import io.github.presign.Signer;
import io.github.presign.Template;
import io.github.presign.awssdk.PresignS3Presigner;
import io.minio.GetPresignedObjectUrlArgs;

import io.minio.MinioClient;
import io.minio.http.Method;
import java.net.URL;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Links for the keys of benches/c/call.c, made by presign and by its peers. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgs = "--enable-native-access=ALL-UNNAMED")
@Warmup(iterations = 8, time = 2)
@Measurement(iterations = 9, time = 1)
public class Links {
    private static final int KEYS = 1000;
    private static final String ACCESS_KEY = "AKIAIOSFODNN7EXAMPLE";
    private static final String SECRET_KEY = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    private static final String BUCKET = "example-bucket";
    private static final Duration HOUR = Duration.ofHours(1);

    private final List<String> keys = new ArrayList<>();
    private final List<Request> requests = new ArrayList<>();
    private int next;

    private Signer signer;
    private Template template;
    private Request shared;
    private S3Presigner lookAlike;
    private S3Presigner sdk;
    private MinioClient minio;

    @Setup
    public void prepare() {
        signer = Signer.builder(ACCESS_KEY, SECRET_KEY).region("us-east-1").build();
        shared = Request.ofBucket("GET", BUCKET).expiresIn(HOUR).build();
        template = signer.template(shared);
        for (int index = 0; index < KEYS; index++) {
            String key = String.format(Locale.ROOT, "photos/2026/11/22/user-%08d/image-%08d.jpg", index, index);
            keys.add(key);
            requests.add(Request.get(BUCKET, key)
                    .expiresIn(HOUR)
                    .responseContentDisposition(
                            String.format(Locale.ROOT, "attachment; filename=\"image-%08d.jpg\"", index))
                    .build());
        }
        var credentials = StaticCredentialsProvider.create(AwsBasicCredentials.create(ACCESS_KEY, SECRET_KEY));
        lookAlike = PresignS3Presigner.builder()
                .region(Region.US_EAST_1)
                .credentialsProvider(credentials)
                .build();
        sdk = S3Presigner.builder()
                .region(Region.US_EAST_1)
                .credentialsProvider(credentials)
                .build();
        minio = MinioClient.builder()
                .endpoint("https://s3.us-east-1.amazonaws.com")
                .region("us-east-1")
                .credentials(ACCESS_KEY, SECRET_KEY)
                .build();
    }

    private String key() {
        next = next + 1 == KEYS ? 0 : next + 1;
        return keys.get(next);
    }

    @Benchmark
    public String get() {
        return signer.get(BUCKET, key(), HOUR);
    }

    @Benchmark
    public String templateUrl() {
        return template.url(key());
    }

    @Benchmark
    public Presigned presign() {
        key();
        return signer.presign(requests.get(next));
    }

    @Benchmark
    @OperationsPerInvocation(KEYS)
    public List<String> presignMany() {
        return signer.presignMany(shared, keys);
    }

    @Benchmark
    @OperationsPerInvocation(KEYS)
    public Object presignManyAsLinks() {
        return signer.presignManyAsLinks(shared, keys);
    }

    @Benchmark
    @OperationsPerInvocation(KEYS)
    public List<String> presignRequests() {
        return signer.presignRequests(requests);
    }

    private static URL link(S3Presigner presigner, String key) {
        return presigner
                .presignGetObject(request -> request.signatureDuration(HOUR)
                        .getObjectRequest(get -> get.bucket(BUCKET).key(key)))
                .url();
    }

    @Benchmark
    public URL lookAlike() {
        return link(lookAlike, key());
    }

    @Benchmark
    public URL s3Presigner() {
        return link(sdk, key());
    }

    @Benchmark
    public String minioJava() throws Exception {
        return minio.getPresignedObjectUrl(GetPresignedObjectUrlArgs.builder()
                .method(Method.GET)
                .bucket(BUCKET)
                .object(key())
                .expiry(3600)
                .build());
    }
}
