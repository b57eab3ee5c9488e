// Is compiled with `tsc --strict`, never run: every `@ts-expect-error` is a mistake that the types must find.

import { Signer, Verifier, PresignError, Refused, explain, inspect, ipPolicy } from 'presign';
import type { LinkOptions, LinkRequest, PresignedRequest, SignerOptions, Verified } from 'presign';
import presign = require('presign');
import type { IncomingMessage } from 'node:http';

const settings: SignerOptions = { accessKeyId: 'A', secretAccessKey: 'S', region: null, addressing: 'path' };
const signer: Signer = new Signer(settings);
const same: presign.Signer = Signer.fromEnv({ profile: 'work' });
const options: LinkOptions = { expiresAt: new Date(), query: { a: ['1', '2'] }, headers: new Map([['a', 'b']]) };

const link: string = signer.get('b', 'k');
const links: string[] = signer.presignMany('GET', 'b', new Set(['k']), { ...options, threads: 0 });
const later: Promise<string[]> = signer.presignManyAsync('GET', 'b', ['k'], { expiresIn: 60 });
const request: PresignedRequest = signer.presignRequest('PUT', 'b', 'k', { contentType: 'image/png' });
const rows: LinkRequest[] = [{ method: 'GET', bucket: 'b', key: 'k', filename: 'a.txt', disposition: 'inline' }];
const many: string[] = signer.presignRequests(rows, { threads: 2 });
const form: { url: string; fields: Record<string, string> } = signer.presignPost('b', 'k', {
  conditions: [{ acl: 'private' }, ['eq', '$a', 'b'], ['content-length-range', 0, 1]],
});
const playlist: string = signer.presignPlaylist('', 'b', 'k', { nested: (key) => `https://h/${key}` });
const version: 'v4' | 'v2' = signer.version;

declare const incoming: IncomingMessage;
const verifier = new Verifier({ A: 'S', B: { secretAccessKey: 'S', sessionToken: null } }, { clockSkew: 60 });
new Verifier(new Map([['A', 'S']]));
new Verifier((accessKeyId) => (accessKeyId === 'A' ? 'S' : undefined));
const verified: Verified = verifier.verify({ method: 'GET', url: incoming.url ?? '', headers: incoming.headers });
const region: string | undefined = verified.region;
const cause: string = explain(link, 'S', { response: Buffer.from('') }).cause;
const warnings: Record<string, string> = inspect(link, { at: 5 }).warnings;
const policy: string = ipPolicy('b', { allow: ['10.0.0.0/8'] });

function handle(error: unknown): number | string | undefined {
  if (error instanceof Refused) return error.status;
  if (error instanceof PresignError) return error.index ?? error.line ?? error.code;
  return undefined;
}

// @ts-expect-error: the secret key is missing
new Signer({ accessKeyId: 'A' });
// @ts-expect-error: no such option
signer.get('b', 'k', { expires: 5 });
// @ts-expect-error: the key is missing
signer.get('b');
// @ts-expect-error: a time is no text
signer.get('b', 'k', { expiresAt: '2026-01-01' });
// @ts-expect-error: no such version
new Signer({ ...settings, version: 'v3' });
// @ts-expect-error: it is read-only
signer.region = 'eu-west-1';
// @ts-expect-error: secrets are found at once
new Verifier(async () => 'S');
// @ts-expect-error: no network is allowed
ipPolicy('b', {});

export { cause, form, handle, later, links, many, playlist, policy, region, request, same, version, warnings };
