// A key and a self-signed certificate for an application, as an administrator would make them.

import { X509Certificate, generateKeyPairSync, randomBytes } from "node:crypto";
import forge from "node-forge";

const DAY = 24 * 60 * 60 * 1000;

/** An RSA key and its certificate in PEM, and the certificate's thumbprint. */
export function makeCertificate(commonName) {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const key = privateKey.export({ type: "pkcs8", format: "pem" });
  const forgeKey = forge.pki.privateKeyFromPem(key);
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = forge.pki.setRsaPublicKey(forgeKey.n, forgeKey.e);
  // A leading zero bit keeps the number positive.
  certificate.serialNumber = `01${randomBytes(15).toString("hex")}`;
  certificate.validity.notBefore = new Date(Date.now() - DAY);
  certificate.validity.notAfter = new Date(Date.now() + 30 * DAY);
  certificate.setSubject([{ name: "commonName", value: commonName }]);
  certificate.setIssuer(certificate.subject.attributes);
  certificate.sign(forgeKey, forge.md.sha256.create());
  const pem = forge.pki.certificateToPem(certificate);
  return { key, pem, thumbprintSha256: new X509Certificate(pem).fingerprint256.replaceAll(":", "").toLowerCase() };
}
