export type Client = import("./lib/aws-sdk/client.js").Client;
export type Command = import("./lib/aws-sdk/commands.js").Command;
export type SignedUrlOptions = import("./lib/aws-sdk/get-signed-url.js").SignedUrlOptions;
export type PresignedPostOptions = import("./lib/aws-sdk/create-presigned-post.js").PresignedPostOptions;
import { createPresignedPost } from "./lib/aws-sdk/create-presigned-post.js";
import { getSignedUrl } from "./lib/aws-sdk/get-signed-url.js";
export { createPresignedPost, getSignedUrl };
