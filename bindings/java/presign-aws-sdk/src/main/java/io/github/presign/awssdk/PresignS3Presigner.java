package io.github.presign.awssdk;

import io.github.presign.Request;
import io.github.presign.Signer;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.awscore.presigner.PresignedRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.s3.presigner.model.AbortMultipartUploadPresignRequest;
import software.amazon.awssdk.services.s3.presigner.model.CompleteMultipartUploadPresignRequest;
import software.amazon.awssdk.services.s3.presigner.model.CreateMultipartUploadPresignRequest;
import software.amazon.awssdk.services.s3.presigner.model.DeleteObjectPresignRequest;
import software.amazon.awssdk.services.s3.presigner.model.GetObjectPresignRequest;
import software.amazon.awssdk.services.s3.presigner.model.HeadBucketPresignRequest;
import software.amazon.awssdk.services.s3.presigner.model.HeadObjectPresignRequest;
import software.amazon.awssdk.services.s3.presigner.model.PresignedAbortMultipartUploadRequest;
import software.amazon.awssdk.services.s3.presigner.model.PresignedCompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.presigner.model.PresignedCreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.presigner.model.PresignedDeleteObjectRequest;
import software.amazon.awssdk.services.s3.presigner.model.PresignedGetObjectRequest;
import software.amazon.awssdk.services.s3.presigner.model.PresignedHeadBucketRequest;
import software.amazon.awssdk.services.s3.presigner.model.PresignedHeadObjectRequest;
import software.amazon.awssdk.services.s3.presigner.model.PresignedPutObjectRequest;
import software.amazon.awssdk.services.s3.presigner.model.PresignedUploadPartRequest;
import software.amazon.awssdk.services.s3.presigner.model.PutObjectPresignRequest;
import software.amazon.awssdk.services.s3.presigner.model.UploadPartPresignRequest;

/**
 * The AWS SDK's {@link S3Presigner}, with presign making the links: only the line with the builder changes.
 *
 * <p>The first link for a bucket asks the SDK where the bucket is. A request that needs more than query parameters and
 * headers is signed by the SDK itself: one with an override configuration, the body of CompleteMultipartUpload, HeadBucket,
 * and requests for directory buckets (S3 Express) or multi-region access points.
 *
 * {@snippet :
 * S3Presigner presigner = PresignS3Presigner.builder().region(Region.EU_CENTRAL_1).build();
 * }
 */
public final class PresignS3Presigner implements S3Presigner {
    private final S3Presigner sdk;
    private final IdentityProvider<? extends AwsCredentialsIdentity> credentials;
    /** What was made for the case that no provider was given. */
    private final Optional<DefaultCredentialsProvider> own;

    private volatile BucketSigners signers;
    private volatile boolean closed;

    private PresignS3Presigner(Builder from) {
        own = from.credentials == null
                ? Optional.of(DefaultCredentialsProvider.builder().build())
                : Optional.empty();
        credentials = own.isPresent() ? own.get() : from.credentials;
        sdk = from.sdk.credentialsProvider(credentials).build();
    }

    /**
     * Begins a presigner, with the settings of the SDK's builder.
     *
     * @return a builder
     */
    public static S3Presigner.Builder builder() {
        return new Builder();
    }

    /**
     * Returns a presigner with the region and the credentials that the SDK finds.
     *
     * @return a presigner, to be closed
     */
    public static S3Presigner create() {
        return builder().build();
    }

    /** Returns the signers of the credentials that are valid now. When they change, the signers of the old ones close. */
    private BucketSigners signers() {
        if (closed) {
            throw new IllegalStateException("the presigner is closed");
        }
        AwsCredentialsIdentity current = credentials.resolveIdentity().join();
        BucketSigners known = signers;
        if (known != null && known.areOf(current)) {
            return known;
        }
        synchronized (this) {
            if (signers == null || !signers.areOf(current)) {
                BucketSigners before = signers;
                signers = new BucketSigners(current, sdk);
                if (before != null) {
                    before.close();
                }
            }
            return signers;
        }
    }

    /** Returns a link, unless only the SDK can make it. */
    private Optional<SdkLink> sign(
            SdkHttpMethod method,
            String bucket,
            String key,
            Duration lifetime,
            AwsRequest members,
            String subresource) {
        if (bucket == null || key == null) {
            return Optional.empty();
        }
        // The bucket is in the signer's endpoint.
        Request.Builder builder = Request.of(method.name(), "bucket", key)
                // As the SDK does: a fraction is cut.
                .expiresIn(Duration.ofSeconds(lifetime.toSeconds()));
        if (!subresource.isEmpty()) {
            builder.query(subresource, "");
        }
        if (!Members.add(members, builder)) {
            return Optional.empty();
        }
        Request request = builder.build();
        while (true) {
            Optional<Signer> signer = signers().of(bucket);
            try {
                return signer.map(found -> new SdkLink(request, found.presign(request), subresource));
            } catch (IllegalStateException error) {
                if (closed) {
                    throw error;
                }
                // Between the two calls another thread found new credentials.
            }
        }
    }

    /** Returns the SDK's form of a link, or else what the SDK makes. */
    private static <T extends PresignedRequest> T result(
            Optional<SdkLink> link, PresignedRequest.Builder builder, Class<T> type, Supplier<T> otherwise) {
        return link.isPresent() ? type.cast(link.get().fill(builder).build()) : otherwise.get();
    }

