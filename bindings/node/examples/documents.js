'use strict';

// An Express server whose users download and upload their own documents: `node documents.js`, with the storage's keys
// where the AWS tools have them.

const { randomUUID } = require('node:crypto');

const express = require('express');
const { Signer } = require('presign');

/**
 * Returns a router. `find` returns the document with an id, if there is one; a middleware before this router sets
 * `req.user` to the name of the user who is logged in.
 */
function documents({ signer, bucket, find }) {
  const router = express.Router();

  router.use((req, res, next) => {
    // A link in a cache would reach another user, or be used after its expiry.
    res.set({ 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer' });
    if (req.user) next();
    else res.sendStatus(401);
  });

  // Redirects the owner of a document to the storage.
  router.get('/documents/:id', async (req, res) => {
    const document = await find(req.params.id);
    // The same response as for a document that does not exist, so that users cannot find out which do.
    if (document?.owner !== req.user) {
      res.sendStatus(404);
      return;
    }
    res.redirect(signer.get(bucket, document.key, { filename: document.name, expiresIn: 60 }));
  });

  // The page sends the file with this URL, method and headers. The server chooses the key.
  router.post('/documents', (req, res) => {
    const key = `uploads/${req.user}/${randomUUID()}.pdf`;
    const made = signer.presignRequest('PUT', bucket, key, { contentType: 'application/pdf', expiresIn: 300 });
    res.status(201).json(made);
  });

  return router;
}

if (require.main === module) {
  const rows = new Map([['17', { owner: 'ada', key: '2026/7f3c.bin', name: 'Übersicht.pdf' }]]);
  const app = express();
  app.use((req, res, next) => {
    req.user = 'ada'; // who is logged in: your application knows
    next();
  });
  app.use(documents({ signer: Signer.fromEnv(), bucket: process.env.BUCKET, find: (id) => rows.get(id) }));
  app.listen(3000);
}

module.exports = { documents };
