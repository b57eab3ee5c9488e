// Uploads from a browser, with what a server made: docs/how-to/upload-from-a-browser.md.

/** Throws unless the storage accepted a request, and returns its response. */
async function accepted(request) {
  const response = await request;
  if (!response.ok) throw new Error(`the storage refused the upload: ${response.status} ${await response.text()}`);
  return response;
}

/** Sends a file with a link. */
export async function sendWithLink({ url, method, headers }, file) {
  await accepted(fetch(url, { method, headers, body: file }));
}

/** Sends a file with a form. The file comes last, because storages ignore the fields after it. */
export async function sendWithForm({ url, fields }, file) {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  body.append('file', file);
  await accepted(fetch(url, { method: 'POST', body }));
}

/** Sends a file in parts, four at a time, and lets the storage join them. */
export async function sendInParts({ partSize, parts, complete }, file) {
  const etags = [];
  const next = parts.entries();
  async function sendSome() {
    for (const [index, url] of next) {
      const body = file.slice(index * partSize, (index + 1) * partSize);
      const response = await accepted(fetch(url, { method: 'PUT', body }));
      etags[index] = response.headers.get('ETag');
    }
  }
  await Promise.all([sendSome(), sendSome(), sendSome(), sendSome()]);
  const list = etags.map((etag, index) => `<Part><PartNumber>${index + 1}</PartNumber><ETag>${etag}</ETag></Part>`);
  const body = `<CompleteMultipartUpload>${list.join('')}</CompleteMultipartUpload>`;
  const response = await accepted(fetch(complete, { method: 'POST', body }));
  // Joining takes time, so a storage may begin its response with 200 and end it with an error.
  const answer = await response.text();
  if (answer.includes('<Error>')) throw new Error(`the storage did not join the parts: ${answer}`);
}
