import { randomUUID } from 'node:crypto';

import { getSigner } from '../../lib/storage.js';

/** The client sends the photo to the URL, with this method and these headers. */
export async function POST() {
  const id = randomUUID();
  const { url, method, headers } = getSigner().presignRequest('PUT', process.env.BUCKET, `photos/${id}.jpg`, {
    expiresIn: 300,
    contentType: 'image/jpeg',
  });
  return Response.json({ id, url, method, headers }, { status: 201 });
}
