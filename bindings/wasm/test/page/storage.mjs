import { Signer, init } from '/package/presign.mjs';

const { key, ...settings } = Object.fromEntries(new URLSearchParams(location.search));

await init();
const signer = new Signer(settings);
const { url, method, headers } = signer.presignRequest('PUT', 'photos', key, { contentType: 'text/plain' });
const stored = await fetch(url, { method, headers, body: "the page's text" });
const found = await fetch(signer.get('photos', key));
const text = `${stored.status} ${found.status} ${found.headers.get('content-type')} ${await found.text()}`;
document.getElementById('result').textContent = text;
