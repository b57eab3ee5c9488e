'use strict';

// Links in an Express server: `node express.js`, with the storage's keys where the AWS tools have them.

const { randomUUID } = require('node:crypto');

const express = require('express');
const { Refused, Signer, Verifier } = require('presign');

/** Returns a router with links to a storage. */
function photos(signer, bucket) {
  const router = express.Router();

  // The browser downloads from the storage. The link expires, so nothing may keep the redirect.
  router.get('/photos/:id', (req, res) => {
    const key = `photos/${req.params.id}.jpg`;
    res.set('Cache-Control', 'no-store');
    res.redirect(signer.get(bucket, key, { expiresIn: 300, filename: `${req.params.id}.jpg` }));
  });

  // The client sends the photo to the URL, with this method and these headers.
  router.post('/photos', (req, res) => {
    const id = randomUUID();
    const key = `photos/${id}.jpg`;
    const { url, method, headers } = signer.presignRequest('PUT', bucket, key, {
      expiresIn: 300,
      contentType: 'image/jpeg',
    });
    res.status(201).json({ id, url, method, headers });
  });

  return router;
}

/** Returns a middleware that lets requests pass whose URL is signed and for a bucket. */
function signedOnly(verifier, bucket) {
  return (req, res, next) => {
    try {
      res.locals.link = verifier.verify({ method: req.method, url: req.originalUrl, headers: req.headers });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      res.status(error.status).json({ code: error.code, message: error.message });
      return;
    }
    // The routes of Express ignore case, and the bucket may be in the name of the host.
    if (res.locals.link.bucket !== bucket) {
      res.sendStatus(404);
      return;
    }
    next();
  };
}

/** Returns the server: `signer` makes links to the storage, `verifier` checks links to the server itself. */
function createApp({ signer, bucket, verifier }) {
  const app = express();
  app.use(photos(signer, bucket));
  // A link for GET of the bucket "reports" on this host leads here.
  app.get('/reports/:name', signedOnly(verifier, 'reports'), (req, res) => {
    res.json({ report: res.locals.link.key });
  });
  return app;
}

if (require.main === module) {
  const signer = Signer.fromEnv();
  const verifier = new Verifier({ 'reports-1': process.env.REPORTS_SECRET }, { endpoint: 'http://localhost:3000' });
  createApp({ signer, bucket: process.env.BUCKET, verifier }).listen(3000);
}

module.exports = { createApp };
