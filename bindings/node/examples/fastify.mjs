// Links in a Fastify server: `node fastify.mjs`, with the storage's keys where the AWS tools have them.

import { randomUUID } from 'node:crypto';
import { pathToFileURL } from 'node:url';

import fastify from 'fastify';
import { Refused, Signer, Verifier } from 'presign';

/** A plugin with links to a storage. */
async function photos(app, { signer, bucket }) {
  // The browser downloads from the storage. The link expires, so nothing may keep the redirect.
  app.get('/photos/:id', async (request, reply) => {
    const { id } = request.params;
    const url = signer.get(bucket, `photos/${id}.jpg`, { expiresIn: 300, filename: `${id}.jpg` });
    return reply.header('cache-control', 'no-store').redirect(url);
  });

  // The client sends the photo to the URL, with this method and these headers.
  app.post('/photos', async (request, reply) => {
    const id = randomUUID();
    const { url, method, headers } = signer.presignRequest('PUT', bucket, `photos/${id}.jpg`, {
      expiresIn: 300,
      contentType: 'image/jpeg',
    });
    return reply.code(201).send({ id, url, method, headers });
  });
}

/** Returns a hook that lets requests pass whose URL is signed and for a bucket. */
function signedOnly(verifier, bucket) {
  return async (request, reply) => {
    const { method, url, headers } = request.raw;
    try {
      request.link = verifier.verify({ method, url, headers });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return reply.code(error.status).send({ code: error.code, message: error.message });
    }
    // The bucket may be in the name of the host, which the route does not see.
    if (request.link.bucket !== bucket) return reply.code(404).send();
  };
}

/** Returns the server: `signer` makes links to the storage, `verifier` checks links to the server itself. */
export function createApp({ signer, bucket, verifier }) {
  const app = fastify();
  app.register(photos, { signer, bucket });
  app.decorateRequest('link', null);
  // A link for GET of the bucket "reports" on this host leads here.
  app.get('/reports/:name', { onRequest: signedOnly(verifier, 'reports') }, async (request) => {
    return { report: request.link.key };
  });
  return app;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const signer = Signer.fromEnv();
  const verifier = new Verifier({ 'reports-1': process.env.REPORTS_SECRET }, { endpoint: 'http://localhost:3000' });
  await createApp({ signer, bucket: process.env.BUCKET, verifier }).listen({ port: 3000 });
}
