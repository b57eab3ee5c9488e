import { getSigner } from '../../../lib/storage.js';

/** The browser downloads from the storage. The link expires, so nothing may keep the redirect. */
export async function GET(request, { params }) {
  const { id } = await params;
  const url = getSigner().get(process.env.BUCKET, `photos/${id}.jpg`, { expiresIn: 300, filename: `${id}.jpg` });
  return new Response(null, { status: 302, headers: { location: url, 'cache-control': 'no-store' } });
}
