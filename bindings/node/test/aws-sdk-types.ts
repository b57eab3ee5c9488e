// Is compiled with `tsc --strict` beside the types of the AWS SDK, never run: every `@ts-expect-error` is a mistake that
// the types must find.

import { GetObjectCommand, PutObjectCommand, S3, S3Client } from '@aws-sdk/client-s3';
import { createPresignedPost as sdkForm } from '@aws-sdk/s3-presigned-post';
import type { PresignedPostOptions as SdkPostOptions } from '@aws-sdk/s3-presigned-post';
import { getSignedUrl as sdkUrl } from '@aws-sdk/s3-request-presigner';
import { createPresignedPost, getSignedUrl } from 'presign/aws-sdk';
import type { PresignedPostOptions, SignedUrlOptions } from 'presign/aws-sdk';

const client = new S3Client({ region: 'eu-central-1' });
const get = new GetObjectCommand({ Bucket: 'b', Key: 'k' });

const url: Promise<string> = getSignedUrl(client, get);
const upload: Promise<string> = getSignedUrl(new S3({}), new PutObjectCommand({ Bucket: 'b', Key: 'k' }), {
  expiresIn: 60,
  signingDate: new Date(),
  unhoistableHeaders: new Set(['x-amz-acl']),
  ignoreMiddleware: ['tracing'],
});
const form: Promise<{ url: string; fields: Record<string, string> }> = createPresignedPost(client, {
  Bucket: 'b',
  Key: 'k',
  Conditions: [['content-length-range', 0, 1], { acl: 'private' }],
  Fields: { acl: 'private' },
  Expires: 60,
});

// What a program passes to the SDK's functions it can pass to these.
const inPlaceOfUrl = (...[client, command, options]: Parameters<typeof sdkUrl>): ReturnType<typeof sdkUrl> =>
  getSignedUrl(client as S3Client, command, options as SignedUrlOptions);
const inPlaceOfForm: typeof sdkForm = createPresignedPost;
declare const sdkOptions: SdkPostOptions;
const ownOptions: PresignedPostOptions = sdkOptions;

// @ts-expect-error: no such option
getSignedUrl(client, get, { expires: 60 });
// @ts-expect-error: the command is missing
getSignedUrl(client);
// @ts-expect-error: an input is no command
getSignedUrl(client, { Bucket: 'b', Key: 'k' });
// @ts-expect-error: it is no S3 client
getSignedUrl({ config: {}, middlewareStack: client.middlewareStack }, get);
// @ts-expect-error: a list is no set
getSignedUrl(client, get, { unhoistableHeaders: ['x-amz-acl'] });
// @ts-expect-error: the key is missing
createPresignedPost(client, { Bucket: 'b' });

export { form, inPlaceOfForm, inPlaceOfUrl, ownOptions, upload, url };
