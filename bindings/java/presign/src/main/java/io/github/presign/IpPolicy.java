package io.github.presign;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A bucket policy that refuses requests from other addresses, with a presigned URL or without. The owner of the bucket must
 * install it, which replaces the policy that the bucket has. Behind a proxy the storage sees the address of the proxy.
 *
 * {@snippet :
 * String json = IpPolicy.of("photos").allow("203.0.113.0/24").toJson();
 * }
 */
public final class IpPolicy {
    private static final long BUCKET = Struct.IP_POLICY_OPTIONS.at("bucket");
    private static final long PATTERN = Struct.IP_POLICY_OPTIONS.at("pattern");
    private static final long REGION = Struct.IP_POLICY_OPTIONS.at("region");
    private static final long ALLOW = Struct.IP_POLICY_OPTIONS.at("allow");
    private static final long ACTIONS = Struct.IP_POLICY_OPTIONS.at("actions");

    private final String bucket;
    private final List<String> allow = new ArrayList<>();
    private final List<String> actions = new ArrayList<>();
    private String pattern;
    private String region;

    private IpPolicy(String bucket) {
        this.bucket = bucket;
    }

    /**
     * Begins a policy.
     *
     * @param bucket the bucket: only letters, digits, and - . _
     * @return a policy that allows no address yet
     */
    public static IpPolicy of(String bucket) {
        return new IpPolicy(Objects.requireNonNull(bucket, "bucket"));
    }

    /**
     * Adds an address or a network that is not refused; at least one is needed.
     *
     * @param network 203.0.113.7, 203.0.113.0/24, 2001:db8::/32
     * @return this
     */
    public IpPolicy allow(String network) {
        allow.add(Objects.requireNonNull(network, "network"));
        return this;
    }

    /**
     * Adds an action that is denied to all other addresses. Default: s3:GetObject and s3:GetObjectVersion.
     *
     * @param action s3:PutObject, s3:*
     * @return this
     */
    public IpPolicy action(String action) {
        actions.add(Objects.requireNonNull(action, "action"));
        return this;
    }

    /**
     * Sets the keys. Default: all objects.
     *
     * @param pattern * matches any characters, ? matches one; photos/* matches all keys that begin with photos/
     * @return this
     */
    public IpPolicy pattern(String pattern) {
        this.pattern = Objects.requireNonNull(pattern, "pattern");
        return this;
    }

    /**
     * Sets the region, whose partition (aws, aws-cn, aws-us-gov) becomes part of the policy. Default: aws, which other
     * storages use too.
     *
     * @param region the region
     * @return this
     */
    public IpPolicy region(String region) {
        this.region = Objects.requireNonNull(region, "region");
        return this;
    }

    /** {@return the policy as PutBucketPolicy accepts it} */
    public String toJson() {
        try (Memory memory = new Memory(2048)) {
            MemorySegment options = memory.struct(Struct.IP_POLICY_OPTIONS);
            memory.text(options, BUCKET, "bucket", bucket);
            memory.text(options, PATTERN, "pattern", pattern);
            memory.text(options, REGION, "region", region);
            memory.texts(options, ALLOW, "network", allow);
            memory.texts(options, ACTIONS, "action", actions);
            return memory.writeText(
                    2048,
                    (out, size, length, error) -> LibPresign.ipPolicy(options.address(), out, size, length, error));
        }
    }

    @Override
    public String toString() {
        return "IpPolicy[bucket=" + bucket + ", allow=" + allow + "]";
    }
}
