// Signs every vector, and counts the URLs that are those of the vectors.

/** Returns the parts that must be equal; in version 2 the order of the query is free. */
function parts(url, version) {
  const [before, query] = url.split('?');
  return JSON.stringify([before, version === 'v4' ? query : query.split('&').sort()]);
}

export function check({ Signer }, files) {
  const counts = { right: 0, wrong: 0 };
  for (const version of ['v4', 'v2']) {
    const file = files[`sig${version}`];
    for (const vector of file.cases) {
      const { session_token: sessionToken, region, endpoint, addressing, method, bucket, key, query, headers } = vector;
      const keys = { accessKeyId: file.access_key, secretAccessKey: file.secret_key, sessionToken };
      const signer = new Signer({ ...keys, region, endpoint, addressing, version });
      const options = { query, headers, signAt: vector.sign_at, expiresIn: vector.expires_in };
      const url = signer.presign(method, bucket, key, options);
      counts[parts(url, version) === parts(vector.url, version) ? 'right' : 'wrong']++;
    }
  }
  return `${counts.right} right, ${counts.wrong} wrong`;
}
