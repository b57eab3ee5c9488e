import { Refused, Signer, Verifier } from 'presign';

// Both are made by the first request, because `next build` runs these files too, and has no keys.
let signer, verifier;

/** Returns a signer of links to the storage, with the keys that are where the AWS tools have them. */
export function getSigner() {
  return (signer ??= Signer.fromEnv());
}

/** Returns a verifier of links to this application itself. */
function getVerifier() {
  const secrets = { 'reports-1': process.env.REPORTS_SECRET };
  return (verifier ??= new Verifier(secrets, { endpoint: process.env.APP_ENDPOINT }));
}

/** Wraps a route handler: it gets the requests whose URL is signed and for a bucket, and what the URL is for. */
export function signedOnly(bucket, handler) {
  return (request) => {
    // The host of request.url is Next's own; the one that the client asked for is among the headers.
    const { pathname, search } = new URL(request.url);
    let link;
    try {
      link = getVerifier().verify({ method: request.method, url: pathname + search, headers: request.headers });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return Response.json({ code: error.code, message: error.message }, { status: error.status });
    }
    // The bucket may be in the name of the host, which the route does not see.
    if (link.bucket !== bucket) return new Response(null, { status: 404 });
    return handler(request, link);
  };
}
