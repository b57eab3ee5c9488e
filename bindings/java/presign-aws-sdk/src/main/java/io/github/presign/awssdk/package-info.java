/** {@link io.github.presign.awssdk.PresignS3Presigner} takes the place of the AWS SDK's own S3Presigner. */
package io.github.presign.awssdk;
