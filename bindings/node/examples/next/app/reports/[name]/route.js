import { signedOnly } from '../../../lib/storage.js';

/** A link for GET of the bucket "reports" on this host leads here. */
export const GET = signedOnly('reports', (request, { key }) => Response.json({ report: key }));