    @Override
    public PresignedGetObjectRequest presignGetObject(GetObjectPresignRequest request) {
        var get = request.getObjectRequest();
        return result(
                sign(SdkHttpMethod.GET, get.bucket(), get.key(), request.signatureDuration(), get, ""),
                PresignedGetObjectRequest.builder(),
                PresignedGetObjectRequest.class,
                () -> sdk.presignGetObject(request));
    }

    @Override
    public PresignedHeadObjectRequest presignHeadObject(HeadObjectPresignRequest request) {
        var head = request.headObjectRequest();
        return result(
                sign(SdkHttpMethod.HEAD, head.bucket(), head.key(), request.signatureDuration(), head, ""),
                PresignedHeadObjectRequest.builder(),
                PresignedHeadObjectRequest.class,
                () -> sdk.presignHeadObject(request));
    }

    @Override
    public PresignedHeadBucketRequest presignHeadBucket(HeadBucketPresignRequest request) {
        // The SDK's path for a bucket has no slash at its end, where that of presign has one.
        return sdk.presignHeadBucket(request);
    }

    @Override
    public PresignedPutObjectRequest presignPutObject(PutObjectPresignRequest request) {
        var put = request.putObjectRequest();
        return result(
                sign(SdkHttpMethod.PUT, put.bucket(), put.key(), request.signatureDuration(), put, ""),
                PresignedPutObjectRequest.builder(),
                PresignedPutObjectRequest.class,
                () -> sdk.presignPutObject(request));
    }

    @Override
    public PresignedDeleteObjectRequest presignDeleteObject(DeleteObjectPresignRequest request) {
        var delete = request.deleteObjectRequest();
        return result(
                sign(SdkHttpMethod.DELETE, delete.bucket(), delete.key(), request.signatureDuration(), delete, ""),
                PresignedDeleteObjectRequest.builder(),
                PresignedDeleteObjectRequest.class,
                () -> sdk.presignDeleteObject(request));
    }

    @Override
    public PresignedCreateMultipartUploadRequest presignCreateMultipartUpload(
            CreateMultipartUploadPresignRequest request) {
        var create = request.createMultipartUploadRequest();
        return result(
                sign(SdkHttpMethod.POST, create.bucket(), create.key(), request.signatureDuration(), create, "uploads"),
                PresignedCreateMultipartUploadRequest.builder(),
                PresignedCreateMultipartUploadRequest.class,
                () -> sdk.presignCreateMultipartUpload(request));
    }

    @Override
    public PresignedUploadPartRequest presignUploadPart(UploadPartPresignRequest request) {
        var part = request.uploadPartRequest();
        return result(
                sign(SdkHttpMethod.PUT, part.bucket(), part.key(), request.signatureDuration(), part, ""),
                PresignedUploadPartRequest.builder(),
                PresignedUploadPartRequest.class,
                () -> sdk.presignUploadPart(request));
    }

    @Override
    public PresignedCompleteMultipartUploadRequest presignCompleteMultipartUpload(
            CompleteMultipartUploadPresignRequest request) {
        // The SDK signs the length of a body, which it makes also of no parts.
        return sdk.presignCompleteMultipartUpload(request);
    }

    @Override
    public PresignedAbortMultipartUploadRequest presignAbortMultipartUpload(
            AbortMultipartUploadPresignRequest request) {
        var abort = request.abortMultipartUploadRequest();
        return result(
                sign(SdkHttpMethod.DELETE, abort.bucket(), abort.key(), request.signatureDuration(), abort, ""),
                PresignedAbortMultipartUploadRequest.builder(),
                PresignedAbortMultipartUploadRequest.class,
                () -> sdk.presignAbortMultipartUpload(request));
    }

    /** Closes the SDK's presigner, which closes a credentials provider that can be closed, and wipes the copied keys. */
    @Override
    public synchronized void close() {
        closed = true;
        if (signers != null) {
            signers.close();
        }
        sdk.close();
        own.ifPresent(DefaultCredentialsProvider::close);
    }

    @Override
    public String toString() {
        return "PresignS3Presigner[...]";
    }

    /** Hands the settings on to the SDK's builder, which finds out where buckets are. */
    private static final class Builder implements S3Presigner.Builder {
        private final S3Presigner.Builder sdk = S3Presigner.builder();
        private IdentityProvider<? extends AwsCredentialsIdentity> credentials;

        @Override
        public Builder serviceConfiguration(S3Configuration configuration) {
            sdk.serviceConfiguration(configuration);
            return this;
        }

        @Override
        public Builder disableS3ExpressSessionAuth(Boolean disable) {
            sdk.disableS3ExpressSessionAuth(disable);
            return this;
        }

        @Override
        public Builder s3Client(S3Client client) {
            sdk.s3Client(client);
            return this;
        }

        @Override
        public Builder region(Region region) {
            sdk.region(region);
            return this;
        }

        @Override
        public Builder credentialsProvider(IdentityProvider<? extends AwsCredentialsIdentity> provider) {
            credentials = provider;
            return this;
        }

        @Override
        public Builder dualstackEnabled(Boolean enabled) {
            sdk.dualstackEnabled(enabled);
            return this;
        }

        @Override
        public Builder fipsEnabled(Boolean enabled) {
            sdk.fipsEnabled(enabled);
            return this;
        }

        @Override
        public Builder endpointOverride(URI endpoint) {
            sdk.endpointOverride(endpoint);
            return this;
        }

        @Override
        public S3Presigner build() {
            return new PresignS3Presigner(this);
        }
    }
}
